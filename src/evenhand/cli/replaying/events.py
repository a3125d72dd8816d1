"""A row of an events file as the engine is told of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from evenhand.cli.replaying.faults import BadRow
from evenhand.cli.replaying.kinds import KINDS, kind_of
from evenhand.cli.replaying.people import People
from evenhand.cli.replaying.records import NO_TEXT, UTF8, holds_text, no_json, text_of
from evenhand.cli.replaying.ringing import Ringing
from evenhand.cli.replaying.zone import USUAL, Zone, as_rfc3339
from evenhand.engine.facts import NOTHING, Adjustment, Answer, Event, Fact, Moment, Spot
from evenhand.engine.history import UNKNOWN, Known
from evenhand.engine.pack.errors import near
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.period_ends import KINDS as PERIODS
from evenhand.engine.rules.turn import OF_THE_CATALOGUE
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind, Where

NEEDED: Final = ("id", "at", "pupil", "kind", "code", "lesson", "by", "details")
LATER: Final = slice(len(NEEDED), None)
LEFT_OUT: Final = ("code", "lesson", "details")
"""Those of `NEEDED` that a file may lack: they are then empty in every row."""
OPTIONAL: Final = ("school", "about", "where", "slot", "period", "place", "witness")
OF_THE_EVENT: Final = (*OPTIONAL[1:], "adjustments", "answers")
"""What may stand among the details though it belongs to the event: taken out, unless the catalogue has such a detail."""

IN_A_PLACEMENT: Final = frozenset({EventKind.ARRIVAL, EventKind.STATION, EventKind.RELEASE})
RECORDED: Final = (EventKind.ACHIEVEMENT, EventKind.CONCERN)
ACHIEVEMENT: Final = EventKind.ACHIEVEMENT.value
"""The kind of the catalogue's groups whose items are achievements."""
OF_THE_SCHOOL: Final = tuple(word for word, kind in KINDS.items() if kind is EventKind.CLOSE)
"""Rows of these kinds may name no pupil: what they say is of the school itself."""
FITS_KEPT: Final = 4096
SPOTS_KEPT: Final = 1024
FACTS: Final = "whole numbers, texts, true or false, or lists of texts"
NO_SUCH: Final = "one of this school's"


class Told(NamedTuple):
    """One row read: whose it is, the event, and when it happened as it was written."""

    pupil: str
    event: Event
    at: str


class EventReader:
    """Makes rows of one school into events.

    Args:
        policy: for the codes and details that the catalogue has.
        calendar: for the period that a time falls in.
        zone: the school's time zone.
        people: who is known.
        school: which of the schools.
        columns: the names of a row's values: `NEEDED`, then those of `OPTIONAL` that the file has.
    """

    def __init__(
        self,
        policy: Policy,
        calendar: SchoolCalendar,
        zone: Zone,
        people: People,
        school: str,
        columns: tuple[str, ...],
    ) -> None:
        self._moment = zone.read
        self._people = people
        self._school = school
        self._pupils = people.pupils_of(school) or {}
        self._staff = people.staff_of(school) or {}
        later = (name for name in columns[len(NEEDED) :] if name != "school")
        self._columns = tuple((name, columns.index(name)) for name in later)
        items = policy.pack.items.values()
        groups = policy.pack.groups
        self._codes = {name: groups[item.group].kind for item in items for name in (item.code, *item.aliases)}
        self._own = frozenset(name for name in OF_THE_EVENT if name not in policy.pack.details)

        self._period = Ringing(calendar).period
        self._spots: dict[tuple[date, str, str, EventKind], Spot] = {}
        self._fits: dict[tuple[str, str], EventKind] = {}

    def read(self, values: Any) -> Told:
        """The event of a row. Raises `BadRow` with the column and what was expected."""
        ident, written, pupil, word, code, lesson, by, details = values[:8]
        try:
            ident, pupil, code, by, lesson = (
                ident.strip(), pupil.strip(), code.strip(), by.strip(), lesson.strip(),
            )  # fmt: skip
        except AttributeError:
            names = ("id", "pupil", "code", "by", "lesson")
            ident, pupil, code, by, lesson = map(text_of, (ident, pupil, code, by, lesson), names)
        if not (ident and by and (pupil or word in OF_THE_SCHOOL)):
            empty = "id" if not ident else "pupil" if not pupil else "by"
            raise BadRow(empty, "nothing stands here", "an id")
        kind = self._fits.get((word, code)) if type(word) is str else None
        if kind is None:
            kind = self._kind_of(word, code)
        known, roles = self._pupils.get(pupil), self._staff.get(by)
        if known is None or roles is None:
            known, roles = self._person(pupil, by)
        at = self._moment(written)
        if type(written) is not str or len(written) != len(USUAL) or written[10] != "T":
            written = as_rfc3339(written)
        facts: Mapping[str, Fact] = NOTHING
        own: dict[str, Any] | None = None
        if details and details != "{}":
            facts, own = self._details(details)
        if any(values[LATER]):
            own = self._of_columns(values, own or {})
        year = known[0]
        if own:
            event = self._with_its_own((ident, kind, code, at), lesson, (by, roles), year, facts, own)
            return Told(pupil, event, written)
        period = self._period(at[0], at[1], year)
        spot = self._spots.get((at[0], lesson, period, kind)) or self._spot(at[0], lesson, period, kind)
        told = (ident, kind, code, at, spot, by, roles, "", year, "", facts, (), (), None)
        return _new(Told, (pupil, _new(Event, told), written))

    def _of_columns(self, values: Any, own: dict[str, Any]) -> dict[str, Any]:
        """What belongs to the event itself, with what stands of that in columns."""
        for name, place in self._columns:
            if values[place]:
                own[name] = text_of(values[place], name)
        return own

    def _spot(self, day: date, lesson: str, period: str, kind: EventKind) -> Spot:
        """Where it happened. Of a lesson it is the same for everybody, so the newest are kept."""
        if len(self._spots) >= SPOTS_KEPT:
            self._spots.clear()
        where = self._where({}, kind, lesson)
        found = self._spots[day, lesson, period, kind] = Spot(
            where, _scope(day, lesson, where, period), period
        )
        return found

    def _with_its_own(
        self,
        first: tuple[str, EventKind, str, Moment],
        lesson: str,
        who: tuple[str, tuple[str, ...]],
        year: int | None,
        facts: Mapping[str, Fact],
        own: Mapping[str, Any],
    ) -> Event:
        """The event of a row that says more of it than most rows do. `first` are its first four fields."""
        ident, kind, code, at = first
        period = own.get("period")
        if period is None:
            period = self._period(at.day, at.time, year)
        where = self._where(own, kind, lesson)
        scope = _scope(at.day, lesson or str(own.get("slot", "")), where, period)
        return Event(
            ident,
            kind,
            code,
            at,
            Spot(where, scope, period, own.get("place", "")),
            *who,
            own.get("witness", ""),
            year,
            own.get("about", ""),
            facts,
            own.get("adjustments", ()),
            own.get("answers", ()),
        )

    def _kind_of(self, word: object, code: str) -> EventKind:
        """The kind that a row names, once its code fits it; what fits is remembered as it was written."""
        kind = (KINDS.get(word) if type(word) is str else None) or self._kind(text_of(word, "kind"))
        self._check_code(kind, code)
        if type(word) is str and len(self._fits) < FITS_KEPT:
            self._fits[word, code] = kind
        return kind

    def _person(self, pupil: str, by: str) -> tuple[Known, tuple[str, ...]]:
        """Who the pupil is, and which roles the actor holds; nothing is known where no file was given."""
        pupils, staff = self._people.pupils_of(self._school), self._people.staff_of(self._school)
        known = UNKNOWN if pupils is None or not pupil else pupils.get(pupil)
        if known is None:
            raise BadRow("pupil", f"{pupil[:40]!r} is not in the pupils' file", NO_SUCH)
        roles = () if staff is None else staff.get(by)
        if roles is None:
            raise BadRow("by", f"{by[:40]!r} is not in the staff file", NO_SUCH)
        return known, roles

    def _kind(self, word: str) -> EventKind:
        kind = kind_of(word)
        if kind is None:
            raise BadRow("kind", f"{word[:40]!r} is no kind of event", near(word, KINDS) or ", ".join(KINDS))
        return kind

    def _check_code(self, kind: EventKind, code: str) -> None:
        if kind in OF_THE_CATALOGUE and code not in self._codes:
            if kind == EventKind.LADDER_STEP and not code:
                return
            meant = near(code, self._codes) or "a code or alias of the catalogue"
            raise BadRow("code", f"{code[:40]!r} is not in the catalogue", meant)
        if kind in RECORDED and (kind == EventKind.ACHIEVEMENT) != (self._codes[code] == ACHIEVEMENT):
            other = EventKind.CONCERN if kind == EventKind.ACHIEVEMENT else EventKind.ACHIEVEMENT
            raise BadRow("kind", f"{code!r} is no {kind.value} in the catalogue", other.value)
        if kind == EventKind.CLOSE and code not in PERIODS:
            raise BadRow("code", f"{code[:40]!r} is no period", ", ".join(PERIODS))

    def _where(self, own: Mapping[str, Any], kind: EventKind, lesson: str) -> Where:
        given = own.get("where") if own else None
        if given:
            if given not in list(Where):
                raise BadRow("where", f"{given!r} is no kind of place", ", ".join(one.value for one in Where))
            return Where(given)
        if kind in IN_A_PLACEMENT:
            return Where.PLACEMENT
        return Where.LESSON if lesson else Where.OUT_OF_CLASS

    def _details(self, given: object) -> tuple[Mapping[str, Fact], dict[str, Any]]:
        """The details as facts, and apart from them what belongs to the event itself."""
        if isinstance(given, str):
            try:
                given = json.loads(given)
            except (ValueError, RecursionError) as error:
                raise BadRow("details", f"not JSON: {no_json(error)}", "one object") from None
            if not holds_text(given):
                raise BadRow("details", NO_TEXT, UTF8)
        if not isinstance(given, dict):
            raise BadRow("details", "not an object", 'one object, as {"minutes_late": 6}')
        facts: dict[str, Fact] = {}
        own: dict[str, Any] = {}
        for name, value in sorted(given.items()):
            if name in self._own:
                own[name] = _of_event(name, value)
            else:
                facts[name] = _fact(name, value)
        return facts, own


_new = tuple.__new__
"""A named tuple of values in the order of its fields, without a call of its own for the names."""
_iso = lru_cache(maxsize=1024)(date.isoformat)


def _scope(day: date, key: str, where: Where, period: str) -> str:
    """The key of a lesson or slot on its day: the same lesson on another day is another."""
    today = _iso(day)
    if not key:
        return f"{today}/{period or 'outside'}/{where.value}"
    return key if key.startswith(today) else f"{today}/{key}"


def _fact(name: str, value: object) -> Fact:
    if isinstance(value, str | int):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise BadRow("details", f"{name}: {json.dumps(value)[:60]} stands here", FACTS)


def _of_event(name: str, value: object) -> object:
    if name == "adjustments":
        return tuple(_made(Adjustment, name, one) for one in _listed(name, value))
    if name == "answers":
        return tuple(_made(Answer, name, one) for one in _listed(name, value))
    return text_of(value, "details")


def _listed(name: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadRow("details", f"{name} is not a list", "a list of objects")
    return value


def _made(kind: type[Adjustment] | type[Answer], name: str, value: object) -> Adjustment | Answer:
    """One adjustment or answer from an object with its fields. Raises `BadRow`."""
    expected = f"objects with {', '.join(kind._fields)}"
    if not isinstance(value, dict) or not set(value) <= set(kind._fields):
        raise BadRow("details", f"{name}: {json.dumps(value)[:60]} stands here", expected)
    try:
        made = kind(**value)
    except TypeError:
        raise BadRow("details", f"{name}: {json.dumps(value)[:60]} is not whole", expected) from None
    blank = kind("", "")
    if any(type(one) is not type(like) for one, like in zip(made, blank, strict=True)):
        raise BadRow("details", f"{name}: {json.dumps(value)[:60]} is of another type", expected)
    return made
