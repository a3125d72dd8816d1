"""Reads of marks: the one that holds for each pupil and slot, and what it says of an absence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import NamedTuple

from evenhand.apps.attendance.codes import codes_of, kind_of_absence
from evenhand.apps.attendance.models import AM, PM, Mark

MarkKey = tuple[int, str]


class Away(NamedTuple):
    """Why a pupil is away: authorised, excluded or unauthorised, with the code and its meaning in words."""

    kind: str
    code: str
    words: str


def marks_on(day: date, pupil_ids: Iterable[int] | None = None, *slots: str) -> dict[MarkKey, Mark]:
    """The marks of a day that hold, by pupil and slot; of these pupils and slots where they are given."""
    rows = Mark.objects.filter(day=day).select_related("recorded_by", "written")
    if pupil_ids is not None:
        rows = rows.filter(pupil_id__in=list(pupil_ids))
    if slots:
        rows = rows.filter(slot__in=slots)
    return {(mark.pupil_id, mark.slot): mark for mark in rows.order_by("number")}


def away_on(
    day: date, at: time, midday: time, jurisdiction: str, pupil_ids: Iterable[int]
) -> Mapping[int, Away]:
    """Who is away at that time of the day by the session's mark; those who are in school, or not marked, are left out."""
    slot = PM if at >= midday else AM
    codes = codes_of(jurisdiction).codes
    found: dict[int, Away] = {}
    for (pupil_id, _), mark in marks_on(day, pupil_ids, slot).items():
        code = codes[mark.code]
        if kind := kind_of_absence(code):
            found[pupil_id] = Away(kind, code.code, code.meaning)
    return found


def late_today(day: date) -> list[Mark]:
    """The late arrivals of a morning, the latest first."""
    marks = marks_on(day, None, AM).values()
    late = [mark for mark in marks if mark.code in {"L", "U"}]
    return sorted(late, key=lambda mark: (mark.recorded_at, mark.pk), reverse=True)
