"""Entries of a block, each with what it is counted by. A figure is never kept: it is the entries that lie behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from evenhand.apps.casework.daily import is_entry
from evenhand.apps.casework.entries import ENTRY
from evenhand.apps.casework.models import EntryDraft, Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.insight.blocks import Span
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import ProfileEntry
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, today
from evenhand.engine.values import EventKind, Where

USUAL_SMALL: Final = 5
SMALL: Final = "reports.small_numbers"
OUT: Final = {
    Where.OUT_OF_CLASS: "Out of class",
    Where.OFF_SITE: "Off site",
    Where.PLACEMENT: "In a placement",
}
# What is counted of every policy; what entries are asked besides is the policy's own.
BY: Final[Mapping[str, str]] = {
    "pupil": "Pupil",
    "category": "Category",
    "time": "Time",
    "place": "Place",
    "subject": "Subject",
    "need": "Need",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry with its values, by what it is counted by; a value is a key and its label."""

    event: UUID
    pupil_id: int
    values: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: how many now and in the block before."""

    key: str
    label: str
    now: int
    before: int


def dimensions(school: School) -> dict[str, str]:
    """By what entries are counted at this school: a name for each."""
    fields = policy_of(school.pk).pack.entry_fields.values()
    return {**BY, **{f"field-{one.id}": one.label for one in fields if one.analysed}}


def small_of(school: School) -> int:
    """Below which number a count is hidden from those who see figures only."""
    policy = policy_of(school.pk)
    return policy.on(today(school)).number("param:" + SMALL) if SMALL in policy.pack.params else USUAL_SMALL


def entries_in(school: School, span: Span) -> list[Event]:
    """The entries of the log that happened in the block, none taken back."""
    pack = policy_of(school.pk).pack
    rows = Event.objects.filter(day__range=(span.first, span.last))
    gone = set(Event.objects.filter(day__gte=span.first, kind=EventKind.VOID).values_list("about", flat=True))
    acts = rows.filter(kind__in=(EventKind.CONCERN, EventKind.LADDER_STEP)).order_by("seq")
    owed = set(
        Task.objects.filter(kind=ENTRY, event__day__range=(span.first, span.last)).values_list(
            "event_id", flat=True
        )
    )
    kept = acts.select_related("pupil", "incident__lesson__group")
    return [row for row in kept if str(row.pk) not in gone and (row.pk in owed or is_entry(pack, row))]


def facts_in(school: School, span: Span) -> list[Fact]:
    """The entries of a block with all by which they are counted."""
    rows = entries_in(school, span)
    needs = _needs(school, {row.pupil_id for row in rows})
    said = _said(school, rows)
    pack, periods = policy_of(school.pk).pack, _periods(school, span)
    found = []
    for row in rows:
        item = pack.items.get(row.code)
        group = pack.groups[item.group] if item else None
        lesson = row.incident.lesson
        place = row.place or (OUT.get(Where(row.where), "") if row.where != Where.LESSON else "In lessons")
        subject = (lesson.group.subject or lesson.group.name) if lesson else ""
        values = {
            "pupil": ((str(row.pupil_id), row.pupil.display_name),),
            "category": ((group.id, group.label),) if group else (),
            "time": ((row.period, periods.get(row.period, row.period)),) if row.period else (),
            "place": ((place, place),) if place else (),
            "subject": ((subject, subject),) if subject else (),
            "need": needs.get(row.pupil_id, ()),
            **said.get(row.pk, {}),
        }
        found.append(Fact(row.pk, row.pupil_id, values))
    return found


def table(by: str, now: Iterable[Fact], before: Iterable[Fact]) -> list[Row]:
    """How many entries have each value now, and had it before; the most first."""
    labels: dict[str, str] = {}
    counts = []
    for facts in (now, before):
        count: Counter[str] = Counter()
        for fact in facts:
            for key, label in fact.values.get(by, ()):
                labels[key] = label
                count[key] += 1
        counts.append(count)
    rows = [Row(key, label, counts[0][key], counts[1][key]) for key, label in labels.items()]
    return sorted(rows, key=lambda row: (-row.now, -row.before, row.label, row.key))


def behind(facts: Iterable[Fact], by: str, key: str) -> list[UUID]:
    """The entries behind one figure."""
    return [fact.event for fact in facts if key in {known for known, _ in fact.values.get(by, ())}]


def _needs(school: School, pupils: set[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    patterns = policy_of(school.pk).pack.patterns
    found: dict[int, dict[str, str]] = {}
    rows = ProfileEntry.objects.filter(kind="need", ended_at=None).exclude(pattern="")
    for pupil_id, pattern in rows.order_by("pk").values_list("pupil_id", "pattern"):
        if pupil_id in pupils and pattern in patterns:
            found.setdefault(pupil_id, {})[pattern] = patterns[pattern].label
    return {pupil_id: tuple(needs.items()) for pupil_id, needs in found.items()}


def _said(school: School, rows: list[Event]) -> dict[UUID, dict[str, tuple[tuple[str, str], ...]]]:
    """What the authors answered of that which is counted, by entry."""
    fields = [one for one in policy_of(school.pk).pack.entry_fields.values() if one.analysed]
    if not fields or not rows:
        return {}
    first, last = min(row.day for row in rows), max(row.day for row in rows)
    drafts = EntryDraft.objects.filter(task__event__day__range=(first, last)).order_by("pk")
    found: dict[UUID, dict[str, tuple[tuple[str, str], ...]]] = {}
    for event_id, answers in drafts.values_list("task__event_id", "answers"):
        for field in fields:
            labels = {str(choice.value): choice.label for choice in field.choices}
            if (said := answers.get(field.id)) in labels and event_id is not None:
                found.setdefault(event_id, {})[f"field-{field.id}"] = ((said, labels[said]),)
    return found


def _periods(school: School, span: Span) -> dict[str, str]:
    calendar = calendar_of(school)
    day = calendar.school_day_on_or_after(span.first)
    return {period.key: period.label for period in calendar.periods_on(day)}


def roll() -> list[Pupil]:
    """Who is on roll."""
    return list(Pupil.objects.filter(left_on__isnull=True).order_by("pk"))
