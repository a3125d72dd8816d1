"""What the teacher's screens show, built before a template sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from evenhand.apps.conduct.catalogue import Catalogue
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence

DENSE = 30
FITS = 9  # letters of a first name on a tile
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SEATS_IN_ROW = 6
Seat = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tile:
    """One pupil of the room, as components/tile.html takes it; `seat` is the column, `place` the seat's name."""

    id: int
    first: str
    last: str
    initials: str
    seat: int = 0
    place: str = ""
    recognised: int = 0
    adjusts: bool = False
    warnings: str = ""
    away: str = ""
    queued: bool = False
    lang: str = ""
    dir: str = ""
    photo: str = ""
    cue: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the first name needs smaller letters."""
        return len(self.first) > FITS


@dataclass(frozen=True, slots=True)
class Prompted:
    """A reason to praise one pupil, in the words that this adult may see."""

    id: int
    pupil_id: int
    words: str
    closes: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The class page: who is there and what may be recorded. `data` is what the page's script is told.

    `lesson` is None in the corridor. `advisory` says that concerns run through the steps of an advisory ladder,
    `homework` that missed homework brings something about, `corrections` what may be said to have been tried before.
    """

    title: str
    until: str
    room: str
    tiles: tuple[Tile, ...]
    catalogue: Catalogue
    lesson: LessonOccurrence | None = None
    as_list: bool = False
    advisory: bool = False
    places: tuple[str, ...] = ()
    details: tuple[Mapping[str, Any], ...] = ()
    prompts: tuple[Prompted, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    reported: int = 0
    homework: bool = False
    corrections: tuple[tuple[str, str], ...] = ()
    quiet: bool = False

    @property
    def help_words(self) -> str:
        """What to say by radio or phone when a call for help cannot be sent; "" outside lessons."""
        return said_for_help(self.room, self.title) if self.lesson else ""

    @property
    def dense(self) -> bool:
        """Whether the tiles have to be lower to fit."""
        return len(self.tiles) > DENSE

    @property
    def many(self) -> bool:
        """Whether there is a class to speak of."""
        return len(self.tiles) > 1


@dataclass(frozen=True, slots=True)
class ProjectedRoom:
    """The class page on a screen that pupils see: seats and one total, no name, no step, no concern."""

    title: str
    until: str
    seats: tuple[Tile, ...]
    first: tuple[Any, ...]
    total: int
    lesson: LessonOccurrence
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson in a list."""

    id: int
    name: str
    when: str
    room: str
    who: str = ""
    now: bool = False

    @property
    def help_words(self) -> str:
        """What to say by radio or phone when a call for help cannot be sent."""
        return said_for_help(self.room, self.name)


@dataclass(frozen=True, slots=True)
class Way:
    """A place to go to from the start."""

    words: str
    about: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class NowPage:
    """The start: the lesson that runs or comes next, today's others, and the ways on."""

    heading: str
    words: str
    current: LessonRow | None
    upcoming: LessonRow | None
    today: tuple[LessonRow, ...]
    others: tuple[LessonRow, ...]
    ways: tuple[Way, ...]
    cover: bool = False


@dataclass(frozen=True, slots=True)
class FollowLine:
    """One pupil's line of what will follow, for the page without script."""

    pupil_id: int
    name: str
    before: str
    outcome: str
    cite: str
    weight: int
    adjustments: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


def tile(pupil: Pupil, seat: Seat | None, **marks: Any) -> Tile:
    """A pupil's tile; a name that runs from right to left says so."""
    rtl = pupil.direction == "rtl"
    return Tile(
        pupil.id,
        pupil.first_name,
        pupil.family,
        pupil.initials if not rtl else " ".join(pupil.initials),
        seat[1] if seat and seat[1] <= SEATS_IN_ROW else 0,
        seat_name(seat),
        lang=pupil.lang,
        dir="rtl" if rtl else "",
        photo=pupil.photo,
        **marks,
    )


def seat_name(seat: Seat | None) -> str:
    """The name of a seat: the row's letter and the column."""
    if seat is None:
        return ""
    row, column = seat
    return f"{LETTERS[(row - 1) % len(LETTERS)]}{column}"


def in_order(tiles: Sequence[Tile], seats: Mapping[int, Seat], *, as_list: bool) -> tuple[Tile, ...]:
    """Tiles by row and column, or as they came (by name) in a list."""
    if as_list:
        return tuple(tiles)
    return tuple(sorted(tiles, key=lambda one: seats.get(one.id, (99, 99))))


def lesson_row(lesson: LessonOccurrence, starts: str, ends: str, now: datetime) -> LessonRow:
    """A lesson as a line of a list; the times are local."""
    return LessonRow(
        lesson.pk,
        lesson_name(lesson),
        f"{starts} to {ends}",
        lesson.room,
        lesson.staff.short_name if lesson.staff else "",
        lesson.starts <= now < lesson.ends,
    )


def said_for_help(room: str, group: str) -> str:
    """What an adult says by radio or phone for help to come: a bare number is a room."""
    place = f"room {room}, " if room[:1].isdigit() else f"{room}, " if room else ""
    return f"Help, please: {place}{group}."


def lesson_name(lesson: LessonOccurrence) -> str:
    """The group's name, with its subject where the name does not say it."""
    name, subject = lesson.group.name, lesson.group.subject
    return name if not subject or _says(name, subject) else f"{name} {subject}"


def _says(name: str, subject: str) -> bool:
    """Whether a group's name tells its subject: whole, shortened ("8R Sci") or by its initials ("8R PE")."""
    whole = subject.casefold()
    initials = "".join(word[0] for word in whole.split())
    words = [word for word in name.casefold().split() if word.isalpha() and len(word) > 1]
    return whole in name.casefold() or any(whole.startswith(word) or word == initials for word in words)
