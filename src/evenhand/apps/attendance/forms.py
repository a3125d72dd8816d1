"""What the register and the gate send."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from evenhand.apps.attendance.codes import LATE, here
from evenhand.apps.attendance.models import PM
from evenhand.apps.attendance.pages import AWAY, CAME_LATE
from evenhand.apps.attendance.services import LONGEST_REASON, MOST_MINUTES, Said
from evenhand.apps.tenancy.models import LessonOccurrence

LONGEST_CODE = 4


class LateForm(forms.Form):
    """A late arrival at the gate."""

    pupil = forms.IntegerField(min_value=1)
    minutes = forms.IntegerField(
        min_value=1,
        max_value=MOST_MINUTES,
        label="Minutes late",
        error_messages={"required": "Say how many minutes late, as a whole number."},
    )
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)


def read_register(
    posted: Mapping[str, str], lesson: LessonOccurrence, slot: str, pupil_ids: list[int], *, afternoon: bool
) -> list[Said]:
    """One mark for each pupil of the register; who is not named is not marked."""
    return [
        _said(posted, lesson, slot, pk, afternoon=afternoon) for pk in pupil_ids if f"mark-{pk}" in posted
    ]


def _said(
    posted: Mapping[str, str], lesson: LessonOccurrence, slot: str, pk: int, *, afternoon: bool
) -> Said:
    chosen = posted.get(f"mark-{pk}", "")
    code, minutes = here(slot, afternoon=afternoon or slot == PM), 0
    if chosen == CAME_LATE:
        code, minutes = LATE, _number(posted.get(f"minutes-{pk}", ""))
    elif chosen == AWAY:
        code = posted.get(f"code-{pk}", "")[:LONGEST_CODE]
    reason = posted.get(f"reason-{pk}", "").strip() if chosen != "here" else ""
    seen = _number(posted.get(f"seen-{pk}", ""))
    return Said(pk, lesson.day, slot, code, minutes, reason, lesson.pk, seen or None)


def _number(text: str) -> int:
    """A whole number, nought where none is given; what is no number is out of range and so is refused."""
    text = text.strip()
    if not text:
        return 0
    return int(text) if text.isdecimal() and len(text) < LONGEST_CODE else MOST_MINUTES + 1
