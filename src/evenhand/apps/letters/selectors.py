"""Reads of the outbox and of what was said to a family."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.wording import CONTACT
from evenhand.apps.letters.models import ContactEntry, Delivery, Message, Status
from evenhand.apps.people.models import Contact, Pupil
from evenhand.apps.removal.models import StayNote
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.prepared import prepared

MOST = 200
FEW = 3
LATELY = timedelta(days=14)
GONE: Final = "gone"
TABS: Final[dict[str, tuple[Status, ...]]] = {
    "held": (Status.HELD,),
    "waiting": (Status.QUEUED, Status.SENDING),
    "print": (Status.TO_PRINT,),
    "phone": (Status.TO_PHONE,),
    "failed": (Status.FAILED, Status.TO_CHECK),
    GONE: (Status.SENT, Status.DELIVERED, Status.GIVEN, Status.CANCELLED),
}
SAID = (Status.SENT, Status.DELIVERED)


def messages_of(actor: Actor) -> QuerySet[Message]:
    """The messages that concern this person: those of the years for which the outbox is theirs."""
    years = actor.bound.get(Capability.SEE_OUTBOX)
    rows = Message.objects.all()
    return rows if years is None else rows.filter(Q(pupil__isnull=True) | Q(pupil__year_group__in=years))


def counts(actor: Actor) -> dict[str, int]:
    """How many messages stand in each tab in which somebody or something still has to act, from one query."""
    standing = {tab: statuses for tab, statuses in TABS.items() if tab != GONE}
    of_these = [status for statuses in standing.values() for status in statuses]
    rows = messages_of(actor).filter(status__in=of_these).order_by().values("status")
    found = {row["status"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return {tab: sum(found.get(str(status), 0) for status in statuses) for tab, statuses in standing.items()}


def in_tab(actor: Actor, tab: str) -> list[Message]:
    """The messages of a tab: what waits by when it goes, what has gone the latest first."""
    rows = messages_of(actor).filter(status__in=TABS[tab]).select_related("pupil", "contact")
    if tab == GONE:
        return list(rows.filter(made_at__gte=now() - LATELY).order_by("-made_at", "-pk")[:MOST])
    return list(rows.order_by("not_before", "pk")[:MOST])


def to_print(actor: Actor) -> list[Message]:
    """What waits for paper, by year group, form and name."""
    order = ("pupil__year_group", "pupil__form", "pupil__family", "pk")
    return list(
        messages_of(actor)
        .filter(status=Status.TO_PRINT)
        .select_related("pupil", "contact")
        .order_by(*order)[: MOST * 5]
    )


def deliveries_of(message: Message) -> list[Delivery]:
    """What happened to a message, in order."""
    return list(Delivery.objects.filter(message=message).order_by("at", "pk"))


def last_words(messages: list[Message]) -> dict[int, str]:
    """What was last answered about each of these messages."""
    rows = Delivery.objects.filter(message_id__in=[one.pk for one in messages]).order_by("at", "pk")
    return {row.message_id: row.answer for row in rows if row.answer}


def contacts_of(pupil: Pupil) -> list[Contact]:
    """The pupil's family who may be told, the first to be told first."""
    return list(Contact.objects.filter(pupil=pupil, may_be_told=True).order_by("order", "pk"))


@prepared
def entries_of(pupil: Any) -> QuerySet[ContactEntry]:
    """What was logged as said, by the pupil's id, the latest first."""
    return _entries(pupil)[:MOST]


@prepared
def last_entries_of(pupil: Any) -> QuerySet[ContactEntry]:
    """The last few of what was logged as said."""
    return _entries(pupil)[:FEW]


@prepared
def sent_to(pupil: Any) -> QuerySet[Message]:
    """What went home by itself, by the pupil's id, the latest first."""
    return _sent(pupil)[:MOST]


@prepared
def last_sent_to(pupil: Any) -> QuerySet[Message]:
    """The last few of what went home by itself."""
    return _sent(pupil)[:FEW]


def told_by_task(pupil: Pupil) -> list[Task]:
    """Tasks of telling the family that were done, the latest first."""
    told = Q(kind__in=CONTACT) | Q(kind__startswith="tell:", about="")
    rows = Task.objects.filter(told, pupil=pupil, status="done").exclude(note="")
    return list(rows.order_by("-closed_at", "-pk")[:MOST])


def noted_in_stays(pupil: Pupil) -> list[StayNote]:
    """What was said to a family during a stay, the latest first."""
    rows = StayNote.objects.filter(stay__pupil=pupil, kind="contact")
    return list(rows.order_by("-at", "-pk")[:MOST])


def _entries(pupil: Any) -> QuerySet[ContactEntry]:
    return ContactEntry.objects.filter(pupil_id=pupil).select_related("message").order_by("-at", "-pk")


def _sent(pupil: Any) -> QuerySet[Message]:
    rows = Message.objects.filter(pupil_id=pupil, audience="family", status__in=SAID)
    return rows.order_by("-made_at", "-pk")
