"""The mapping file: which column is which of our fields, and which word of the source is which of ours. TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, cast, get_args

from evenhand.apps.conduct.importing.told import KeyKind
from evenhand.cli.importing.mapping_file import ISO, date_of, folded, read_table
from evenhand.cli.importing.roster import Usage
from evenhand.cli.replaying.kinds import kind_of
from evenhand.engine.facts import Fact
from evenhand.engine.values import EventKind, Where

FIELDS: Final = (
    "id", "at", "date", "time", "pupil", "given", "family", "form", "kind", "code", "lesson", "by", "place",
    "where", "text", "school", "about",
)  # fmt: skip
TABLES: Final = frozenset(
    {"source", "columns", "pupil", "dates", "codes", "kinds", "places", "roles", "details"}
)
KEYS: Final = tuple(key for key in get_args(KeyKind) if key != "id")


@dataclass(frozen=True, slots=True)
class Act:
    """What a word of the source stands for: a code of the catalogue, its kind where told, and fixed details."""

    code: str
    kind: EventKind | None = None
    details: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventMapping:
    """A mapping file as it was read. Words are compared without regard to case and space around them."""

    source: str = "import"
    columns: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    key: KeyKind = "id"
    date_format: str = ISO
    time_format: str = ISO
    codes: Mapping[str, Act] = field(default_factory=dict)
    kinds: Mapping[str, EventKind] = field(default_factory=dict)
    places: Mapping[str, Where] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def act(self, word: str) -> Act | None:
        """What a word of the source stands for, None where the mapping does not say."""
        return self.codes.get(folded(word))

    def moment(self, text: str) -> datetime:
        """A date with its time in one column, aware only where the file gives an offset. Raises ValueError."""
        if self.date_format == ISO:
            if len(text.strip()) <= len("2026-09-15"):
                raise ValueError(text)
            return datetime.fromisoformat(text.strip())
        return datetime.strptime(text, self.date_format)  # noqa: DTZ007  the school's own local time

    def day(self, text: str) -> date:
        """A date. Raises ValueError."""
        return date_of(text, self.date_format)

    def clock(self, text: str) -> time:
        """A time of day. Raises ValueError."""
        if self.time_format == ISO:
            return time.fromisoformat(text)
        return datetime.strptime(text, self.time_format).time()  # noqa: DTZ007  the school's own local time


def read_mapping(path: Path) -> EventMapping:
    """Read a mapping file. Raises Usage with everything that is wrong in it."""
    wrong: list[str] = []
    mapping = _Reader(read_table(path), wrong).mapping()
    if wrong:
        raise Usage(f"{path.name}: " + "; ".join(wrong))
    return mapping


class _Reader:
    """Takes the tables of the file one by one and notes what is wrong."""

    def __init__(self, table: Mapping[str, Any], wrong: list[str]) -> None:
        self._table = table
        self._wrong = wrong

    def mapping(self) -> EventMapping:
        unknown = [name for name in self._table if name not in TABLES]
        if unknown:
            self._wrong.append(f"{', '.join(unknown)} is not known; expected {', '.join(sorted(TABLES))}")
        columns = self._texts("columns")
        odd = [name for name in columns if name not in FIELDS]
        if odd:
            self._wrong.append(f"[columns] {', '.join(odd)}: expected {', '.join(FIELDS)}")
        dates, pupil = self._texts("dates"), self._texts("pupil")
        key = pupil.get("key", "id")
        if key not in (*KEYS, "id"):
            self._wrong.append(f"[pupil] key {key!r}: expected one of {', '.join(KEYS)}")
        return EventMapping(
            str(self._table.get("source", "import")),
            columns,
            self._texts("details"),
            cast("KeyKind", key),
            dates.get("format", ISO),
            dates.get("time_format", ISO),
            {folded(word): self._act(word, given) for word, given in self._dict("codes").items()},
            {folded(word): self._kind(word, given) for word, given in self._texts("kinds").items()},
            {folded(word): self._where(word, given) for word, given in self._texts("places").items()},
            {folded(word): given for word, given in self._texts("roles").items()},
        )

    def _dict(self, name: str) -> dict[str, Any]:
        given = self._table.get(name, {})
        if isinstance(given, dict):
            return given
        self._wrong.append(f"{name} is not a table: write [{name}]")
        return {}

    def _texts(self, name: str) -> dict[str, str]:
        rows = self._dict(name)
        self._wrong += [
            f"[{name}] {key}: expected a text" for key, one in rows.items() if not isinstance(one, str)
        ]
        return {key: one.strip() for key, one in rows.items() if isinstance(one, str)}

    def _act(self, word: str, given: object) -> Act:
        if isinstance(given, str):
            return Act(given.strip())
        if not isinstance(given, dict) or not isinstance(given.get("code"), str):
            self._wrong.append(
                f'[codes] {word}: expected a code, or {{ code = "…", kind = "…", details = {{}} }}'
            )
            return Act("")
        kind = self._kind(word, str(given["kind"])) if "kind" in given else None
        details = given.get("details", {})
        if not isinstance(details, dict) or not all(isinstance(one, str | int) for one in details.values()):
            self._wrong.append(f"[codes] {word}: details are texts, whole numbers, true or false")
            details = {}
        return Act(given["code"].strip(), kind, dict(details))

    def _kind(self, word: str, given: str) -> EventKind:
        kind = kind_of(given)
        if kind is None:
            self._wrong.append(f"{word}: {given!r} is no kind of event")
        return kind or EventKind.CONCERN

    def _where(self, word: str, given: str) -> Where:
        if given in list(Where):
            return Where(given)
        self._wrong.append(f"[places] {word}: expected one of {', '.join(one.value for one in Where)}")
        return Where.OUT_OF_CLASS
