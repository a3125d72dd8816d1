"""What is asked when a message is let go or cancelled, when somebody was spoken to, and when one writes home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from evenhand.apps.people.models import Contact

WAYS = [
    ("phone", "By phone"),
    ("person", "In person"),
    ("email", "E-mail"),
    ("text", "Text"),
    ("letter", "Letter"),
]
SOMEBODY_ELSE = "0"


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why", max_length=400)


class ContactEntryForm(forms.Form):
    """Whom, by which way, and what was said; the first contact and a call are chosen already."""

    contact = forms.ChoiceField(label="Who", widget=forms.RadioSelect)
    who = forms.CharField(label="Their name, if somebody else", max_length=200, required=False)
    way = forms.ChoiceField(label="How", choices=WAYS, widget=forms.RadioSelect, initial="phone")
    words = forms.CharField(
        label="What was said", widget=forms.Textarea(attrs={"rows": 3}), max_length=4_000, required=False
    )

    def __init__(self, *args: Any, contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(one.pk), f"{one.name} ({one.relation})" if one.relation else one.name) for one in contacts
        ]
        field: Any = self.fields["contact"]
        field.choices = [*choices, (SOMEBODY_ELSE, "Somebody else")]
        self.initial.setdefault("contact", field.choices[0][0])
        self.initial.setdefault("way", "phone")

    def clean(self) -> dict[str, Any]:
        """Somebody else has a name."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("contact") == SOMEBODY_ELSE and not data.get("who"):
            self.add_error("who", "Write who you spoke to.")
        return data


class WriteHomeForm(forms.Form):
    """Which message, and to whom."""

    template = forms.ChoiceField(label="Which message", widget=forms.RadioSelect)

    def __init__(self, *args: Any, templates: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["template"]
        field.choices = list(templates)
