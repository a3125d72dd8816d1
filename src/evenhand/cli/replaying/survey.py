"""What a first look over the events says: which schools, how many rows, which ids are voided or there twice.

Kept small whatever the number of rows: of ids only a checksum is kept, and those of all rows wait on disk.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import compress, islice
from operator import eq
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Final, NamedTuple, Self
from zlib import crc32

from evenhand.cli.replaying.events import LEFT_OUT, NEEDED, OPTIONAL
from evenhand.cli.replaying.faults import BadRow
from evenhand.cli.replaying.kinds import KINDS, kind_of
from evenhand.cli.replaying.records import Block, Table
from evenhand.engine.values import EventKind

BUCKETS: Final = 64
SHIFT: Final = 26
HELD: Final = 1 << 14
TOLD_EACH: Final = 4096
NO_VOIDS: Final = frozenset(word for word, kind in KINDS.items() if kind is not EventKind.VOID)


class Checksums:
    """Some ids, by their checksums: whether an id may be among them. A few others may seem to be, too."""

    __slots__ = ("_sorted",)

    def __init__(self, sums: Iterable[int] = ()) -> None:
        self._sorted = array("I", sorted(set(sums)))

    def __contains__(self, ident: object) -> bool:
        if not self._sorted or not isinstance(ident, str):
            return False
        wanted = checksum(ident)
        place = bisect_left(self._sorted, wanted)
        return place < len(self._sorted) and self._sorted[place] == wanted

    def __len__(self) -> int:
        return len(self._sorted)


class Source(NamedTuple):
    """An events file, and the school of rows that name none."""

    path: Path
    school: str


class Survey(NamedTuple):
    """What was seen. `schools` counts the rows of each; `voided` and `repeated` hold ids."""

    schools: dict[str, int]
    voided: Checksums
    repeated: Checksums
    passed_over: dict[str, tuple[str, ...]]
    unreadable: int


def school_of(values: Any, place: int, source: Source) -> str:
    """The school of a row: its own column, or that of the whole file."""
    return (str(values[place] or "").strip() if place >= 0 else "") or source.school


def events_table(path: Path) -> Table:
    """An events file. Raises `UnusableInput`."""
    return Table(path, NEEDED, OPTIONAL, empty=LEFT_OUT)


def survey(sources: Iterable[Source], seen: Callable[[int], None]) -> Survey:
    """Look every row over once; `seen` is told the number of rows now and then."""
    passed_over: dict[str, tuple[str, ...]] = {}
    with _Seen() as ids:
        look = _Look(ids)
        for source in sources:
            table = events_table(source.path)
            if table.passed_over:
                passed_over[table.name] = table.passed_over
            for block in table.blocks():
                before = look.count
                look.over(block, table, source)
                if before // TOLD_EACH != look.count // TOLD_EACH:
                    seen(look.count)
        repeated = ids.repeated()
    return Survey(look.schools, Checksums(look.voided), Checksums(repeated), passed_over, look.unreadable)


class _Look:
    """What was seen so far."""

    def __init__(self, ids: _Seen) -> None:
        self.count = self.unreadable = 0
        self.schools: dict[str, int] = {}
        self.voided: set[int] = set()
        self._ids = ids

    def over(self, block: Block, table: Table, source: Source) -> None:
        """Look some rows over: all at once where they are of one school and void nothing."""
        school_at = table.columns.index("school") if "school" in table.columns else -1
        rows: Any = block.rows
        self.count += len(rows)
        if not (block.plain and school_at < 0 and {values[3] for values in rows} <= NO_VOIDS):
            self._one_by_one(rows, table, source, school_at)
            return
        school, start = source.school, checksum(f"{source.school}\n")
        self.schools[school] = self.schools.get(school, 0) + len(rows)
        self._ids.extend([crc32(values[0].strip().encode(), start) for values in rows])

    def _one_by_one(self, rows: Any, table: Table, source: Source, school_at: int) -> None:
        about_at = table.columns.index("about") if "about" in table.columns else -1
        schools = self.schools
        for values in rows:
            if isinstance(values, BadRow):
                self.unreadable += 1
                continue
            school = school_of(values, school_at, source)
            schools[school] = schools.get(school, 0) + 1
            self._ids.extend((checksum(f"{school}\n{str(values[0]).strip()}"),))
            if kind_of(str(values[3])) is EventKind.VOID:
                self.voided.update(_about(values, about_at))


def checksum(ident: str) -> int:
    """The 32 bits that stand for an id."""
    return crc32(ident.encode("utf-8", "surrogateescape"))


def _about(values: Any, about_at: int) -> Iterable[int]:
    """The checksum of what a void is about: in its column, or anywhere in the details."""
    if about_at >= 0 and values[about_at]:
        yield checksum(str(values[about_at]).strip())
    details = values[7]
    if isinstance(details, str) and "about" in details:
        try:
            details = json.loads(details)
        except (ValueError, RecursionError):
            return
    if isinstance(details, dict) and "about" in details:
        yield checksum(str(details["about"]).strip())


class _Seen:
    """Checksums of all ids, sorted into files, so that those seen twice are found without holding them all."""

    def __init__(self) -> None:
        self._held = array("I")
        self._files: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def extend(self, wanted: Iterable[int]) -> None:
        """Some more ids."""
        self._held.extend(wanted)
        if len(self._held) >= HELD:
            self._flush()

    def repeated(self) -> list[int]:
        """Every checksum that came more than once."""
        if not self._files:
            return _twice(self._held)
        self._flush()
        return [wanted for file in self._files for wanted in _twice(_all_of(file))]

    def _flush(self) -> None:
        if not self._files:
            self._files = [TemporaryFile() for _ in range(BUCKETS)]  # noqa: SIM115  closed on leaving
        ordered, start = array("I", sorted(self._held)), 0
        for bucket, file in enumerate(self._files, 1):
            end = bisect_left(ordered, bucket << SHIFT, start)
            ordered[start:end].tofile(file)
            start = end
        self._held = array("I")


def _all_of(file: IO[bytes]) -> array[int]:
    file.seek(0)
    return array("I", file.read())


def _twice(sums: array[int]) -> list[int]:
    """Those that are there more than once, in order."""
    ordered = sorted(sums)
    return list(dict.fromkeys(compress(ordered, map(eq, ordered, islice(ordered, 1, None)))))
