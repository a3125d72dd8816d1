"""What the pages of detentions send."""

from __future__ import annotations

from uuid import uuid4

from evenhand.apps.detentions.forms import CommitmentForm, RoomForm, read_answers
from evenhand.apps.detentions.services import Answered

BUS = {"kind": "transport", "weekday": "1", "starts": "15:10", "ends": "16:00"}


def test_answers_are_read_by_the_id_of_what_is_owed() -> None:
    ident = uuid4()
    posted = {f"said-{ident}": "excused", f"reason-{ident}": " Choir ", "said-nobody": "missed", "other": "x"}
    assert read_answers(posted) == {ident: Answered("excused", "Choir")}


def test_a_commitment_ends_after_it_starts() -> None:
    assert CommitmentForm(BUS).is_valid()
    assert "ends" in CommitmentForm(BUS | {"ends": "15:10"}).errors


def test_a_room_has_seats() -> None:
    assert RoomForm({"name": "Hall", "capacity": "1", "order": "1"}).is_valid()
    assert "capacity" in RoomForm({"name": "Hall", "capacity": "0", "order": "1"}).errors
