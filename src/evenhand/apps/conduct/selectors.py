"""Reads of the class page and its neighbours: few queries, whatever the size of the class."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from evenhand.apps.access.models import RoleGrant
from evenhand.apps.conduct.models import ContactNote, Event, HelpCall, PraisePrompt, PupilHead, SeatingPlan
from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.prepared import prepared

USUAL_DAYS = 14
PLACE_DAYS = 7
MOST_PLACES = 8
MOST_FOUND = 12
MOST_NOTES = 50
SEATS_IN_ROW = 6
# What a class page shows of a pupil and its rules ask of one.
OF_A_PUPIL = (
    "school",
    "given",
    "family",
    "preferred",
    "lang",
    "direction",
    "year_group",
    "form",
    "photograph",
)

Seat = tuple[int, int]


class Balance(NamedTuple):
    """How many achievements and concerns one adult recorded since a day, without those taken back."""

    praised: int
    concerns: int


def members(lesson: LessonOccurrence) -> list[Pupil]:
    """The pupils of the lesson's group on its day, by name."""
    pupils = {row.pupil_id: row.pupil for row in _enrolled(lesson.group_id, lesson.day)}
    return sorted(pupils.values(), key=lambda pupil: (fold(pupil.first_name), fold(pupil.family), pupil.id))


def seats(group_id: int, day: date, pupils: Collection[Pupil]) -> dict[int, Seat]:
    """Row and column of each pupil, from one, by the plan in force; those without a place follow behind."""
    plan = next((seats for (seats,) in _plans(group_id, day)), None) or {}
    placed = {pupil.id: (int(at[0]), int(at[1])) for pupil in pupils if (at := plan.get(str(pupil.id)))}
    if placed and min(column for _, column in placed.values()) == 0:
        placed = {pk: (row + 1, column + 1) for pk, (row, column) in placed.items()}
    first_free = max((row for row, _ in placed.values()), default=0) + 1
    waiting = [pupil.id for pupil in pupils if pupil.id not in placed]
    for number, pk in enumerate(waiting):
        placed[pk] = (first_free + number // SEATS_IN_ROW, number % SEATS_IN_ROW + 1)
    return placed


def states(pupil_ids: Iterable[int]) -> dict[int, Any]:
    """The stored running state of each pupil who has one, as it is kept."""
    return dict(_states(list(pupil_ids)))


def recognised(pupil_ids: Iterable[int], day: date) -> Counter[int]:
    """How often each pupil was recognised on that day, without what was taken back."""
    found = _praised(day, list(pupil_ids))
    taken_back = {about for _, kind, _, about in found if kind == "void"}
    return Counter(
        pupil_id for pk, kind, pupil_id, _ in found if kind == "achievement" and str(pk) not in taken_back
    )


def recognised_in(lesson: LessonOccurrence) -> int:
    """How often anybody was recognised in this lesson: the one figure that a projected screen shows."""
    rows = Event.objects.filter(scope=lesson.scope_key, kind="achievement").values_list("pk", "kind")
    return len(_standing(rows))


def usual_codes(user_id: int | None, day: date) -> dict[str, int]:
    """How often an adult used each act of the catalogue in the last two weeks."""
    return {} if user_id is None else dict(_used(user_id, day - timedelta(days=USUAL_DAYS)))


def balance(user_id: int | None, since: date) -> Balance:
    """What one adult recorded since that day, for that adult's own eyes."""
    rows = Event.objects.filter(
        recorded_by_id=user_id, day__gte=since, kind__in=("achievement", "concern")
    ).values_list("pk", "kind")
    counts = Counter(_standing(rows))
    return Balance(counts["achievement"], counts["concern"])


def recent_places(day: date) -> list[str]:
    """Where things were recorded out of class in the last week, the most frequent first."""
    rows = Event.objects.filter(day__gt=day - timedelta(days=PLACE_DAYS), kind="concern").exclude(place="")
    counts = Counter(rows.filter(where="out_of_class").values_list("place", flat=True))
    return [place for place, _ in counts.most_common(MOST_PLACES)]


def holders(role: str, day: date) -> list[str]:
    """The names of those who hold a role on that day."""
    rows = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), role=role, valid_from__lte=day
    ).select_related("membership__staff", "membership__user")
    people = {
        row.membership_id: row.membership.staff.short_name
        if row.membership.staff
        else row.membership.user.name
        for row in rows
    }
    return sorted(people.values())


def find_pupils(text: str) -> list[Pupil]:
    """Pupils whose name, form or year begins with each word of the text; those whose first name does come first."""
    words = [word for word in fold(text).split() if word != "year"]
    if not words:
        return []
    rows = Pupil.objects.filter(left_on__isnull=True).only(
        "school_id", "given", "family", "preferred", "lang", "direction", "year_group", "form", "photograph"
    )
    found = [pupil for pupil in rows if _matches(pupil, words)]
    found.sort(
        key=lambda pupil: (
            not fold(pupil.first_name).startswith(words[0]),
            fold(pupil.first_name),
            fold(pupil.family),
        )
    )
    return found[:MOST_FOUND]


def open_prompts(pupil_ids: Iterable[int]) -> list[PraisePrompt]:
    """The open reasons to praise these pupils: a request is open until its colleague has praised or dismissed it."""
    return _prompts(list(pupil_ids))


def contact_notes(
    pupil_id: int, most: int = MOST_NOTES, *, since: datetime | None = None, until: datetime | None = None
) -> list[ContactNote]:
    """The good news that went home about a pupil, newest first; of a span of time where one is given."""
    if since is not None and until is not None:
        return _notes_within(pupil_id, since, until)[:most]
    rows = ContactNote.objects.filter(pupil_id=pupil_id)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return list(rows.select_related("by").order_by("-at", "-pk")[:most])


def open_help_calls() -> list[HelpCall]:
    """The calls for help that nobody has answered, oldest first."""
    return _unanswered()


def fold(text: str) -> str:
    """Text as it is searched: lower case, without accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@prepared
def _enrolled(group: Any, day: Any) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), group_id=group, valid_from__lte=day
    )
    return rows.select_related("pupil").only("pupil", *(f"pupil__{name}" for name in OF_A_PUPIL))


@prepared
def _plans(group: Any, day: Any) -> QuerySet[SeatingPlan, Any]:
    rows = SeatingPlan.objects.filter(group_id=group, valid_from__lte=day)
    return rows.order_by("-valid_from", "-pk").values_list("seats")[:1]


@prepared
def _states(pupils: Any) -> QuerySet[PupilHead, tuple[int, Any]]:
    return PupilHead.objects.filter(pupil_id__in=pupils).values_list("pupil_id", "state")


@prepared
def _praised(day: Any, pupils: Any) -> QuerySet[Event, tuple[UUID, str, int, str]]:
    rows = Event.objects.filter(day=day, kind__in=("achievement", "void"), pupil_id__in=pupils)
    return rows.values_list("pk", "kind", "pupil_id", "about")


@prepared
def _used(user: Any, after: Any) -> QuerySet[Event, Any]:
    rows = Event.objects.filter(recorded_by_id=user, day__gt=after, kind__in=("achievement", "concern"))
    return rows.order_by().values_list("code").annotate(times=Count("pk"))


@prepared
def _prompts(pupils: Any) -> QuerySet[PraisePrompt]:
    praised = Event.objects.filter(
        kind="achievement",
        pupil_id=OuterRef("pupil_id"),
        recorded_by_id=OuterRef("colleague_id"),
        recorded_at__gt=OuterRef("at"),
    )
    rows = PraisePrompt.objects.filter(closed_at__isnull=True, pupil_id__in=pupils)
    return rows.exclude(Q(kind="request") & Exists(praised)).select_related("by").order_by("at", "pk")


@prepared
def _notes_within(pupil: Any, since: Any, until: Any) -> QuerySet[ContactNote]:
    rows = ContactNote.objects.filter(pupil_id=pupil, at__gte=since, at__lte=until)
    return rows.select_related("by").order_by("-at", "-pk")[:MOST_NOTES]


@prepared
def _unanswered() -> QuerySet[HelpCall]:
    rows = HelpCall.objects.filter(answered_at__isnull=True).select_related("by", "lesson__group", "pupil")
    return rows.order_by("at", "pk")


def _standing(rows: Iterable[tuple[UUID, str]]) -> list[str]:
    """The kinds of the events, given with their ids, that were not taken back."""
    found = list(rows)
    voids = Event.objects.filter(kind="void", about__in=[str(pk) for pk, _ in found])
    taken_back = set(voids.values_list("about", flat=True))
    return [kind for pk, kind in found if str(pk) not in taken_back]


def _matches(pupil: Pupil, words: list[str]) -> bool:
    names = fold(f"{pupil.first_name} {pupil.given} {pupil.family}").replace("-", " ").split()
    form, year = fold(pupil.form), str(pupil.year_group or "")
    return all(
        any(name.startswith(word) for name in names) or word == year or form.startswith(word)
        for word in words
    )
