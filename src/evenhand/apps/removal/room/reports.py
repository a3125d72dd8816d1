"""Reports drafted from the record: the day and the week for senior leaders, and for all staff without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from evenhand.apps.casework.alerting import staff_names
from evenhand.apps.conduct.models import Event, PupilHead
from evenhand.apps.removal.cards import ORDINALS, repeats
from evenhand.apps.removal.facts import Ground, states_of
from evenhand.apps.removal.models import Advice, Stay
from evenhand.apps.removal.room.missing import bundled, gaps
from evenhand.apps.removal.room.reading import room_rows
from evenhand.apps.removal.room.slots import ROOM
from evenhand.apps.removal.selectors import Rows
from evenhand.apps.tenancy.clock import local, to_instant

DAY, WEEK, STAFF, BRIEFING = "referral_update", "referral_pack", "staff_daily", "staff_briefing"
TITLES = {
    DAY: "The day’s referrals",
    WEEK: "The week’s referrals",
    STAFF: "Commonest referrals today, and what helps",
    BRIEFING: "The week in figures, for the briefing",
}
# Those that are for all staff, and name nobody.
NAMELESS = frozenset({STAFF, BRIEFING})
WEEKLY = frozenset({WEEK, BRIEFING})


@dataclass(frozen=True)
class Line:
    """One line of a report: what, how many or how, and what is advised."""

    words: str
    value: str = ""
    advice: str = ""
    code: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its lines, or what is said where there are none."""

    heading: str
    lines: tuple[Line, ...]
    none: str = "None"


@dataclass(frozen=True)
class Report:
    """A report as it stands: of which days, and what it says."""

    kind: str
    title: str
    first: date
    last: date
    span: str
    sections: tuple[Section, ...]

    def plain(self) -> dict[str, Any]:
        """As it is kept once it is sent."""
        return {"title": self.title, "span": self.span, "sections": [asdict(one) for one in self.sections]}


@dataclass(frozen=True)
class Sent:
    """One referral of the time that a report covers."""

    stay: Stay
    code: str
    act: str
    day: date
    period: str
    by: str
    nth: int


def draft(seen: Ground, kind: str, day: date) -> Report:
    """The report of that kind for a day, or for the week of that day up to it."""
    first, last = span_of(seen, kind, day)
    found = referrals(seen, first, last)
    sections = {DAY: _day, WEEK: _week, STAFF: _staff, BRIEFING: _briefing}[kind](seen, found, first, last)
    words = _day_words(last) if first == last else f"{_day_words(first)} to {_day_words(last)}"
    return Report(kind, TITLES[kind], first, last, words, tuple(sections))


def with_advice(report: Report, advice: Mapping[str, str]) -> Report:
    """The report with what is typed in place of what is kept."""
    sections = [
        replace(
            one, lines=tuple(replace(line, advice=advice.get(line.code, line.advice)) for line in one.lines)
        )
        for one in report.sections
    ]
    return replace(report, sections=tuple(sections))


def span_of(seen: Ground, kind: str, day: date) -> tuple[date, date]:
    """The days that a report covers: the day itself, or Monday to Friday of its week, as far as the school was open."""
    if kind not in WEEKLY:
        return day, day
    days = list(seen.calendar.school_week(day)) or [day]
    return days[0], days[-1]


def referrals(seen: Ground, first: date, last: date) -> list[Sent]:
    """The referrals of these days that were not taken back, in order."""
    since = to_instant(seen.school, first, time())
    until = to_instant(seen.school, last + timedelta(days=1), time())
    rooms = [key for key, one in seen.pack.placements.items() if one.kind == ROOM and one.counts]
    rows = Stay.objects.filter(opened_at__gte=since, opened_at__lt=until, placement__in=rooms)
    stays = list(
        rows.exclude(stage="withdrawn").select_related("pupil").order_by("opened_at", "pupil_id", "pk")
    )
    events = Event.objects.in_bulk([stay.pk for stay in stays])
    names = staff_names([stay.owner_id for stay in stays])
    states = Rows(states=states_of(_heads(stay.pupil_id for stay in stays)))
    return [_sent(seen, stay, events.get(stay.pk), names, states) for stay in stays]


def commonest(found: Iterable[Sent]) -> list[tuple[str, str, int]]:
    """Code, act and number of each kind of act, the commonest first."""
    labels = {one.code: one.act for one in found}
    counts = Counter(one.code for one in found)
    return [
        (code, labels[code], many)
        for code, many in sorted(counts.items(), key=lambda item: (-item[1], labels[item[0]]))
    ]


def _heads(pupil_ids: Iterable[int]) -> list[tuple[int, Any]]:
    return list(PupilHead.objects.filter(pupil_id__in=set(pupil_ids)).values_list("pupil_id", "state"))


def _sent(seen: Ground, stay: Stay, event: Event | None, names: Mapping[int, str], states: Rows) -> Sent:
    item = seen.pack.items.get(event.code) if event else None
    there = local(seen.school, stay.opened_at)
    period = (
        seen.calendar.period(there.day, event.period, stay.pupil.year_group)
        if event and event.period
        else None
    )
    return Sent(
        stay,
        event.code if event else "",
        item.label if item else seen.placement(stay).label,
        there.day,
        period.label if period else "Out of class",
        names.get(stay.owner_id or 0, ""),
        repeats(seen, states, stay),
    )


def _day(seen: Ground, found: Sequence[Sent], first: date, last: date) -> Iterable[Section]:
    yield Section("Referrals", tuple(_named(seen, one) for one in found), "No referral today")
    yield _acts(found)
    yield _years(found)
    if last == seen.moment.day:
        open_gaps = bundled(gaps(seen, room_rows(seen)))
        yield Section(
            "Not written down or not done",
            tuple(Line(gap.who or "The room", ". ".join(gap.whats)) for gap in open_gaps),
            "Every log of today is complete",
        )


def _week(seen: Ground, found: Sequence[Sent], first: date, last: date) -> Iterable[Section]:
    days = [one for one in seen.calendar.school_week(last) if first <= one <= last]
    counts = Counter(one.day for one in found)
    yield Section("By day", tuple(Line(_day_words(one), str(counts[one])) for one in days))
    yield _acts(found)
    yield _years(found)
    yield _periods(found)
    again = tuple(_named(seen, one) for one in found if one.nth > 1)
    yield Section("Sent again this " + seen.pack.vocabulary.get("half_term", "half-term"), again)
    yield Section("All referrals", tuple(_named(seen, one) for one in found), "No referral this week")


def _staff(seen: Ground, found: Sequence[Sent], first: date, last: date) -> Iterable[Section]:
    advice = dict(Advice.objects.values_list("code", "words"))
    lines = tuple(Line(act, str(many), advice.get(code, ""), code) for code, act, many in commonest(found))
    yield Section("Commonest today, and what helps", lines, "No referral today")


def _briefing(seen: Ground, found: Sequence[Sent], first: date, last: date) -> Iterable[Section]:
    yield Section("In all", (Line("Referrals", str(len(found))),))
    yield _acts(found)
    yield _periods(found)


def _acts(found: Sequence[Sent]) -> Section:
    return Section("By act", tuple(Line(act, str(many)) for _, act, many in commonest(found)))


def _years(found: Sequence[Sent]) -> Section:
    counts = Counter(one.stay.pupil.year_group or 0 for one in found)
    lines = (
        Line(f"Year {year}" if year else "No year group", str(many)) for year, many in sorted(counts.items())
    )
    return Section("By year group", tuple(lines))


def _periods(found: Sequence[Sent]) -> Section:
    counts = Counter(one.period for one in found)
    return Section(
        "By time of day", tuple(Line(period, str(many)) for period, many in sorted(counts.items()))
    )


def _named(seen: Ground, one: Sent) -> Line:
    pupil = one.stay.pupil
    again = f", {ORDINALS.get(one.nth, f'{one.nth}th').lower()} time" if one.nth > 1 else ""
    at = f"{local(seen.school, one.stay.opened_at).time:%H:%M}"
    words = f"{pupil.display_name}, {pupil.form}: {one.act}{again}"
    return Line(words, ", ".join(filter(None, (f"{one.day:%a} {at}", one.period, one.by))))


def _day_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
