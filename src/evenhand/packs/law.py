"""The law of a country that comes with evenhand, read once."""

from __future__ import annotations

from functools import cache

from evenhand.engine.pack.law import load_law
from evenhand.engine.pack.schema.law import Law
from evenhand.packs.reader import UnknownPackError, country_text

FILE = "law"


@cache
def law_of(country: str) -> Law | None:
    """The law of that country ("england"), None where none comes with evenhand."""
    try:
        text = country_text(country, FILE)
    except UnknownPackError:
        return None
    return load_law(f"{FILE}.toml", text)
