"""Updates that a routine owes to staff: an alert to each person who holds the role, with how much the day brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenhand.apps.casework.alerting import holders
from evenhand.apps.casework.models import Alert
from evenhand.apps.casework.wording import day_words
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.performers import SENT, Performed, Work, find
from evenhand.engine.decisions import Tell
from evenhand.engine.rules.routine import UPDATE
from evenhand.engine.values import EventKind, Role

KIND = "update"
SENT_BEFORE = "Sent before the day closed"


def tell_staff(work: Work, items: Sequence[Performed]) -> list[Performed]:
    """Tell staff of the updates among these, and return what is left to tell otherwise.

    A routine's day closes once, so that an update is told once; a day on which nothing happened is told as well.
    """
    mine = [item for item in items if is_update(work, item)]
    rows = [row for item in mine for row in _alerts(work, item)]
    if rows:
        Alert.objects.bulk_create(rows)
    return [item for item in items if item not in mine]


def sent_before(routine: str, about: str) -> bool:
    """Whether what a routine asks for was sent before its day closed, so that nobody owes it any more."""
    return bool(find(SENT)(routine, date.fromisoformat(about.partition(":")[2])))


def is_update(work: Work, item: Performed) -> bool:
    """Whether it is an update for a role of the school."""
    outcome = item.outcome
    return (
        isinstance(outcome, Tell)
        and outcome.channel == UPDATE
        and outcome.audience in set(Role)
        and Role(outcome.audience) in work.policy.pack.roles
    )


def concerns_on(day: date) -> int:
    """How many concerns happened on a day, those taken back left out."""
    rows = Event.objects.filter(day=day, kind__in=(EventKind.CONCERN, EventKind.LADDER_STEP))
    ids = [str(ident) for ident in rows.values_list("pk", flat=True)]
    return (
        len(ids) - Event.objects.filter(kind=EventKind.VOID, about__in=ids).values("about").distinct().count()
    )


def _alerts(work: Work, item: Performed) -> list[Alert]:
    outcome = item.outcome
    if not isinstance(outcome, Tell):
        raise TypeError(f"{outcome.kind} is no update")
    day = outcome.due.day if outcome.due else item.event.recorded_at.date()
    if find(SENT)(outcome.template, day):
        return []
    many = concerns_on(day)
    body = {
        "words": outcome.template.replace("_", " ").capitalize(),
        "label": f"{day_words(day)}, {many or 'no'} {'entry' if many == 1 else 'entries'} that day",
    }
    people = holders(work.school, outcome.audience, day)
    return [
        Alert(
            school_id=work.school.pk,
            at=work.now,
            role=outcome.audience,
            user_id=user,
            kind=KIND,
            subject=f"{outcome.template}:{day.isoformat()}",
            body=body,
        )
        for user in people or (None,)
    ]
