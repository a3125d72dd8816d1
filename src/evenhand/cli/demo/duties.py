"""Who is away and who stands in, what has been looked at of the log, and what was passed on in confidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from evenhand.apps.casework.absence import mark_away
from evenhand.apps.casework.daily import ACTED, NONE_NEEDED, SENT_UP, entries_of, review_entry, span_of
from evenhand.apps.casework.models import EntryReview
from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Pupil
from evenhand.apps.safeguarding.models import Disclosure
from evenhand.apps.safeguarding.services import add_entry, disclose, read
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Adult, Team
from evenhand.engine.values import EventKind

LEFT = 2


def tell_duties(site: Site, team: Team, pupils: Sequence[Pupil]) -> None:
    """All of it, as adults would do it. Needs the school's scope and a transaction."""
    _away(site, team)
    _review(site, team)
    _confide(team, pupils)


def _away(site: Site, team: Team) -> None:
    """One who owes much is away today and tomorrow; the next colleague of the same role stands in."""
    role = next(role for role in ("head_of_year", "pastoral_lead") if len(team.with_role(role)) > 1)
    away, stand_in = team.with_role(role)[-1], team.with_role(role)[-2]
    today = site.demo.opens.date()
    mark_away(
        team.one("principal").actor,
        user_id=away.actor.person,
        first=today,
        last=site.calendar.next_school_day(today),
        stand_in_id=stand_in.actor.user_id,
    )


def _review(site: Site, team: Team) -> None:
    """Earlier days have been looked at; of yesterday's entries one led to an act, one to a leader, two are left."""
    reviewer = team.one("principal")
    yesterday = site.calendar.school_days_before(site.demo.opens.date(), 1)[0]
    _long_ago(site, reviewer, yesterday)
    entries = entries_of(reviewer.actor, yesterday)
    acts = iter([(ACTED, words("review_act")[0]), (SENT_UP, words("review_act")[1])])
    for event in entries[:-LEFT]:
        outcome, said = next(acts, (NONE_NEEDED, ""))
        review_entry(reviewer.actor, event=event, outcome=outcome, words=said)


def _long_ago(site: Site, reviewer: Adult, before: date) -> None:
    """Every entry before that day was looked at on the day after it, and nothing was needed."""
    first = span_of(site.school, before)[0]
    old = Event.objects.filter(kind__in=(EventKind.CONCERN, EventKind.LADDER_STEP), recorded_at__lt=first)
    EntryReview.objects.bulk_create(
        EntryReview(
            school=site.school, event_id=pk, at=recorded + timedelta(hours=20), by_id=reviewer.actor.user_id,
            outcome=NONE_NEEDED,
        )
        for pk, recorded in old.values_list("pk", "recorded_at")
    )  # fmt: skip


def _confide(team: Team, pupils: Sequence[Pupil]) -> None:
    """Two things were passed on in confidence: one is taken up, one waits."""
    teacher, lead = team.with_role("teacher")[0], team.one("safeguarding_lead")
    for pupil in pupils[:2]:
        disclose(actor=teacher.actor, pupil=pupil, words=words("disclosure")[0])
    taken = Disclosure.objects.get(pupil=pupils[0])
    read(actor=lead.actor, disclosure=taken)
    add_entry(actor=lead.actor, disclosure=taken, kind="contact", words=words("taken_up")[0])
