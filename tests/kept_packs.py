"""The packs as they are, read once in each process: nothing about a pack can be changed once it is loaded."""

from __future__ import annotations

from functools import cache

from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.schema import Pack
from evenhand.packs.reader import pack_texts


@cache
def kept_pack(pack_id: str) -> Pack:
    """The pack of that id, loaded and checked."""
    return load_pack(pack_texts(pack_id))
