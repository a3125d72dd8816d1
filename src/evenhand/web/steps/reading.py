"""Everything that the card flow of one pupil in one lesson needs, read once so that the page works without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.standing import Standing, standing
from evenhand.apps.conduct.trail import Taken, trail
from evenhand.apps.people.models import Pupil, Staff
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import AgreedAdjustment, ProfileEntry, Strategy
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar

# Where a pack says otherwise, its parameters of these names win.
RECENT = "positives.recent"
RECENT_DAYS = "positives.recent_days"
USUAL = {RECENT: 5, RECENT_DAYS: 10}
MOST_STRENGTHS = 3


@dataclass(frozen=True, slots=True)
class Positive:
    """Something that went well: when and with whom, or a strength from the profile (`day` None)."""

    words: str
    day: date | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page is built from."""

    lesson: LessonOccurrence
    pupil: Pupil
    school: School
    pack: Pack
    standing: Standing
    trail: tuple[Taken, ...]
    positives: tuple[Positive, ...]
    helps: tuple[str, ...]
    staff: tuple[str, ...]
    now: datetime


def read(actor: Actor, lesson: LessonOccurrence, pupil: Pupil, code: str) -> Reading | None:
    """The reading, with `code` as the act in view ("" takes the last one); None where no advisory ladder holds."""
    taken = trail(pupil.pk, lesson.scope_key)
    stands = standing(actor, lesson, pupil.pk, code or (taken[-1].code if taken else ""))
    if stands is None:
        return None
    school = school_of(actor.school_id)
    pack = policy_of(actor.school_id).pack
    strategies = tuple(
        Strategy.objects.filter(pupil=pupil).order_by("-worked", "pk").values_list("words", flat=True)
    )
    agreed = AgreedAdjustment.objects.filter(pupil=pupil, valid_from__lte=lesson.day).exclude(
        valid_to__lt=lesson.day
    )
    return Reading(
        lesson=lesson,
        pupil=pupil,
        school=school,
        pack=pack,
        standing=stands,
        trail=taken,
        positives=positives(stands.rules, calendar_of(school), pupil, lesson.day, strategies),
        helps=(*(row.words for row in agreed.order_by("pk") if row.words), *strategies),
        staff=tuple(row.short_name for row in Staff.objects.order_by("family", "given", "pk")),
        now=now(),
    )


def positives(
    rules: Rules, calendar: SchoolCalendar, pupil: Pupil, today: date, strengths: tuple[str, ...]
) -> tuple[Positive, ...]:
    """The newest positives, those of the last school days first; without one of those, strengths lead (INF-SS-13)."""
    most = _figure(rules, RECENT)
    rows = (
        Event.objects.filter(pupil=pupil, kind__in=("achievement", "void"))
        .select_related("recorded_by", "payload")
        .order_by("-happened_at", "-seq")[: most * 2]
    )
    gone = {row.about for row in rows if row.kind == "void"}
    kept = [row for row in rows if row.kind == "achievement" and str(row.pk) not in gone][:most]
    noted = _noted(pupil)
    told = tuple(_positive(rules.pack, row) for row in kept)
    past = [
        Positive(row.words, row.dated or row.at.date(), row.by.name) for row in noted if row.kind == "success"
    ]
    # Of one day, what was recorded then comes before what the profile says of it.
    told = tuple(sorted((*told, *past), key=lambda one: one.day or today, reverse=True)[:most])
    strengths = (*(row.words for row in noted if row.kind == "strength"), *strengths)
    since = _days_back(calendar, today, _figure(rules, RECENT_DAYS))
    fresh = tuple(one for one in told if one.day is not None and one.day >= since)
    older = tuple(one for one in told if one not in fresh)
    strong = tuple(Positive(words, None) for words in strengths[:MOST_STRENGTHS])
    return (*fresh, *older, *strong) if fresh else (*strong, *older)


def _noted(pupil: Pupil) -> list[ProfileEntry]:
    """Successes and strengths that adults wrote on the profile, the newest first (INF-PP-7)."""
    rows = ProfileEntry.objects.filter(pupil=pupil, kind__in=("success", "strength"), ended_at=None)
    return list(rows.select_related("by").order_by("-dated", "-at", "-pk"))


def _positive(pack: Pack, row: Event) -> Positive:
    payload = getattr(row, "payload", None)
    item = pack.items.get(row.code)
    words = (payload.text if payload else "") or (item.label if item else "")
    return Positive(words, row.day, row.recorded_by.name if row.recorded_by else "")


def _figure(rules: Rules, key: str) -> int:
    return rules.number("param:" + key) if key in rules.pack.params else USUAL[key]


def _days_back(calendar: SchoolCalendar, today: date, days: int) -> date:
    """That many school days before today; the known start of the calendar where there are fewer."""
    try:
        return calendar.subtract_school_days(today, days)
    except CalendarEnds:
        return calendar.known_from
