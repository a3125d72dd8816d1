"""The morning digest by e-mail, for those who have chosen it: how much is due, and no pupil's name.

It goes once on a school morning, to whoever has not looked in by then. What a server may have taken is not sent again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import User
from evenhand.apps.audit.services import append
from evenhand.apps.casework.digest import KIND
from evenhand.apps.casework.models import Alert
from evenhand.apps.letters.models import Channel, DigestMail
from evenhand.apps.letters.providers.parcels import Parcel, Provider, Verdict
from evenhand.apps.letters.sending import BACK_OFF, provider_of
from evenhand.apps.letters.ways import set_up
from evenhand.apps.letters.wording import PLAIN
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School

BODY: Final = "{words}.\n\nWhat it is stands in your inbox in evenhand. You chose this e-mail there, and can end it there."


def tick() -> None:
    """One round of the worker over every school."""
    each_school(send_mornings, "the morning's e-mails")


def chosen(actor: Actor) -> bool:
    """Whether the actor has chosen the digest by e-mail."""
    return DigestMail.objects.filter(user_id=actor.person).exists()


def address(actor: Actor) -> str:
    """Where it goes: the address with which the actor signs in."""
    return User.objects.get(pk=actor.person).email


@transaction.atomic
def choose(actor: Actor, *, wanted: bool) -> None:
    """Choose the digest by e-mail, or end it. It is off for everybody who has not chosen it."""
    if wanted:
        _, changed = DigestMail.objects.get_or_create(school_id=actor.school_id, user_id=actor.person)
    else:
        changed = DigestMail.objects.filter(user_id=actor.person).delete()[0] > 0
    if not changed:
        return
    action = "digest.by_mail" if wanted else "digest.not_by_mail"
    append(actor, action=action, subject=f"user:{actor.user_id}", body={})


def send_mornings(school: School) -> int:
    """Send what today's digest says to those who chose it and have not seen it; returns how many were taken."""
    if Channel.EMAIL not in set_up():
        return 0
    moment = now()
    day = local(school, moment).day
    rows = {row.user_id: row for row in DigestMail.objects.select_related("user").exclude(sent_for=day)}
    if not rows:
        return 0
    told = Alert.objects.filter(
        kind=KIND, subject=day.isoformat(), user_id__in=list(rows), seen_at__isnull=True
    )
    due = [(rows[alert.user_id], alert) for alert in told.order_by("pk") if alert.user_id is not None]
    due = [(row, alert) for row, alert in due if row.not_before is None or row.not_before <= moment]
    if not due:
        return 0
    provider = provider_of(Channel.EMAIL)
    try:
        return sum(_sent(provider, school, row, alert) for row, alert in due)
    finally:
        provider.close()


def _sent(provider: Provider, school: School, row: DigestMail, alert: Alert) -> bool:
    """Try once. The try is written down before, so that no two workers make it and no fault repeats it."""
    day = alert.subject
    won = DigestMail.objects.filter(pk=row.pk, tries=row.tries).update(tries=F("tries") + 1, sent_for=day)
    if not won:
        return False
    words = str(alert.body["label"])
    parcel = Parcel(
        f"digest-{alert.pk}",
        row.user.email,
        f"This morning: {words}",
        BODY.format(words=words),
        PLAIN,
        school.name,
    )
    answer = provider.deliver(parcel)
    if answer.verdict == Verdict.LATER and row.tries < len(BACK_OFF):
        wait = timedelta(minutes=BACK_OFF[row.tries])
        DigestMail.objects.filter(pk=row.pk).update(sent_for=None, not_before=now() + wait)
    else:
        DigestMail.objects.filter(pk=row.pk).update(tries=0, not_before=None)
    return answer.verdict == Verdict.TAKEN
