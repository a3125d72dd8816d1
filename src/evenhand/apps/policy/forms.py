"""What an author fills in to propose an answer, and the principal to decide on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from evenhand.apps.policy.answers import as_text, choices_of, read_answer
from evenhand.engine.decisions import Value
from evenhand.engine.pack.schema import Setting

REASON_LENGTH = 2_000


class AnswerForm(forms.Form):
    """An answer to one question, from a day on, with the reason."""

    value = forms.CharField(label="Answer", error_messages={"required": "Choose an answer."})
    since = forms.DateField(
        label="From which day",
        help_text="Today or later. A change never reaches back.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "Write a date, such as 2026-11-30."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, in a sentence."},
    )

    def __init__(self, setting: Setting, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setting = setting
        since = self.fields["since"]
        since.initial = day
        since.widget.attrs["min"] = day.isoformat()
        if not choices_of(setting):
            kind = {"integer": "number", "time": "time"}.get(setting.type, "text")
            limits = {"min": setting.minimum, "max": setting.maximum} if kind == "number" else {}
            attrs = {"type": kind, **{key: limit for key, limit in limits.items() if limit is not None}}
            self.fields["value"].widget.attrs.update(attrs)
            self.fields["value"].widget.input_type = kind
            self.fields["value"].initial = as_text(setting.default)

    def clean_value(self) -> Value:
        """The answer as a value of the setting's type."""
        try:
            return read_answer(self.setting, self.cleaned_data["value"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
