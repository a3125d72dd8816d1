"""The mapping file of attendance: which column is which, and which code of the source is which national one. TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, cast, get_args

from evenhand.apps.attendance.models import AM, PM
from evenhand.apps.conduct.importing.told import KeyKind
from evenhand.cli.importing.mapping_file import ISO, date_of, folded, read_table
from evenhand.cli.importing.roster import Usage

FIELDS: Final = (
    "pupil", "given", "family", "form", "date", "session", "code", "minutes", "reason", "am", "pm",
)  # fmt: skip
OURS: Final = {name: name for name in ("pupil", "date", "session", "code", "minutes", "reason")}
TABLES: Final = frozenset({"columns", "pupil", "dates", "codes", "sessions"})
SESSIONS: Final = {"am": AM, "morning": AM, "pm": PM, "afternoon": PM}


@dataclass(frozen=True, slots=True)
class MarkMapping:
    """A mapping file as it was read. A file has one mark in a row, or one column for each session (`am`, `pm`)."""

    columns: Mapping[str, str] = field(default_factory=lambda: OURS)
    key: KeyKind = "id"
    date_format: str = ISO
    codes: Mapping[str, str] = field(default_factory=dict)
    sessions: Mapping[str, str] = field(default_factory=lambda: SESSIONS)

    @property
    def wide(self) -> bool:
        """Whether each row holds a day with a column for each session."""
        return bool({AM, PM} & set(self.columns))

    def code(self, word: str) -> str:
        """The national code that a word of the source stands for: mapped, else as it stands."""
        return self.codes.get(word.strip(), word.strip())

    def slot(self, word: str) -> str:
        """am, pm, or the key of a period as it stands."""
        return self.sessions.get(folded(word), word.strip())

    def day(self, text: str) -> date:
        """A date. Raises ValueError."""
        return date_of(text, self.date_format)


def read_mapping(path: Path) -> MarkMapping:
    """Read a mapping file. Raises Usage with everything that is wrong in it."""
    table = read_table(path)
    wrong = [f"{name} is not known; expected {', '.join(sorted(TABLES))}" for name in set(table) - TABLES]
    texts = {name: _texts(table, name, wrong) for name in TABLES}
    columns, key = texts["columns"] or OURS, texts["pupil"].get("key", "id")
    wrong += [f"[columns] {name}: expected {', '.join(FIELDS)}" for name in set(columns) - set(FIELDS)]
    if key not in get_args(KeyKind):
        wrong.append(f"[pupil] key {key!r}: expected one of {', '.join(get_args(KeyKind))}")
    wrong += _missing(columns, key)
    if wrong:
        raise Usage(f"{path.name}: " + "; ".join(sorted(wrong)))
    return MarkMapping(
        columns,
        cast("KeyKind", key),
        texts["dates"].get("format", ISO),
        texts["codes"],
        SESSIONS | {folded(word): given for word, given in texts["sessions"].items()},
    )


def _texts(table: Mapping[str, Any], name: str, wrong: list[str]) -> dict[str, str]:
    given = table.get(name, {})
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        wrong.append(f"{name}: write [{name}] with texts")
        return {}
    return {word.strip(): one for word, one in given.items()}


def _missing(columns: Mapping[str, str], key: str) -> list[str]:
    """What a mapping cannot do without."""
    pupil = {"given", "family", "form"} if key == "name_and_form" else {"pupil"}
    marks = set() if {AM, PM} & set(columns) else {"session", "code"}
    return [f"[columns] {name} is missing" for name in {"date", *pupil, *marks} - set(columns)]
