"""What a first look over the events says: which schools, how many rows, which ids are voided or there twice.

Kept small whatever the number of rows: of ids only a checksum is kept, and those of all rows wait on disk.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Final, NamedTuple, Self
from zlib import crc32

from evenhand.cli.replaying.events import NEEDED, OPTIONAL
from evenhand.cli.replaying.faults import BadRow
from evenhand.cli.replaying.kinds import KINDS, kind_of
from evenhand.cli.replaying.records import Table
from evenhand.engine.values import EventKind

BUCKETS: Final = 64
SHIFT: Final = 26
HELD: Final = 8192
TOLD_EACH: Final = 4096


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
    return Table(path, NEEDED, OPTIONAL)


def survey(sources: Iterable[Source], seen: Callable[[int], None]) -> Survey:
    """Look every row over once; `seen` is told the number of rows now and then."""
    schools: dict[str, int] = {}
    voided: set[int] = set()
    passed_over: dict[str, tuple[str, ...]] = {}
    count = unreadable = 0
    with _Seen() as ids:
        add = ids.add
        for source in sources:
            table = events_table(source.path)
            if table.passed_over:
                passed_over[table.name] = table.passed_over
            school_at = table.columns.index("school") if "school" in table.columns else -1
            about_at = table.columns.index("about") if "about" in table.columns else -1
            for _, values in table.rows():
                count += 1
                if not count % TOLD_EACH:
                    seen(count)
                if isinstance(values, BadRow):
                    unreadable += 1
                    continue
                school = school_of(values, school_at, source) if school_at >= 0 else source.school
                schools[school] = schools.get(school, 0) + 1
                add(checksum(f"{school}\n{values[0]}"))
                if (KINDS.get(values[3]) or kind_of(str(values[3]))) is EventKind.VOID:
                    voided.update(_about(values, about_at))
        repeated = ids.repeated()
    return Survey(schools, Checksums(voided), Checksums(repeated), passed_over, unreadable)


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
        except ValueError:
            return
    if isinstance(details, dict) and "about" in details:
        yield checksum(str(details["about"]).strip())


class _Seen:
    """Checksums of all ids, sorted into files, so that those seen twice are found without holding them all."""

    def __init__(self) -> None:
        self._held = [array("I") for _ in range(BUCKETS)]
        self._files: list[IO[bytes] | None] = [None] * BUCKETS

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            if file is not None:
                file.close()

    def add(self, wanted: int) -> None:
        """One more id."""
        held = self._held[wanted >> SHIFT]
        held.append(wanted)
        if len(held) >= HELD:
            self._flush(wanted >> SHIFT)

    def repeated(self) -> list[int]:
        """Every checksum that came more than once."""
        found: list[int] = []
        for bucket in range(BUCKETS):
            before = 0
            for number, wanted in enumerate(sorted(self._all_of(bucket))):
                if number and wanted == before and (not found or found[-1] != wanted):
                    found.append(wanted)
                before = wanted
        return found

    def _flush(self, bucket: int) -> None:
        file = self._files[bucket]
        if file is None:
            file = self._files[bucket] = TemporaryFile()  # noqa: SIM115  closed on leaving
        self._held[bucket].tofile(file)
        self._held[bucket] = array("I")

    def _all_of(self, bucket: int) -> array[int]:
        everything = self._held[bucket]
        file = self._files[bucket]
        if file is not None:
            file.seek(0)
            everything.frombytes(file.read())
        return everything
