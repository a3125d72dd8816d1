"""A longer stay for work that is not good enough: to which times, and for whom the form is there (G-21)."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import local


def may_extend(seen: Ground, stay: Stay) -> bool:
    """Whether the policy lets the one who looks make this stay longer."""
    declared = seen.placement(stay)
    role = declared.extension_role
    return (
        stay.stage == "here"
        and role is not None
        and str(role) in seen.actor.roles
        and bool(ends_of(seen, stay))
    )


def ends_of(seen: Ground, stay: Stay) -> list[tuple[str, str]]:
    """The times up to which the stay could last, as local ISO moments with their words; the policy's cap holds."""
    more = seen.rules.number(seen.placement(stay).extension_cap)
    if stay.release_at is None or not more:
        return []
    there = local(seen.school, stay.release_at)
    release = datetime.combine(there.day, there.time)
    last = datetime.combine(seen.calendar.add_school_days(there.day, more), there.time)
    found = []
    for day in (*seen.calendar.school_days_between(there.day, last.date()), last.date()):
        bells = seen.calendar.bell_set(day, stay.pupil.year_group)
        ends = {period.end: f"end of {period.label}" for period in bells.periods if period.kind == "lesson"}
        ends.setdefault(bells.closing, "closing bell")
        for at in sorted(ends):
            moment = datetime.combine(day, at)
            if release < moment <= last:
                found.append(
                    (f"{moment:%Y-%m-%dT%H:%M}", f"{day:%a} {day.day} {day:%b}, {at:%H:%M}, {ends[at]}")
                )
    return list(dict.fromkeys(found))
