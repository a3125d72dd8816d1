"""What a declaration is called in words: its noun, and the name under which the pack declares it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any, Final

from evenhand.engine.pack.schema import Effect, Pack

NAMES: Final = ("id", "key", "code", "value", "station", "group", "detail", "step", "since")
OF_AN_EFFECT: Final = ("id", "placement", "owed", "ledger", "template", "audience")


def name_of(declaration: Any) -> str:
    """The name of a declaration among its like, "" where it has none."""
    names = OF_AN_EFFECT if isinstance(declaration, Effect) else NAMES
    present = {field.name for field in fields(declaration)}
    found = next(
        (str(value) for name in names if name in present and (value := getattr(declaration, name))), ""
    )
    return f"{declaration.kind} {found}".strip() if isinstance(declaration, Effect) else found


def noun_of(declaration: Any) -> str:
    """What kind of declaration it is: `LadderStep` is a "ladder step"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(declaration).__name__).lower()


def words_for(chain: tuple[Any, ...]) -> str:
    """A declaration with those around it: "ladder in_class, ladder step warning, effect tell family"."""
    return ", ".join(
        f"{noun_of(one)} {name_of(one)}".strip()
        for one in chain
        if is_dataclass(one) and not isinstance(one, Pack)
    )
