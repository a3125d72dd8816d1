"""Who teaches whom when: a clash-free timetable, the groups and enrolments behind it, and the lessons held so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from evenhand.apps.people.models import Enrolment, Group, Teaching
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.inserting import Values, insert_rows, insert_values
from evenhand.apps.tenancy.models import LessonOccurrence, TimetableEntry
from evenhand.apps.tenancy.occurrences import scope_keys
from evenhand.cli.demo.pupils import Form
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Adult, Team

REGISTRATION = "registration"
LESSON = "lesson"
DAYS_AHEAD = 3


class Taught(NamedTuple):
    """A group of pupils with its teacher, room and slots (cycle day, period)."""

    name: str
    subject: str
    kind: str
    form: Form
    adult: Adult
    room: str
    slots: tuple[tuple[str, str], ...]


def write_timetable(site: Site, taught: Sequence[Taught]) -> dict[int, Taught]:
    """Write groups, enrolments, teachings, entries and lessons. Returns what is taught by the group's id."""
    school, since, at = site.school, site.demo.first_day, site.recorded_at
    groups = Group.objects.bulk_create(
        Group(
            school=school, source_id=f"group-{number}", name=item.name, subject=item.subject, kind=item.kind,
            year_group=item.form.year_group,
        )
        for number, item in enumerate(taught, 1)
    )  # fmt: skip
    pairs = list(zip(groups, taught, strict=True))
    insert_values(
        Enrolment,
        [
            {
                "school_id": school.pk, "group_id": group.pk, "pupil_id": pupil.pk, "valid_from": since,
                "recorded_at": at,
            }
            for group, item in pairs
            for pupil in item.form.pupils
        ],
    )  # fmt: skip
    Teaching.objects.bulk_create(
        Teaching(school=school, group=group, staff=item.adult.staff, valid_from=since, recorded_at=at)
        for group, item in pairs
    )
    entries = [
        TimetableEntry(
            school_id=school.pk, group_id=group.pk, cycle_day=cycle_day, period=period, room=item.room,
            staff_id=item.adult.staff.pk, valid_from=since, recorded_at=at,
        )
        for group, item in pairs
        for cycle_day, period in item.slots
    ]  # fmt: skip
    insert_rows(entries)
    hold_lessons(site, entries)
    return {group.pk: item for group, item in pairs}


def hold_lessons(site: Site, entries: Iterable[TimetableEntry]) -> None:
    """The lessons from the first day to some days ahead."""
    by_cycle_day: dict[str, list[TimetableEntry]] = defaultdict(list)
    for entry in entries:
        by_cycle_day[entry.cycle_day].append(entry)
    made: list[Values] = []
    last = site.demo.opens.date() + timedelta(days=DAYS_AHEAD)
    for day in site.calendar.school_days_between(site.demo.first_day, last):
        made += _held(site, day, by_cycle_day[site.calendar.cycle_day(day) or ""])
    insert_values(LessonOccurrence, made)


def _held(site: Site, day: date, entries: Sequence[TimetableEntry]) -> Iterable[Values]:
    times = {}
    for period in site.calendar.periods_on(day):
        times[period.key] = (
            period,
            to_instant(site.school, day, period.start),
            to_instant(site.school, day, period.end),
        )
    timed = [(entry, times[entry.period][0]) for entry in entries]
    scopes = scope_keys(site.calendar, day, timed, doubles=True)
    for entry, period in timed:
        yield {
            "school_id": site.school.pk, "day": day, "period": period.key, "starts": times[period.key][1],
            "ends": times[period.key][2], "scope_key": scopes[entry.group_id, entry.period],
            "group_id": entry.group_id, "staff_id": entry.staff_id, "room": entry.room,
        }  # fmt: skip


def by_subject(site: Site, team: Team, forms: Sequence[Form]) -> list[Taught]:
    """A secondary timetable: each form takes each subject, nobody is in two places, and tutors take registration."""
    load: dict[int, int] = defaultdict(int)
    lessons: list[tuple[Form, str, str, Adult, int]] = []
    for subject in site.plan.subjects:
        teachers = team.teaching(subject.name)
        for place, form in enumerate(_favoured(site, forms)):
            adult = teachers[place % len(teachers)]
            lessons.append((form, subject.name, subject.code, adult, subject.periods))
            load[adult.staff.pk] += subject.periods
    slots = _slots(site, LESSON)
    edges = [(form.name, adult.staff.pk) for form, _, _, adult, count in lessons for _ in range(count)]
    colours = colour(edges, len(slots))
    order = _spread(site, slots, lessons, colours)
    made, start = [], 0
    for form, subject_name, code, adult, count in lessons:
        when = tuple(sorted(order[one] for one in colours[start : start + count]))
        start += count
        room = f"{code} {1 + team.teaching(subject_name).index(adult)}"
        made.append(Taught(f"{form.name} {subject_name}", subject_name, "class", form, adult, room, when))
    return [*made, *_tutor_groups(site, team, forms)]


def by_class(site: Site, team: Team, forms: Sequence[Form]) -> list[Taught]:
    """A timetable of class teachers, with a specialist now and then."""
    teachers = {adult.person.form: adult for adult in team.with_role("tutor")}
    made: list[Taught] = []
    used: dict[str, set[tuple[str, str]]] = defaultdict(set)
    cycle_days = list(dict.fromkeys(day for day, _ in _slots(site, LESSON)))
    for specialist in site.plan.specialists:
        adult = team.teaching(specialist.subject)[0]
        free = [(day, period) for day in cycle_days for period in specialist.periods]
        for form, slot in zip(forms, free, strict=False):
            used[form.name].add(slot)
            made.append(
                Taught(
                    f"{form.name} {specialist.subject}",
                    specialist.subject,
                    "class",
                    form,
                    adult,
                    "Hall",
                    (slot,),
                )
            )
    for form in forms:
        slots: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for place, slot in enumerate(_slots(site, LESSON)):
            if slot not in used[form.name]:
                slots[site.plan.day[place % len(site.plan.day)]].append(slot)
        adult = teachers[form.name]
        for subject, held in slots.items():
            made.append(
                Taught(
                    f"{form.name} {subject}", subject, "class", form, adult, f"{form.name} room", tuple(held)
                )
            )
    return [*made, *_tutor_groups(site, team, forms)]


def colour(edges: Sequence[tuple[str, int]], colours: int) -> list[int]:
    """A colour for each edge of a bipartite graph, so that no two edges at one end share a colour.

    Enough colours are as many as the busiest end has edges; the alternating path from the far end is turned over
    where both ends have none free in common.
    """
    taken: dict[object, dict[int, int]] = defaultdict(dict)
    chosen = [-1] * len(edges)
    for number, (left, right) in enumerate(edges):
        near, far = ("form", left), ("adult", right)
        first = next(one for one in range(colours) if one not in taken[near])
        second = next(one for one in range(colours) if one not in taken[far])
        if first != second:
            _turn_over(edges, taken, chosen, far, first, second)
        chosen[number] = first
        taken[near][first] = taken[far][first] = number
    return chosen


def _turn_over(
    edges: Sequence[tuple[str, int]], taken: dict[object, dict[int, int]], chosen: list[int], start: object,
    first: int, second: int,
) -> None:  # fmt: skip
    """Swap the two colours along the path that leaves `start` by `first`, which is then free there."""
    path: list[int] = []
    node, colour_ = start, first
    while colour_ in taken[node]:
        edge = taken[node][colour_]
        path.append(edge)
        left, right = ("form", edges[edge][0]), ("adult", edges[edge][1])
        node = right if node == left else left
        colour_ = second if colour_ == first else first
    for edge in path:
        for end in (("form", edges[edge][0]), ("adult", edges[edge][1])):
            if taken[end].get(chosen[edge]) == edge:
                del taken[end][chosen[edge]]
    for edge in path:
        chosen[edge] = second if chosen[edge] == first else first
        for end in (("form", edges[edge][0]), ("adult", edges[edge][1])):
            taken[end][chosen[edge]] = edge


def _favoured(site: Site, forms: Sequence[Form]) -> list[Form]:
    """The forms with the class that the demonstration opens on first, so that the plan's own teacher has it."""
    return sorted(forms, key=lambda form: form.name != f"8{site.plan.forms[0]}")


def _slots(site: Site, kind: str) -> list[tuple[str, str]]:
    """Every slot of the cycle of that kind of period, in order."""
    days = site.calendar.school_days_between(site.demo.first_day, site.demo.opens.date() + timedelta(days=1))
    dated = {site.calendar.cycle_day(day) or "": day for day in days}
    return [
        (label, period.key)
        for label in sorted(dated)
        for period in site.calendar.periods_on(dated[label])
        if period.kind == kind
    ]


def _spread(
    site: Site,
    slots: list[tuple[str, str]],
    lessons: Sequence[tuple[Form, str, str, Adult, int]],
    colours: list[int],
) -> dict[int, tuple[str, str]]:
    """Which slot each colour is: shuffled, with the opening lesson in the slot that runs when the clock starts."""
    rng: Random = site.rng
    order = list(slots)
    rng.shuffle(order)
    opening = next(
        (place for place, (form, *_rest) in enumerate(lessons) if _opens_on(site, lessons[place])), None
    )
    if opening is not None:
        start = sum(count for *_rest, count in lessons[:opening])
        now = site.demo.opens
        period = site.calendar.period_at(now.date(), now.time())
        wanted = (site.calendar.cycle_day(now.date()) or "", period.key if period else "")
        there = order.index(wanted)
        mine = colours[start]
        order[there], order[mine] = order[mine], order[there]
    return dict(enumerate(order))


def _opens_on(site: Site, lesson: tuple[Form, str, str, Adult, int]) -> bool:
    named = {person.subject for person in site.plan.staff if person.subject}
    return lesson[0].name == f"8{site.plan.forms[0]}" and lesson[1] in named


def _tutor_groups(site: Site, team: Team, forms: Sequence[Form]) -> list[Taught]:
    """A form group each, which its tutor registers."""
    tutors = team.with_role("tutor")
    slots = tuple(slot for slot in _slots(site, REGISTRATION) if slot[1] != "END")
    made = []
    for place, form in enumerate(forms):
        adult = next((one for one in tutors if one.person.form == form.name), tutors[place % len(tutors)])
        made.append(Taught(form.name, "", "form", form, adult, f"{form.name} base", slots))
    return made
