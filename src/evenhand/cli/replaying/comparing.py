"""Two replays side by side: for whom another policy would have made a difference, where it begins, and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from evenhand.cli.replaying.events import EventReader, Told
from evenhand.cli.replaying.faults import BadRow, Fault
from evenhand.cli.replaying.folding import NEVER, TOLD_EACH, last_close
from evenhand.cli.replaying.inputs import Chosen
from evenhand.cli.replaying.lines import outcome as written
from evenhand.cli.replaying.running import Request
from evenhand.cli.replaying.survey import events_table, school_of, survey
from evenhand.cli.replaying.zone import Zone
from evenhand.engine.decisions import Decision, Outcome, Review, Step
from evenhand.engine.history import UNKNOWN, History, Known
from evenhand.engine.period_ends import period_ends
from evenhand.engine.replay import substance
from evenhand.engine.values import EventKind

NOTHING = Decision(())


class Place(NamedTuple):
    """Where two replays part: an event, or the end of a period, with what came of it on each side."""

    event: str
    at: str
    kind: str
    code: str
    was: tuple[Outcome, ...]
    would: tuple[Outcome, ...]


class Pupil:
    """One pupil's outcomes on both sides, counted by what they are, and the first place where the sides part."""

    __slots__ = ("first", "known", "was", "would")

    def __init__(self, known: Known) -> None:
        self.known = known
        self.was: Counter[str] = Counter()
        self.would: Counter[str] = Counter()
        self.first: Place | None = None

    def gains(self) -> dict[str, int]:
        """What there would be more of."""
        return dict(sorted((self.would - self.was).items()))

    def loses(self) -> dict[str, int]:
        """What there would be less of."""
        return dict(sorted((self.was - self.would).items()))


class Comparison(NamedTuple):
    """Every pupil by school and id, and the rows that neither side could use."""

    pupils: Mapping[tuple[str, str], Pupil]
    faults: tuple[Fault, ...]
    only_was: int
    only_would: int


def name_of(outcome: Outcome) -> str:
    """What an outcome is, for counting: its kind and the id under which the pack declares it."""
    if isinstance(outcome, Review):
        return outcome.kind
    return f"{outcome.kind} {outcome.step if isinstance(outcome, Step) else outcome[0]}"


class Side:
    """One of the two replays of one school."""

    def __init__(self, request: Request, chosen: Chosen, zone: Zone, school: str, voided: Any) -> None:
        self._chosen, self._request, self._zone, self._school = chosen, request, zone, school
        roster = request.people.pupils_of(school) or {}
        ends = period_ends(request.calendar, zone.moment)
        self._policy = chosen.policy
        self.history = History(self._policy, request.calendar, ends, roster, voided)

    def columns(self, columns: tuple[str, ...]) -> None:
        """Read rows of these columns from now on."""
        request = self._request
        self._reader = EventReader(
            self._policy, request.calendar, self._zone, request.people, self._school, columns
        )

    def read(self, values: Any) -> Told | BadRow:
        """The event of a row, or why this side cannot have it."""
        try:
            return self._reader.read(values)
        except BadRow as bad:
            return bad

    def decide(self, told: Told | BadRow) -> Decision:
        """What is decided on this side; nothing where it cannot have the event."""
        if isinstance(told, BadRow):
            return NOTHING
        if told.event.kind is EventKind.CLOSE:
            self.history.know(told.pupil, told.event.code, told.event.details)
            return NOTHING
        return self.history.tell(told.pupil, told.event)


class Pair:
    """Both sides of one school."""

    def __init__(self, request: Request, against: Chosen, zone: Zone, school: str, voided: Any) -> None:
        self.school = school
        self.sides = tuple(Side(request, one, zone, school, voided) for one in (request.chosen, against))
        self.pupils: dict[str, Pupil] = {
            pupil: Pupil(known) for pupil, known in (request.people.pupils_of(school) or {}).items()
        }
        self.latest = NEVER
        self.only = [0, 0]
        self._zone, self._until = zone, request.until

    def take(self, values: Any) -> None:
        """Decide one row on both sides. Raises `BadRow` where neither can have it."""
        told = tuple(side.read(values) for side in self.sides)
        known = next((one for one in told if isinstance(one, Told)), None)
        if known is None:
            raise next(one for one in told if isinstance(one, BadRow))
        for place, one in enumerate(told):
            self.only[1 - place] += isinstance(one, BadRow)
        event = known.event
        if event.at.instant > self.latest:
            self.latest = event.at.instant
            self._close(self.latest)
        was, would = (side.decide(one) for side, one in zip(self.sides, told, strict=True))
        self._compare(known.pupil, (event.id, known.at, event.kind.value, event.code), was, would)

    def finish(self) -> None:
        """Close what ends after the last event."""
        if self.latest > NEVER:
            self._close(last_close(self._zone, self.latest, self._until))

    def _close(self, instant: int) -> None:
        if not self.sides[0].history.due(instant):
            return
        both = zip(*(side.history.close_until(instant) for side in self.sides), strict=True)
        for (period, was), (_, would) in both:
            place = (period.key, self._zone.written(period.at), "close", period.kind)
            other = {one.pupil: one.decision for one in would}
            for one in was:
                self._compare(one.pupil, place, one.decision, other.pop(one.pupil, NOTHING))
            for pupil, decision in other.items():
                self._compare(pupil, place, NOTHING, decision)

    def _compare(self, ident: str, place: tuple[str, str, str, str], was: Decision, would: Decision) -> None:
        if not (was.outcomes or would.outcomes):
            return
        pupil = self.pupils.get(ident)
        if pupil is None:
            pupil = self.pupils[ident] = Pupil(UNKNOWN)
        pupil.was.update(map(name_of, was.outcomes))
        pupil.would.update(map(name_of, would.outcomes))
        if pupil.first is None and _bare(was) != _bare(would):
            pupil.first = Place(*place, was.outcomes, would.outcomes)


def compare(
    request: Request,
    against: Chosen,
    seen: Callable[[int], None],
    surveyed: Callable[[int], None],
) -> Comparison:
    """Replay the request's events under its own policy and under another. Raises `UnusableInput`."""
    zone = Zone(request.zone)
    found = survey(request.sources, surveyed)
    pairs = {school: Pair(request, against, zone, school, found.voided) for school in sorted(found.schools)}
    faults = [*request.people.faults]
    for source in request.sources:
        table = events_table(source.path)
        place = table.columns.index("school") if "school" in table.columns else -1
        for pair in pairs.values():
            for side in pair.sides:
                side.columns(table.columns)
        for count, (line, values) in enumerate(table.rows(), 1):
            if not count % TOLD_EACH:
                seen(TOLD_EACH)
            try:
                if isinstance(values, BadRow):
                    raise values
                pairs[school_of(values, place, source)].take(values)
            except BadRow as bad:
                faults.append(bad.at(table.name, line))
    for pair in pairs.values():
        pair.finish()
    pupils = {(pair.school, ident): pupil for pair in pairs.values() for ident, pupil in pair.pupils.items()}
    only = [sum(pair.only[place] for pair in pairs.values()) for place in (0, 1)]
    return Comparison(pupils, tuple(faults), only[0], only[1])


def groups_of(comparison: Comparison, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, list[Pupil]]]:
    """The pupils by year group, then by each kind of group, in order."""
    for kind in ("year_group", *kinds):
        found: dict[str, list[Pupil]] = {}
        for pupil in comparison.pupils.values():
            year = pupil.known.year_group
            name = (
                ("" if year is None else str(year))
                if kind == "year_group"
                else pupil.known.groups.get(kind, "")
            )
            found.setdefault(name, []).append(pupil)
        for name in sorted(found, key=lambda name: (not name.isdecimal(), name.zfill(4), name)):
            yield kind, name, found[name]


def totals(pupils: list[Pupil]) -> dict[str, dict[str, int]]:
    """For each outcome: how many there were and would be, and how many pupils would gain or lose one."""
    was: Counter[str] = Counter()
    would: Counter[str] = Counter()
    gain: Counter[str] = Counter()
    lose: Counter[str] = Counter()
    for pupil in pupils:
        was.update(pupil.was)
        would.update(pupil.would)
        gain.update(pupil.gains().keys())
        lose.update(pupil.loses().keys())
    return {
        name: {"was": was[name], "would": would[name], "gain": gain[name], "lose": lose[name]}
        for name in sorted({*was, *would})
    }


def as_plain(comparison: Comparison, request: Request, against: Chosen) -> dict[str, Any]:
    """The whole comparison for JSON."""
    by: dict[str, dict[str, Any]] = {}
    for kind, name, pupils in groups_of(comparison, request.people.kinds):
        by.setdefault(kind, {})[name] = {"pupils": len(pupils), "outcomes": totals(pupils)}
    return {
        **{
            side: {
                "pack": one.pack.id,
                "version": one.pack.version,
                "digest": one.policy.digest,
                "settings": {item.key: item.value for item in one.settings},
            }
            for side, one in (("was", request.chosen), ("would", against))
        },
        "outcomes": totals(list(comparison.pupils.values())),
        "by": by,
        "pupils": [
            {
                "school": school,
                "pupil": ident,
                "year_group": pupil.known.year_group,
                "groups": dict(pupil.known.groups),
                "gains": pupil.gains(),
                "loses": pupil.loses(),
                "first": _first(pupil.first),
            }
            for (school, ident), pupil in comparison.pupils.items()
            if pupil.first is not None
        ],
        "rows_only_known": {"was": comparison.only_was, "would": comparison.only_would},
        "faults": [fault._asdict() for fault in comparison.faults],
    }


def _bare(decision: Decision) -> list[Outcome]:
    """What a decision brings about; the name of the scope in which acts were counted brings about nothing."""
    return [
        outcome._replace(scope="") if isinstance(outcome, Step) else outcome
        for outcome in substance(decision)
    ]


def _first(place: Place) -> dict[str, Any]:
    plain = place._asdict()
    for side in ("was", "would"):
        plain[side] = [json.loads(written(outcome)) for outcome in plain[side]]
    return plain
