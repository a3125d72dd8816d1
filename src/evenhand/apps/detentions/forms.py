"""What the pages of detentions send."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django import forms

from evenhand.apps.detentions.models import Commitment
from evenhand.apps.detentions.owed_page import WEEKDAYS
from evenhand.apps.detentions.services import LONGEST, Answered

MOST_SEATS = 500
OUTCOMES = ("served", "missed", "waived", "deferred")


class RoomForm(forms.Form):
    """A room for detentions, a new one. `taken`: the names of those in use, which their own forms change."""

    def __init__(self, *args: Any, taken: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = {name.casefold(): name for name in taken}

    def clean_name(self) -> str:
        """A name in use is said, and nothing is changed."""
        name: str = self.cleaned_data["name"]
        known = self.taken.get(name.casefold())
        if known is not None:
            raise forms.ValidationError(f"{known} is in the list already. Change its seats there.")
        return name

    name = forms.CharField(max_length=60, label="Room")
    capacity = forms.IntegerField(min_value=1, max_value=MOST_SEATS, label="Seats")
    order = forms.IntegerField(
        min_value=1, max_value=99, initial=1, label="Filled as number", help_text="Rooms fill in this order."
    )


class SeatsForm(forms.Form):
    """The seats of a room that is in use, and when it fills."""

    capacity = forms.IntegerField(min_value=1, max_value=MOST_SEATS, label="Seats")
    order = forms.IntegerField(min_value=1, max_value=99, label="Filled as number")


class TimeForm(forms.Form):
    """Another time, or the first one where it waits for one."""

    day = forms.DateField()
    slot = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(max_length=LONGEST, required=False)


class ReasonForm(forms.Form):
    """A reason in a few words."""

    reason = forms.CharField(max_length=LONGEST)


class CommitmentForm(forms.Form):
    """What a pupil has every week."""

    kind = forms.ChoiceField(choices=Commitment.Kind.choices, label="What")
    words = forms.CharField(max_length=120, required=False, label="In words", help_text="Such as the route.")
    weekday = forms.TypedChoiceField(choices=list(enumerate(WEEKDAYS[:5])), coerce=int, label="Weekday")
    starts = forms.TimeField(label="From", widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label="To", widget=forms.TimeInput(attrs={"type": "time"}))

    def clean(self) -> dict[str, object]:
        """It ends after it starts."""
        given = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "It ends before it starts. Look at the times.")
        return given


class HomeworkForm(forms.Form):
    """Homework that was not handed in."""

    words = forms.CharField(max_length=LONGEST, required=False)
    token = forms.UUIDField()


def read_answers(posted: Mapping[str, str]) -> dict[UUID, Answered]:
    """What a register says, by the id of what is owed."""
    found: dict[UUID, Answered] = {}
    for name, said in posted.items():
        ident = name.removeprefix("said-")
        if name == ident:
            continue
        try:
            key = UUID(ident)
        except ValueError:
            continue
        found[key] = Answered(said, posted.get(f"reason-{ident}", "").strip())
    return found
