"""What is asked when something is done, put off, passed on or decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from evenhand.apps.casework.deciding import ANSWERS

HOW = [("phone", "By phone"), ("person", "In person"), ("text", "By text"), ("letter", "By letter")]


class DoneForm(forms.Form):
    """A line about what was done."""

    note = forms.CharField(label="What was said or agreed", widget=forms.Textarea, max_length=4_000)

    def words(self) -> str:
        """The note to keep."""
        return str(self.cleaned_data["note"])


class ContactForm(forms.Form):
    """Who was told, how, and what was said."""

    who = forms.CharField(label="Who you spoke to", max_length=120)
    how = forms.ChoiceField(label="How", choices=HOW)
    note = forms.CharField(label="What was said", widget=forms.Textarea, max_length=3_500)

    def words(self) -> str:
        """The note to keep: who, how, and what was said."""
        data = self.cleaned_data
        return f"{data['who']}, {dict(HOW)[data['how']].lower()}: {data['note']}"


class DeferForm(forms.Form):
    """Until when, and why."""

    until = forms.DateTimeField(
        label="Until",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Choose a day and a time."},
    )
    reason = forms.CharField(label="Why it is put off", max_length=400)


class ReassignForm(forms.Form):
    """To whom, and why."""

    person = forms.TypedChoiceField(
        label="To", coerce=int, error_messages={"invalid_choice": "Choose a person."}
    )
    reason = forms.CharField(label="Why it is passed on", max_length=400)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", "Choose a person"), *people]


class DecideForm(forms.Form):
    """The answer and the reasons for it."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[(key, words) for key, (_, words) in ANSWERS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the answers."},
    )
    reasons = forms.CharField(
        label="Your reasons",
        widget=forms.Textarea,
        max_length=4_000,
        error_messages={"required": "Give your reasons; they go on record."},
    )


class AwayForm(forms.Form):
    """Who is away, from when to when, and who stands in. `others`: whether somebody else may be chosen."""

    person = forms.TypedChoiceField(label="Who is away", coerce=int, required=False)
    first = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
    stand_in = forms.TypedChoiceField(label="Who stands in", coerce=int, required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, nobody in (("person", "Myself"), ("stand_in", "Whoever holds the role")):
            field = self.fields[name]
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [("", nobody), *people]
        if not others:
            del self.fields["person"]
