"""Lists of those with most, in each group of a cohort, at the end of a period (STAR-36 to STAR-38, INF-RW-11, INF-RW-12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from evenhand.engine.decisions import Missing
from evenhand.engine.pack.schema import Figure, Programme
from evenhand.engine.rules.closing import Closing, Member
from evenhand.engine.rules.periods import Parts, key_of, last_day, parts_in, sum_of, total_in
from evenhand.engine.rules.programmes.awarding import Values, award, once, propose
from evenhand.engine.rules.programmes.ranking import Cut, first, lot
from evenhand.engine.school_calendar import CalendarEnds
from evenhand.engine.values import ProgrammeForm

ATTENDED: Final = "attendance.attended"
SCHOOL: Final = "school"
YEAR_GROUP: Final = "year_group"
TIES: Final = ("all_tied", "tie_break", "random", "decided")


def rank(closing: Closing) -> None:
    """Run every list of the period that closes, the shortest first."""
    rules = closing.rules
    due = [
        programme
        for programme in rules.programmes(ProgrammeForm.RANK)
        if programme.closes == closing.period.kind and _ends(closing, programme)
    ]
    listed: dict[str, set[str]] = {}
    for programme in sorted(due, key=lambda item: rules.number(item.number)):
        taken = listed.setdefault(programme.family or programme.id, set())
        parts = measured_by(closing, programme)
        concerned = partial(_has_any, parts)
        for group in groups_of(closing, rules.word(programme.per), concerned).values():
            taken |= _list(closing, programme, group, frozenset(taken))


def groups_of(
    closing: Closing, per: str, concerned: Callable[[Member], object]
) -> Mapping[str, list[Member]]:
    """The pupils of the cohort by group. Whose group nobody told is ranked nowhere, and the close says so.

    Args:
        concerned: whether the list could concern a pupil at all; nothing is said of anybody else.
    """
    groups: dict[str, list[Member]] = {}
    for member in closing.pupils():
        year = "" if member.year_group is None else str(member.year_group)
        own = SCHOOL if per == SCHOOL else year if per == YEAR_GROUP else member.groups.get(per, "")
        if own:
            groups.setdefault(own, []).append(member)
        elif concerned(member):
            closing.leave_out(member.pupil, Missing((f"{per}:{member.pupil}",)))
    return groups


def _has_any(parts: Parts, member: Member) -> bool:
    return sum_of(member.state, parts) > 0


def _ends(closing: Closing, programme: Programme) -> bool:
    day = closing.period.at.day
    over = closing.rules.word(programme.over)
    if not programme.at_end:
        return True
    return last_day(closing.calendar, over, day) == last_day(closing.calendar, programme.closes, day)


def _list(
    closing: Closing, programme: Programme, group: list[Member], taken: frozenset[str]
) -> frozenset[str]:
    """Recognise those of one group; returns everybody on the list. A place that is not used is not passed on."""
    parts = measured_by(closing, programme)
    points = {member.pupil: value for member in group if (value := sum_of(member.state, parts)) > 0}
    cut = _cut(closing, programme, {member.pupil: member for member in group}, points)
    decided = closing.rules.word(programme.ties) == "decided"
    nested = closing.rules.value(programme.nested)
    for name in sorted(cut.everybody):
        if nested or name not in taken:
            _recognise(closing, programme, name, points, propose_it=decided and name in cut.tied)
    return cut.everybody


def measured_by(closing: Closing, programme: Programme) -> Parts:
    """The sums of what the programme counts by."""
    rules, day = closing.rules, closing.period.at.day
    return parts_in(rules.pack, closing.calendar, rules.measure(programme), rules.word(programme.over), day)


def _cut(
    closing: Closing, programme: Programme, members: Mapping[str, Member], points: Mapping[str, int]
) -> Cut:
    rules, day = closing.rules, closing.period.at.day
    over, ties = rules.word(programme.over), rules.word(programme.ties)

    def score(name: str) -> tuple[Any, ...]:
        parts: tuple[Any, ...] = (points[name],)
        if programme.tie_break and (programme.breaks or ties in ("tie_break", "random")):
            state = members[name].state
            parts += (total_in(rules.pack, closing.calendar, state, programme.tie_break, over, day),)
        if ties == "random":
            parts += (lot(f"{programme.id}/{closing.period.key}", name),)
        return parts

    return first({name: score(name) for name in points}, rules.number(programme.number))


def _recognise(
    closing: Closing, programme: Programme, name: str, points: Mapping[str, int], *, propose_it: bool
) -> None:
    turn = closing.turns[name]
    if not once(turn, programme, closing.period.key):
        return
    place = 1 + sum(1 for other in points.values() if other > points[name])
    values: Values = (
        ("place", place),
        ("points", points[name]),
        *_share(closing, programme, name, points[name]),
    )
    figures: tuple[Figure, ...] = tuple(
        figure
        for figure in (programme.number, programme.over, programme.per, programme.ties, programme.nested)
        if figure
    )
    if propose_it:
        propose(turn, programme, "ranked_level", values, figures)
        return
    value, key = (_next_week(closing), "ranked_for") if programme.next_week else (str(points[name]), "ranked")
    award(turn, programme, value, key, values, figures)


def _share(closing: Closing, programme: Programme, name: str, points: int) -> Values:
    """For information only: how many for each hundred sessions attended, where attendance has been told."""
    turn = closing.turns[name]
    key = key_of(closing.calendar, closing.rules.word(programme.over), closing.period.at.day)
    counted = turn.counts.get(f"{ATTENDED}|{key}", 0)
    attended = turn.event.details.get("sessions_attended", counted)
    return (
        (("per_hundred_sessions", points * 100 // attended),)
        if isinstance(attended, int) and attended
        else ()
    )


def _next_week(closing: Closing) -> str:
    """First and last school day of the next week that has one, as "first/last"; "" where the calendar ends (K-14)."""
    try:
        monday = closing.calendar.next_week_with_school_day(closing.period.at.day)
        days = closing.calendar.school_week(monday)
    except CalendarEnds:
        return ""
    return f"{days[0].isoformat()}/{days[-1].isoformat()}"
