"""The packs as they are, read once in each process: nothing about a pack can be changed once it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.schema import Pack
from evenhand.packs.reader import pack_texts


def kept_pack(pack_id: str) -> Pack:
    """The pack of that id, loaded and checked."""
    return pack_of(pack_texts(pack_id))


def pack_of(texts: Mapping[str, str]) -> Pack:
    """The pack of these texts, loaded and checked. Raises PackErrors."""
    return _read(tuple(sorted(texts.items())))


@cache
def _read(texts: tuple[tuple[str, str], ...]) -> Pack:
    return load_pack(dict(texts))


def keep_packs(*readers: Any) -> None:
    """Let these modules, each of which reads packs, read none twice in this process. How a pack is read stays as it is."""
    for module in readers:
        module.load_pack = pack_of
