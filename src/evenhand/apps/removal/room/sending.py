"""Sending a report: it is kept as it stood, it goes to the inbox of whom the policy names, and the task is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, Capability
from evenhand.apps.access.models import RoleGrant
from evenhand.apps.audit.overtaking import demand_current, last_kept, version_of
from evenhand.apps.audit.services import append
from evenhand.apps.casework import counting
from evenhand.apps.casework.alerting import holders
from evenhand.apps.casework.closing import close_tasks
from evenhand.apps.casework.models import Alert
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.removal.facts import Ground, ground
from evenhand.apps.removal.models import Advice, RoomReport
from evenhand.apps.removal.room.reports import NAMELESS, STAFF, TITLES, Report, draft
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School

STAFF_TO = "setting:room.staff_note_to"
EVERYONE = "everyone"
KIND = "room_report"
GONE = "This report was sent already."
ADVISED, ADVICE = "room.advised", "advice"


@transaction.atomic
def send(
    *, actor: Actor, report: Report, advice: Mapping[str, str] | None = None, seen_advice: str | None = None
) -> RoomReport:
    """Keep the report as it stands and let those it is for know of it. A report of one day goes once.

    Args:
        actor: who sends it.
        report: the draft.
        advice: what helps, by the code of the act; kept for the next time.
        seen_advice: the version of it with which the form was opened; None where no form was.

    Raises:
        Refused: it went already, or nobody at the school holds the role that it is for.
        Overtaken: somebody else has written other advice since; nothing is sent.
    """
    seen = ground(actor)
    people = recipients(seen, report.kind)
    if not people:
        raise Refused((Problem("", "to", "Nobody holds the role that this goes to. Ask an administrator."),))
    if is_sent(report.kind, report.last):
        raise Refused((Problem("", "to", GONE),))
    if advice and report.kind == STAFF:
        keep_advice(actor, advice=advice, seen=seen_advice)
        report = draft(seen, report.kind, report.last)
    row = RoomReport(
        school_id=actor.school_id, kind=report.kind, first=report.first, last=report.last, body=report.plain(),
        told=sorted(people), sent_at=now(), sent_by_id=actor.user_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused((Problem("", "to", GONE),)) from None
    body = {"words": TITLES[report.kind], "label": report.span, "url": f"/board/reports/sent/{row.pk}/"}
    Alert.objects.bulk_create(
        Alert(
            school_id=actor.school_id, at=row.sent_at, user_id=user, kind=KIND, subject=str(row.pk), body=body
        )
        for user in sorted(people)
    )
    _close(row)
    counting.forget()
    append(
        actor,
        action="room.report_sent",
        subject=f"report:{row.pk}",
        body={"kind": row.kind, "to": len(people)},
    )
    return row


def recipients(seen: Ground, kind: str) -> frozenset[int]:
    """The users in whose inbox a report of that kind goes, as the policy names them."""
    if kind in NAMELESS:
        role = seen.rules.word(STAFF_TO) if seen.rules.used(STAFF_TO) else EVERYONE
        return _everyone(seen) if role == EVERYONE else frozenset(holders(seen.school, role, seen.moment.day))
    routine = seen.pack.routines.get(kind)
    return frozenset(holders(seen.school, routine.audience, seen.moment.day)) if routine else frozenset()


def is_sent(kind: str, last: date) -> bool:
    """Whether the report of that kind for that day, or for the days up to it, has gone."""
    return RoomReport.objects.filter(kind=kind, last=last).exists()


def about(row: RoomReport) -> str:
    """What the routine's task is about: its id and the day on which it falls due."""
    return f"{row.kind}:{row.last.isoformat()}"


def _close(row: RoomReport) -> None:
    close_tasks(
        school_id=row.school_id,
        about=about(row),
        kind=row.kind,
        by_id=row.sent_by_id,
        at=row.sent_at,
        note="Sent",
    )


def _everyone(seen: Ground) -> frozenset[int]:
    day = seen.moment.day
    roles = [role for role, held in ROLE_CAPABILITIES.items() if Capability.RECORD in held]
    grants = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), role__in=roles, valid_from__lte=day
    )
    return frozenset(grants.values_list("membership__user_id", flat=True))


def advice_in(report: Report) -> dict[str, str]:
    """What is advised in a report, by the code of the act; empty where nothing is."""
    return {line.code: line.advice for section in report.sections for line in section.lines if line.code}


def version_in(report: Report) -> str:
    """The version of what is advised in a report, for the form that changes it."""
    return version_of(advice_in(report))


@transaction.atomic
def keep_advice(actor: Actor, *, advice: Mapping[str, str], seen: str | None = None) -> None:
    """Keep what helps, by the code of the act, for every report from now on.

    Args:
        seen: the version of it with which the form was opened; None where no form was.

    Raises:
        Overtaken: somebody else has written other advice since.
    """
    School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    given = {code: words.strip() for code, words in advice.items()}
    known = dict(Advice.objects.filter(code__in=given).values_list("code", "words"))
    changed = sorted(code for code, words in given.items() if words != known.get(code, ""))
    demand_current(actor, seen, last_kept(known, action=ADVISED, subject=ADVICE), given)
    for code in changed:
        Advice.objects.update_or_create(school_id=actor.school_id, code=code, defaults={"words": given[code]})
    if changed:
        append(actor, action=ADVISED, subject=ADVICE, body={"codes": changed})
