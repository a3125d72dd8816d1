"""The page on which an entry is put right: taken back, or recorded as it should have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from evenhand.apps.casework.wording import place_of, what_happened, when_words
from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School

HOW = [
    ("void", "It did not happen: take the entry back"),
    ("pupil", "It was another pupil"),
    ("code", "It was another act"),
]


@dataclass(frozen=True)
class CorrectPage:
    """The entry to be put right."""

    pupil: Pupil
    act: str
    when: str


class CorrectForm(forms.Form):
    """What is wrong, what would be right, and the reason."""

    how = forms.ChoiceField(label="What is wrong", choices=HOW, initial="void", widget=forms.RadioSelect)
    other_pupil = forms.TypedChoiceField(
        label="The right pupil", coerce=int, required=False, empty_value=None
    )
    code = forms.ChoiceField(label="The right act", required=False)
    reason = forms.CharField(
        label="Reason",
        max_length=400,
        error_messages={"required": "Give a short reason; it stays on record."},
    )

    def __init__(
        self, *args: Any, pupils: Sequence[tuple[int, str]], acts: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("other_pupil", pupils), ("code", acts)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "Choose"), *choices]

    def clean(self) -> dict[str, Any]:
        """What is chosen must be named."""
        data = super().clean() or {}
        if data.get("how") == "pupil" and not data.get("other_pupil"):
            self.add_error("other_pupil", "Choose the right pupil.")
        if data.get("how") == "code" and not data.get("code"):
            self.add_error("code", "Choose the right act.")
        return data


def correct_form(event: Event, data: Any = None) -> CorrectForm:
    """The form for one entry: the pupils of its lesson, and the acts of its own kind."""
    pack = policy_of(event.school_id).pack
    mine = pack.items.get(event.code)
    kind = pack.groups[mine.group].kind if mine else ""
    acts = [
        (item.code, item.label)
        for item in pack.items.values()
        if pack.groups[item.group].kind == kind and item.code != event.code
    ]
    return CorrectForm(data, pupils=_pupils(event), acts=sorted(acts, key=lambda pair: pair[1]))


def correct_view(school: School, pupil: Pupil, event: Event) -> CorrectPage:
    """The entry in words."""
    pack = policy_of(school.pk).pack
    when = when_words(school, event.happened_at, now()) + place_of(event)
    return CorrectPage(pupil, what_happened(pack, event), when)


def _pupils(event: Event) -> list[tuple[int, str]]:
    lesson = event.incident.lesson
    if lesson is not None:
        rows = Enrolment.objects.filter(group_id=lesson.group_id, valid_from__lte=event.day)
        open_rows = [
            row for row in rows.select_related("pupil") if not row.valid_to or row.valid_to >= event.day
        ]
        pupils = {row.pupil_id: row.pupil for row in open_rows}
    else:
        year = event.pupil.year_group
        pupils = {row.pk: row for row in Pupil.objects.filter(year_group=year, left_on__isnull=True)}
    pupils.pop(event.pupil_id, None)
    named = [(pk, f"{row.display_name}, {row.form}") for pk, row in pupils.items()]
    return sorted(named, key=lambda pair: pair[1])
