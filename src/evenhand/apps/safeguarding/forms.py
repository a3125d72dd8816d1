"""What is written into the walled record."""

from __future__ import annotations

from django import forms

from evenhand.apps.safeguarding.services import LONGEST

KINDS = [
    ("agency", "Another agency was told or asked"),
    ("contact", "Somebody was spoken to"),
    ("decision", "A decision"),
    ("note", "A note"),
]


class TellForm(forms.Form):
    """What the pupil said."""

    words = forms.CharField(
        label="What was said, in the pupil’s own words",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )


class EntryForm(forms.Form):
    """What the team did."""

    kind = forms.ChoiceField(label="What was done", choices=KINDS)
    who = forms.CharField(label="With whom (agency or person)", max_length=200, required=False)
    words = forms.CharField(label="In words", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
