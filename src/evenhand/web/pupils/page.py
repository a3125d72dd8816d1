"""The pupil's page: what helps first, then what is counted, what comes next, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.selectors import names
from evenhand.apps.casework.wording import day_words, local_time
from evenhand.apps.letters.pages import Line, latest_contact
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.explaining import Why, why
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.whereabouts import where_is
from evenhand.apps.rewards.selectors import awards_since
from evenhand.apps.support.facts import agreed_words
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.facts import PupilState
from evenhand.engine.pack.schema import Pack
from evenhand.engine.rules.ledger import total
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.wire import state_from_plain
from evenhand.web.pupils import reading
from evenhand.web.pupils.supporting import Support, support_of
from evenhand.web.pupils.timeline import SHOWN, Mark, Span, Timeline, timeline

FILTERS = (("all", "All"), ("recognised", "Recognised"), ("concerns", "Concerns"))
# Who may read what happened in earlier school years.
EARLIER = Capability.AGREE_ADJUSTMENT


@dataclass(frozen=True)
class Choice:
    """One part of components/segmented.html, or a way to other days."""

    words: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Help:
    """Something that helps: in bold what, then since when or how often it worked."""

    icon: str
    what: str
    more: str


@dataclass(frozen=True)
class Figure:
    """A ledger or a total, for the half-term."""

    label: str
    value: int
    unit: str


@dataclass(frozen=True)
class Next:
    """Something that is still to come for the pupil."""

    icon: str
    what: str
    when: str


@dataclass(frozen=True)
class Home:
    """The latest contacts with the family, for those who may tell families."""

    lines: tuple[Line, ...]
    url: str


@dataclass(frozen=True)
class PupilPage:
    """The whole page."""

    pupil: Pupil
    where: str
    helps: tuple[Help, ...]
    figures_of: str
    figures: tuple[Figure, ...]
    counted: Why | None
    awards: str
    reports: tuple[Choice, ...]
    may_report: bool
    sanctions: str
    may_erase: bool
    nexts: tuple[Next, ...]
    timeline: Timeline
    span_words: str
    filters: tuple[Choice, ...]
    older: Choice | None
    spans: tuple[Choice, ...]
    contact: Home | None
    support: Support | None = None


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    show: str = "all"
    span: str = ""
    before: Mark | None = None

    @property
    def filtered(self) -> str:
        """The filter, all where the address names none of ours."""
        return self.show if self.show in SHOWN else "all"


def pupil_page(actor: Actor, pupil: Pupil, asked: Asked) -> PupilPage:
    """The page of one pupil for this person now. A projected screen never gets as far as here."""
    school = school_of(actor.school_id)
    pack, calendar = policy_of(school.pk).pack, calendar_of(school)
    today = local_time(school, now()).date()
    spans = dict(_spans(calendar, today, actor))
    chosen = spans.get(asked.span) or spans[""]
    earlier = asked.span in spans and asked.span.startswith("y:")
    shown = timeline(
        actor, school, pack, pupil, show=asked.filtered, span=chosen[1], before=asked.before, earlier=earlier
    )
    state = _state(pupil)
    figures_of, figures = _figures(pack, calendar, state, today)
    return PupilPage(
        pupil,
        _where(school, calendar, pupil, today),
        tuple(_helps(pack, pupil, today)),
        figures_of,
        figures,
        _counted(pack) if figures else None,
        _awards(calendar, pupil, today),
        tuple(_reports(pack, state)),
        bool(pack.reports) and actor.may(Capability.RECORD),
        _sanctions(actor, pack, pupil),
        actor.may(Capability.ERASE_WORDS),
        tuple(_nexts(school, pack, pupil)),
        shown,
        chosen[0],
        tuple(Choice(words, _url(key, asked.span), key == asked.filtered) for key, words in FILTERS),
        Choice("Older", _url(asked.filtered, asked.span, shown.older)) if shown.older else None,
        tuple(
            Choice(words, _url(asked.filtered, key), key == asked.span) for key, (words, _) in spans.items()
        ),
        _home(actor, pupil),
        support_of(actor, pack, pupil, state),
    )


def _sanctions(actor: Actor, pack: Pack, pupil: Pupil) -> str:
    """The policy's word for formal sanctions, "" for whoever may not propose one."""
    if not pack.sanctions or not actor.may(Capability.PROPOSE_EXCLUSION, pupil.year_group):
        return ""
    return pack.vocabulary.get("sanction_formal", "sanction")


def _home(actor: Actor, pupil: Pupil) -> Home | None:
    if not actor.may(Capability.TELL_FAMILY, pupil.year_group):
        return None
    return Home(latest_contact(actor, pupil), reverse("contact-log", kwargs={"pupil": pupil.pk}))


def is_earlier(actor: Actor, asked: Asked) -> bool:
    """Whether the address asks for an earlier school year, which is a restricted read."""
    return asked.span.startswith("y:") and EARLIER in actor.capabilities


def _url(show: str, span: str, before: str = "") -> str:
    parts = {"show": show if show != "all" else "", "span": span, "before": before}
    return "?" + urlencode({key: value for key, value in parts.items() if value})


def _spans(calendar: SchoolCalendar, today: date, actor: Actor) -> Iterator[tuple[str, tuple[str, Span]]]:
    """This year, its half-terms so far, and for those who may see them the years before."""
    known = min(max(today, calendar.known_from), calendar.known_until)
    year = calendar.year_of(known)
    yield "", ("This year", Span(year.first, max(year.last, today)))
    for block in year.blocks:
        if block.first <= today:
            yield block.id, (block.label, Span(block.first, block.last))
    if actor.may(EARLIER):
        for before in calendar.years:
            if before.last < year.first:
                yield f"y:{before.id}", (before.id, Span(before.first, before.last))
        first = calendar.years[0]
        label = "Before this year" if first == year else f"Before {first.id}"
        yield "y:before", (label, Span(date(2000, 1, 1), first.first))


def _where(school: School, calendar: SchoolCalendar, pupil: Pupil, today: date) -> str:
    """The pupil's one place at this moment, and since when where that is no lesson; "" outside the calendar."""
    if not calendar.known_from <= today <= calendar.known_until:
        return ""
    found = where_is(school, pupil, now())
    return f"{found.place}, since {local_time(school, found.since):%H:%M}" if found.since else found.place


def _helps(pack: Pack, pupil: Pupil, today: date) -> Iterator[Help]:
    for row in reading.agreed(pupil.pk, today):
        yield Help(
            "heart", agreed_words(pack, row.kind, row.words), f"Agreed {row.agreed_on.day} {row.agreed_on:%b}"
        )
    for strategy in reading.strategies(pupil.pk):
        tried = f"Worked {strategy.worked} of {strategy.tried} times" if strategy.tried else ""
        yield Help("lightbulb", strategy.words, tried)


def _state(pupil: Pupil) -> PupilState:
    held = reading.states(pupil.pk)
    return state_from_plain(held[0][0]) if held else PupilState()


def _reports(pack: Pack, state: PupilState) -> Iterator[Choice]:
    """The reports that the pupil is on, each with its address."""
    for report in state.reports:
        if report.kind in pack.reports:
            label = pack.reports[report.kind].label
            until = f", review {day_words(report.until)}" if report.until else ""
            yield Choice(label + until, reverse("support:report", args=[UUID(report.id)]))


def _figures(
    pack: Pack, calendar: SchoolCalendar, state: PupilState, today: date
) -> tuple[str, tuple[Figure, ...]]:
    """The ledgers and totals that the pack has, for the half-term or, between two, for the year; maybe none."""
    if not calendar.known_from <= today <= calendar.known_until:
        return "", ()
    block = calendar.block_of(today)
    period = f"b:{block.id}" if block else f"y:{calendar.year_of(today).id}"
    figures = [
        Figure(
            ledger.label, total(pack, state, ledger.id, period), "" if ledger.kind == "points" else "counted"
        )
        for ledger in pack.ledgers.values()
    ]
    figures += [Figure(one.label, total(pack, state, one.id, period), "") for one in pack.totals]
    return f"This {pack.vocabulary['half_term']}" if block else "This year", tuple(figures)


def _awards(calendar: SchoolCalendar, pupil: Pupil, today: date) -> str:
    """By what the pupil was recognised this half-term, or in the last one between two, the newest first."""
    if not calendar.known_from <= today <= calendar.known_until:
        return ""
    begun = [block for block in calendar.blocks() if block.first <= today]
    labels = awards_since(pupil.pk, begun[-1].first) if begun else []
    return ", ".join(dict.fromkeys(labels))


def _counted(pack: Pack) -> Why:
    cites = [cite for ledger in pack.ledgers.values() for cite in ledger.cites]
    cites += [cite for one in pack.totals for cite in one.cites]
    return why(pack, "How these are counted", cites)


def _nexts(school: School, pack: Pack, pupil: Pupil) -> Iterator[Next]:
    for placement_id, stage, release_at in reading.stays(pupil.pk):
        placement = pack.placements.get(placement_id)
        label = placement.label if placement else placement_id
        here = "here" if stage == "here" else "expected"
        back = f"Back to lessons {_when(school, release_at)}" if release_at else "Until an adult ends it"
        yield Next("door-open", f"{label}: {here}", back)
    for row in reading.owed(pupil.pk):
        declared = pack.time_owed.get(row.kind)
        when = _when(school, row.starts_at) if row.starts_at else day_words(row.day)
        yield Next("clock", declared.label if declared else row.kind, when)
    tasks = reading.gates(pupil.pk)
    people = names({task.owner_id for task in tasks})
    for task in tasks:
        by = f"With {people[task.owner_id]}" if task.owner_id in people else ""
        due = f"by {_when(school, task.due_at)}" if task.due_at else ""
        label = task.label.replace("the pupil", pupil.first_name)
        yield Next("messages-square", label, ", ".join(part for part in (by, due) if part))


def _when(school: School, at: datetime) -> str:
    there = local_time(school, at)
    today = local_time(school, now()).date()
    return f"today {there:%H:%M}" if there.date() == today else f"{day_words(there.date())}, {there:%H:%M}"
