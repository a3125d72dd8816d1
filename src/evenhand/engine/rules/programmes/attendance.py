"""Attendance in sessions: full, most improved, and the pupils who were never absent, late or in trouble (K-35, K-36)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import PupilState
from evenhand.engine.pack.schema import Figure, Programme
from evenhand.engine.rules import ledger
from evenhand.engine.rules.closing import Closing, Member
from evenhand.engine.rules.periods import block_before, total_in
from evenhand.engine.rules.programmes.awarding import Values, award, once, post_item, propose
from evenhand.engine.rules.programmes.rank import groups_of
from evenhand.engine.rules.programmes.ranking import first
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.school_calendar import CalendarEnds
from evenhand.engine.values import ProgrammeForm

PREFIX: Final = "attendance."
TOLD: Final = ("possible", "attended", "authorised", "late")
MAY_BE_TOLD: Final = ("excused",)
LOWEST: Final = 0
POST: Final = "post"


class Sessions(NamedTuple):
    """How many sessions of a period were possible and attended, how often late, and how many absences are excused."""

    possible: int
    attended: int
    late: int
    excused: int

    @property
    def percent(self) -> Fraction:
        """Attended of possible, exactly; nought where none was possible."""
        return Fraction(100 * self.attended, self.possible) if self.possible > 0 else Fraction(0)


def record(turn: Turn) -> None:
    """Count the sessions of a day, or of any stretch within a week. A corrected mark is handed in as the difference."""
    details = turn.event.details
    missing = [name for name in TOLD if type(details.get(name)) is not int]
    missing += [name for name in MAY_BE_TOLD if name in details and type(details[name]) is not int]
    if missing:
        raise Unable(Missing(tuple("detail:" + name for name in missing)))
    for name in (*TOLD, *MAY_BE_TOLD):
        change = details.get(name, 0)
        if isinstance(change, int) and change:
            ledger.count(turn, PREFIX + name, change)


def sessions_in(counts: Mapping[str, int], period: str) -> Sessions:
    """What has been counted in one period."""
    get = counts.get
    return Sessions(
        get(f"{PREFIX}possible|{period}", 0),
        get(f"{PREFIX}attended|{period}", 0),
        get(f"{PREFIX}late|{period}", 0),
        get(f"{PREFIX}excused|{period}", 0),
    )


def full(closing: Closing) -> None:
    """Recognise whoever attended the share of all possible sessions (STAR-42)."""
    for programme in closing.due(ProgrammeForm.ATTENDANCE):
        share = closing.rules.number(programme.share)
        for member in _told_of(closing):
            sessions = sessions_in(member.state.counts, closing.period.key)
            if sessions.percent >= share:
                values = (("attended", sessions.attended), ("possible", sessions.possible))
                _found(closing, programme, member, "attended_all", values, (programme.share,))


def improved(closing: Closing) -> None:
    """Recognise the largest rises in percentage points, or every rise where there is no number (STAR-43, K-36)."""
    for programme in closing.due(ProgrammeForm.IMPROVEMENT):
        earlier = _period_before(closing)
        rises = {
            member.pupil: rise
            for member in _told_of(closing)
            if earlier and (rise := _rise(closing, programme, member, earlier))
        }
        number, per = closing.rules.number(programme.number), closing.rules.word(programme.per)
        for group in groups_of(closing, per, partial(_risen, rises)).values():
            mine = {member.pupil: rises[member.pupil] for member in group if member.pupil in rises}
            chosen = first(mine, number).everybody if number else frozenset(mine)
            for member in group:
                if member.pupil in chosen:
                    values = (("rise", _shown(mine[member.pupil])),)
                    figures = (programme.number, programme.share, programme.least, programme.per)
                    _found(closing, programme, member, "attendance_rose", values, figures)


def _risen(rises: Mapping[str, Fraction], member: Member) -> bool:
    return member.pupil in rises


def spotless(closing: Closing) -> None:
    """Recognise full attendance, full punctuality and no entry; by the rule in force also the lowest level (STAR-44a)."""
    for programme in closing.due(ProgrammeForm.SPOTLESS):
        rule = closing.rules.word(programme.rule)
        for member in closing.pupils():
            strict = rule != "level_0" and _is_spotless(closing, programme, member)
            lowest = rule != "strict" and _on_lowest(closing.turns.standing(member.pupil), programme)
            if strict or lowest:
                key = "spotless" if strict else "lowest_level"
                _found(closing, programme, member, key, (), (programme.rule,))


def _told_of(closing: Closing) -> Iterator[Member]:
    """The pupils who had a session to attend in the period that closes."""
    key = f"{PREFIX}possible|{closing.period.key}"
    return (member for member in closing.pupils() if member.state.counts.get(key, 0) > 0)


def _is_spotless(closing: Closing, programme: Programme, member: Member) -> bool:
    rules, day, key = closing.rules, closing.period.at.day, closing.period.key
    sessions = sessions_in(member.state.counts, key)
    if sessions.possible <= 0:
        return False
    attended = sessions.attended + (sessions.excused if programme.excuses else 0)
    entries = member.state.counts.get(f"concern|{key}", 0)
    points = total_in(rules.pack, closing.calendar, member.state, programme.measure, closing.period.kind, day)
    return attended >= sessions.possible and sessions.late == 0 and entries == 0 and points == 0


def _on_lowest(turn: PupilState | Turn, programme: Programme) -> bool:
    return any(held.register == programme.register and held.level == LOWEST for held in turn.levels)


def _rise(closing: Closing, programme: Programme, member: Member, earlier: str) -> Fraction | None:
    """How many percentage points more than in the period before; None where it did not rise or cannot be compared."""
    now = sessions_in(member.state.counts, closing.period.key)
    before = sessions_in(member.state.counts, earlier)
    if now.possible <= 0 or before.possible <= 0 or not _on_roll(closing, programme, now, before):
        return None
    rise = now.percent - before.percent
    return rise if rise > 0 and rise >= closing.rules.number(programme.least) else None


def _on_roll(closing: Closing, programme: Programme, now: Sessions, before: Sessions) -> bool:
    """Whether the pupil had that share of the sessions of both half-terms to attend."""
    share, calendar = closing.rules.number(programme.share), closing.calendar
    current, earlier = calendar.block_of(closing.period.at.day), block_before(calendar, closing.period.at.day)
    if not share or current is None or earlier is None:
        return not share
    return now.possible * 100 >= share * calendar.sessions_in_block(
        current
    ) and before.possible * 100 >= share * calendar.sessions_in_block(earlier)


def _period_before(closing: Closing) -> str:
    """The key of the last half-term, or of the last week with a school day, before the one that closes (K-36)."""
    calendar, day = closing.calendar, closing.period.at.day
    if closing.period.kind == "week":
        try:
            # Already the week's key; its Monday may lie before the calendar's first day.
            return f"w:{calendar.previous_week_with_school_day(day)}"
        except CalendarEnds:
            return ""
    block = block_before(calendar, day)
    return "b:" + block.id if block else ""


def _found(
    closing: Closing,
    programme: Programme,
    member: Member,
    key: str,
    values: Values,
    figures: tuple[Figure, ...],
) -> None:
    turn, period = closing.turns[member.pupil], closing.period.key
    if _has_another(closing, programme, turn) or not once(turn, programme, period):
        return
    if programme.decider is None or closing.rules.word(programme.rule) == POST:
        post_item(turn, programme)
        award(turn, programme, period, key, values, figures)
        return
    propose(turn, programme, key, values, figures)
    closing.open_case(member.pupil, programme.id)


def _has_another(closing: Closing, programme: Programme, turn: Turn) -> bool:
    """Whether only one of the family is given and the pupil has another for this period."""
    if not programme.family or closing.rules.value(programme.nested):
        return False
    return any(
        other.family == programme.family
        and other.id != programme.id
        and turn.fired.get(other.id) == closing.period.key
        for other in closing.rules.pack.programmes.values()
    )


def _shown(rise: Fraction) -> str:
    """A rise in percentage points with one decimal place, rounded half up."""
    tenths = (rise * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"
