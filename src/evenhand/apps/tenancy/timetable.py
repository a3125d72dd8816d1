"""Who is taught when: the entries of the timetable in force on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from evenhand.apps.tenancy.models import School, TimetableEntry


def entries_on(school: School, day: date, cycle_day: str) -> list[TimetableEntry]:
    """The entries of that cycle day in force then; of two for one group and period the one recorded last."""
    rows = (
        TimetableEntry.objects.filter(school=school, cycle_day=cycle_day, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .select_related("group")
        .order_by("recorded_at", "id")
    )
    newest = {(entry.group_id, entry.period): entry for entry in rows}
    return list(newest.values())
