"""What adults write in a stay: each form is short, and says what is missing by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

CHANNELS = [
    ("phone", "By phone"),
    ("in_person", "In person"),
    ("message", "By message"),
    ("letter", "By letter"),
]
LONGEST = 2_000


def _words(label: str, *, required: bool = True, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=widget)


class FamilyForm(forms.Form):
    """A contact with the family."""

    prefix = "family"
    who = forms.CharField(label="Who was told", max_length=200)
    how = forms.ChoiceField(label="How", choices=CHANNELS)
    words = _words("What was said", required=False)


class RepairForm(forms.Form):
    """The conversation, in short."""

    prefix = "repair"
    who = forms.CharField(label="Who was there", max_length=200)
    words = _words("What was agreed")


class ReflectionForm(forms.Form):
    """What the pupil wrote."""

    prefix = "reflection"
    words = _words("The reflection, in the pupil’s words", rows=5)


class BookForm(forms.Form):
    """The book that is read."""

    prefix = "book"
    who = forms.CharField(label="Book", max_length=200)


class PhoneForm(forms.Form):
    """A phone handed over: where it lies."""

    prefix = "phone"
    how = forms.CharField(label="Where the phone is kept", max_length=80)


class PreventionForm(forms.Form):
    """What is done so that it does not happen again."""

    prefix = "prevention"
    words = _words("What is done so that it need not happen again")


class ReleaseForm(forms.Form):
    """A release past a gate."""

    prefix = "release"
    warned = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    reason = forms.CharField(label="Reason to go back without it", max_length=300, required=False)
    adult_absent = forms.BooleanField(label="An adult is away, so it cannot be held today", required=False)


class LunchForm(forms.Form):
    """What the pupil eats."""

    prefix = "lunch"
    school_lunch = forms.ChoiceField(label="Lunch", choices=[("yes", "The school’s"), ("no", "Their own")])
    diet = forms.CharField(label="Dietary needs", max_length=200, required=False)
    # With which version the form was opened.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class PlanForm(forms.Form):
    """Whether the pupil's support plan needs a change."""

    prefix = "plan"
    words = _words("What was decided about the support plan, and with whom")


class SupportForm(forms.Form):
    """What is done to help the return."""

    prefix = "support"
    words = _words("What is done to help the return")


class ExtensionForm(forms.Form):
    """A longer stay because the work was not good enough: after a check for what lies behind it."""

    prefix = "extension"
    need = forms.ChoiceField(
        label="Is there a reason behind the work (needs, health, what happened at home)?",
        choices=[("", "Not checked yet"), ("none", "Checked: none was found"), ("found", "Yes, there is")],
        required=False,
    )
    until = forms.ChoiceField(label="Stay until")
    reason = forms.CharField(label="What is not good enough", max_length=300, required=False)

    def __init__(self, *args: Any, ends: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["until"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(ends)


class GapForm(forms.Form):
    """A stay over a break: confirmed, or shortened with a reason."""

    prefix = "gap"
    until = forms.DateTimeField(
        label="Shorten to (leave empty to confirm as it is)",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    reason = forms.CharField(label="Reason to shorten", max_length=300, required=False)
