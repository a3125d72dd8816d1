"""What all mapping files share: TOML read from a file, words compared without case, dates in the source's own way."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from evenhand.cli.importing.roster import Usage

ISO: Final = "iso"


def read_table(path: Path) -> dict[str, Any]:
    """The tables of a mapping file. Raises Usage where it cannot be read or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Usage(f"{path}: {error.strerror or error}") from None
    except ValueError as error:
        raise Usage(f"{path.name} is not TOML: {error}") from None


def date_of(text: str, form: str) -> date:
    """A date as the source writes it: in `form`, or as year-month-day where that is ISO. Raises ValueError."""
    if form == ISO:
        return date.fromisoformat(text)
    return datetime.strptime(text, form).date()  # noqa: DTZ007  the school's own local date


def folded(word: str) -> str:
    """A word as it is compared; of a descriptor written as a URI, the part after the #."""
    short = word.rpartition("#")[2] if word.startswith("uri://") else word
    return " ".join(short.casefold().split())
