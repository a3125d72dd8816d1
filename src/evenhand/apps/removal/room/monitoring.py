"""After the room: who is back in lessons and watched over, and out of which classes many were sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework.alerting import staff_names
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Group
from evenhand.apps.removal import cards
from evenhand.apps.removal.facts import Ground, ground
from evenhand.apps.removal.models import ClassCue, Stay, StayNote
from evenhand.apps.removal.reasons import when
from evenhand.apps.removal.room.reports import referrals
from evenhand.apps.removal.services import log
from evenhand.apps.tenancy.clock import to_instant

SETTLED, SUPPORT = "settled", "support"
CONCENTRATION = "setting:room.concentration"
# Who is shown the cue, and nobody else: it is there to help a class, and is no measure of its teacher.
CUE_ROLES = frozenset({"subject_lead", "year_link"})
LOOK_BACK = timedelta(days=14)
MOST = 100


@dataclass(frozen=True)
class Back:
    """A pupil who is back in lessons and not yet settled again."""

    person: cards.Person
    since: str
    helped: tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """A class out of which as many as the school's figure, or more, were sent this week."""

    group: int
    name: str
    many: int
    done: tuple[str, ...]


def watched(seen: Ground) -> tuple[Back, ...]:
    """Those who went back in the last weeks and are not settled again, the latest first; of the actor's years."""
    since = to_instant(seen.school, seen.moment.day - LOOK_BACK, time())
    rows = Stay.objects.filter(stage="released", released_at__gte=since).select_related("pupil")
    years = seen.actor.year_groups
    rows = rows.filter(pupil__year_group__in=years) if years else rows
    rows = rows.exclude(Q(notes__kind=SETTLED)).order_by("-released_at", "pupil_id")[:MOST]
    stays = list(rows)
    notes: dict[object, list[StayNote]] = {}
    for note in StayNote.objects.filter(stay__in=stays, kind=SUPPORT).order_by("at", "pk"):
        notes.setdefault(note.stay_id, []).append(note)
    names = staff_names([note.by_id for found in notes.values() for note in found])
    return tuple(
        Back(
            cards.person(stay),
            when(seen, stay.released_at),
            tuple(
                f"{when(seen, note.at)}, {names.get(note.by_id or 0, '')}: {note.words}"
                for note in notes.get(stay.pk, ())
            ),
        )
        for stay in stays
    )


@transaction.atomic
def help_return(*, actor: Actor, stay: Stay, words: str, settled: bool = False) -> None:
    """Note what was done to help the return, or that the pupil is settled again. Raises Refused."""
    if stay.stage != "released":
        raise Refused((Problem("", "words", "The pupil is not back in lessons yet."),))
    if settled:
        log(actor=actor, stay=stay, kind=SETTLED, words=words.strip())
    elif words.strip():
        log(actor=actor, stay=stay, kind=SUPPORT, words=words.strip())
    else:
        raise Refused((Problem("", "words", "Say what was done to help."),))


def may_see_cues(actor: Actor) -> bool:
    """Whether the actor is one of those for whom the cue is."""
    return bool(CUE_ROLES & actor.roles)


def cues(seen: Ground) -> tuple[Cue, ...]:
    """The classes of this week at or above the school's figure, most first; none where the policy has no figure."""
    if seen.rules.used(CONCENTRATION) is None:
        return ()
    monday = seen.calendar.week_of(seen.moment.day)
    groups = Counter(_groups(seen, monday))
    least = seen.rules.number(CONCENTRATION)
    chosen = [(pk, many) for pk, many in groups.most_common() if many >= least]
    names = Group.objects.in_bulk([pk for pk, _ in chosen])
    done = list(ClassCue.objects.filter(week=monday).order_by("at", "pk"))
    people = staff_names([row.by_id for row in done])
    return tuple(
        Cue(
            pk,
            names[pk].name,
            many,
            tuple(f"{people.get(row.by_id or 0, '')}: {row.words}" for row in done if row.group_id == pk),
        )
        for pk, many in chosen
    )


@transaction.atomic
def note_cue(*, actor: Actor, group: int, words: str) -> ClassCue:
    """Note what was done to help a class. Raises Refused without words, or for a class that needs no cue."""
    seen = ground(actor)
    if group not in {cue.group for cue in cues(seen)}:
        raise Refused((Problem("", "words", "There is no such class in this week's list."),))
    if not words.strip():
        raise Refused((Problem("", "words", "Say what was done to help."),))
    week = seen.calendar.week_of(seen.moment.day)
    row = ClassCue.objects.create(
        school_id=actor.school_id, group_id=group, week=week, by_id=actor.user_id, words=words.strip()
    )
    append(actor, action="room.class_helped", subject=f"group:{group}", body={"week": week.isoformat()})
    return row


def _groups(seen: Ground, monday: date) -> Iterator[int]:
    """The class of each referral of the week that happened in a lesson."""
    stays = [one.stay.pk for one in referrals(seen, monday, seen.moment.day)]
    rows = Event.objects.filter(pk__in=stays, incident__lesson__isnull=False)
    yield from (pk for pk in rows.values_list("incident__lesson__group_id", flat=True) if pk)
