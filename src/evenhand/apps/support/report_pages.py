"""The pages of reports: the list, one report with its marks, a lesson's marks in one tap, and the start of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.wording import day_words
from evenhand.apps.conduct.selectors import members
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support import report_reading as reading
from evenhand.apps.support.models import ReportCard
from evenhand.apps.support.profiling import targets_of
from evenhand.apps.support.report_reading import Given
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.selectors import calendar_of, school_of, today
from evenhand.engine.facts import Report
from evenhand.engine.pack.schema import Pack
from evenhand.engine.pack.schema import ReportCard as Declared
from evenhand.engine.rules.report import offered
from evenhand.engine.school_calendar import SchoolCalendar

LESSON = "lesson"
ALONE = "one_at_a_time"
SHOWN_DAYS = 15


@dataclass(frozen=True, slots=True)
class Button:
    """One mark to give: `records` are the words that it asks for, with what stands in them before anybody types."""

    value: str
    label: str
    form: str
    records: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One report in a list."""

    id: UUID
    pupil: Pupil
    label: str
    since: str
    review: str
    targets: tuple[str, ...]
    late: bool = False
    marked: str = ""
    buttons: tuple[Button, ...] = ()
    asks: str = ""
    token: UUID | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the report: a cell for each lesson of the day; a lesson without a mark has none."""

    words: str
    cells: tuple[tuple[str, Given | None, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One report. `acts` are what this person may do with it now; `reviews` the `stays` before and during it, by day."""

    line: Line
    days: tuple[Day, ...]
    columns: tuple[str, ...]
    ended: bool
    acts: tuple[tuple[str, str], ...]
    tally: tuple[tuple[str, int], ...]
    cites: tuple[str, ...]
    stays: str = ""
    reviews: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """The kinds of report that may be begun for a pupil, those that may only be suggested, and the targets of the plan."""

    pupil: Pupil
    decides: tuple[tuple[str, str], ...]
    suggests: tuple[tuple[str, str], ...]
    already: tuple[str, ...]
    asks_again: bool
    planned: tuple[str, ...] = ()

    @property
    def only(self) -> str:
        """The one kind that there is to choose, "" where there are several."""
        kinds = [key for key, _ in (*self.decides, *self.suggests)]
        return kinds[0] if len(kinds) == 1 else ""


def list_page(actor: Actor) -> tuple[Line, ...]:
    """The reports in force that the actor may see, the next review first."""
    cards = [card for card in reading.running() if actor.may(Capability.SEE_PUPIL, card.pupil.year_group)]
    return _lines(actor, cards)


def lesson_page(actor: Actor, lesson: LessonOccurrence) -> tuple[Line, ...]:
    """The reports of this lesson's pupils, each with its marks to give and the one that was given."""
    cards = reading.running([pupil.pk for pupil in members(lesson)])
    given = reading.marks(cards, lesson.day)
    here = {
        key: next((one for one in reversed(rows) if one.period == lesson.period), None)
        for key, rows in given.items()
    }
    return _lines(actor, cards, here, to_mark=True)


def report_page(actor: Actor, card: ReportCard) -> Page:
    """One report with every mark so far."""
    school = school_of(actor.school_id)
    pack, calendar = policy_of(school.pk).pack, calendar_of(school)
    declared = pack.reports[card.kind]
    line = _lines(actor, [card])[0]
    given = reading.marks([card]).get(str(card.pk), [])
    days = _days(calendar, card, given, today(school), declared)
    labels = {mark.value: mark.label for mark in declared.marks}
    tally = {value: sum(1 for one in given if one.value == value) for value in labels}
    ended = card.ended_at is not None
    decides = str(declared.decider) in actor.roles
    acts = [("review", "Review")] if actor.may(Capability.PUT_ON_REPORT, card.pupil.year_group) else []
    acts += [("extend", "Go on with it"), ("end", "End the report")] if decides else []
    columns = tuple(dict.fromkeys(period for day in days for period, _, _ in day.cells))
    return Page(
        line, days, columns, ended, () if ended else tuple(acts),
        tuple((labels[value], count) for value, count in tally.items() if count), declared.cites,
        pack.vocabulary.get("referral", "referral") + "s",
        tuple((day_words(one.day), one.before, one.during) for one in reading.reviews(card)),
    )  # fmt: skip


def start_page(actor: Actor, pupil: Pupil) -> Start:
    """What the actor may begin or suggest for a pupil."""
    school = school_of(actor.school_id)
    policy = policy_of(school.pk)
    cards = policy.pack.reports
    rules = policy.on(today(school))
    already = tuple(cards[row.kind].label for row in reading.running([pupil.pk]) if row.kind in cards)
    decides = tuple((key, card.label) for key, card in cards.items() if str(card.decider) in actor.roles)
    suggests = tuple((key, card.label) for key, card in cards.items() if str(card.decider) not in actor.roles)
    again = bool(already) and any(rules.word(cards[key].alone) == ALONE for key, _ in decides)
    return Start(pupil, decides, suggests, already, again, targets_of(pupil) if decides else ())


def _lines(
    actor: Actor,
    cards: Sequence[ReportCard],
    marked: Mapping[str, Given | None] | None = None,
    *,
    to_mark: bool = False,
) -> tuple[Line, ...]:
    school = school_of(actor.school_id)
    pack, day = policy_of(school.pk).pack, today(school)
    stands = reading.standing(cards)
    lines = []
    for card in cards:
        if card.kind in pack.reports:
            report = stands.get(str(card.pk))
            one = (marked or {}).get(str(card.pk))
            lines.append(_line(pack, card, report, day, one, to_mark=to_mark))
    # Whose review comes next; those without a date last.
    return tuple(sorted(lines, key=lambda line: (not line.late, line.review == "", str(line.since))))


def _line(
    pack: Pack, card: ReportCard, report: Report | None, day: date, given: Given | None, *, to_mark: bool
) -> Line:
    declared = pack.reports[card.kind]
    until = report.until if report else None
    targets = report.targets if report else ()
    labels = {mark.value: mark.label for mark in declared.marks}
    return Line(
        card.pk,
        card.pupil,
        declared.label,
        day_words(card.started),
        day_words(until) if until else "",
        targets,
        bool(until and until < day),
        labels.get(given.value, "") if given else "",
        _buttons(pack, declared, targets) if to_mark else (),
        declared.asks,
        uuid4() if to_mark else None,
        report.plan if report else "",
    )


def _buttons(pack: Pack, declared: Declared, targets: tuple[str, ...]) -> tuple[Button, ...]:
    """A mark that praises is one tap: its words say which targets were met, until somebody types better ones."""
    return tuple(
        Button(
            mark.value,
            mark.label,
            mark.form,
            tuple(
                (
                    name,
                    pack.details[name].label if name in pack.details else name.replace("_", " ").capitalize(),
                    "; ".join(targets) if name == "praise" else "",
                )
                for name in mark.records
            ),
        )
        for mark in offered(declared)
    )


def _days(
    calendar: SchoolCalendar, card: ReportCard, given: Iterable[Given], day: date, declared: Declared
) -> tuple[Day, ...]:
    """The school days since it began, newest first; the day on which it starts is not one of its days."""
    last = min(day, card.ended_at.date()) if card.ended_at else day
    first = card.started + timedelta(days=1)
    days = calendar.school_days_between(first, last + timedelta(days=1)) if first <= last else ()
    by = {(one.day, one.period): one for one in given}
    labels = {mark.value: mark.label for mark in declared.marks}
    extra = sorted({key[0] for key in by} - set(days))
    return tuple(
        Day(
            day_words(one),
            tuple(
                (period.label, by.get((one, period.key)), labels.get(by[one, period.key].value, ""))
                if (one, period.key) in by
                else (period.label, None, "")
                for period in calendar.periods_on(one, card.pupil.year_group)
                if period.kind == LESSON
            ),
        )
        for one in reversed([*extra, *days][-SHOWN_DAYS:])
    )
