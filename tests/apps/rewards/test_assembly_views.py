"""The builder of the week's assembly through the browser: by class, with who does not wish to be named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from evenhand.apps.conduct.models import Event
from evenhand.apps.rewards.models import Recognition
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.classroom import one, send, signed_in
from tests.reading_pages import shown

FRIDAY = MOMENT + timedelta(days=3)
BUILDER = "/assembly/"


def praise(cast: SchoolCast, number: int, **more: Any) -> dict[str, Any]:
    record = one(
        cast,
        "achievement",
        "CMP-01",
        cast.pupils[number],
        where="out_of_class",
        lesson=None,
        place="Yard",
        **more,
    )
    assert send(signed_in(cast), record).status_code == 200
    return record


def words(cast: SchoolCast, role: str = "tutor") -> str:
    answer = signed_in(cast, role).get(BUILDER)
    assert answer.status_code == 200
    return " ".join(shown(answer.content.decode()).split())


@pytest.mark.covers("INF-RW-4")
def test_on_a_friday_the_weeks_moments_and_nominations_stand_by_class(
    next_door: SchoolCast, moment: time_machine.Traveller
) -> None:
    praise(next_door, 0, text="Waited for the others")
    praise(next_door, 3, text="Carried the box")
    praise(next_door, 0, text="A week too old", happened_at=(MOMENT - timedelta(days=7)).isoformat())
    moment.move_to(FRIDAY)
    tutor = signed_in(next_door, "tutor")
    sent = {"pupil": next_door.pupil.pk, "award": "assembly_award", "value": "compassion", "named": "on"}
    assert tutor.post(BUILDER, {**sent, "words": "For the whole week"}).status_code == 302
    page = words(next_door)
    first, second = page.index(" 8R "), page.index(" 9R ")
    assert "Friday 20 November" in page
    for part in (
        "Amara Year8",
        "Waited for the others",
        "Award in assembly , Compassion",
        "For the whole week",
    ):
        assert part.replace(" ,", ",") in page[first:second].replace(" ,", ",")
    for part in ("Amara Year9", "Carried the box"):
        assert part in page[second:]
        assert part not in page[first:second]
    assert "A week too old" not in page
    earlier = " ".join(shown(tutor.get(f"{BUILDER}?day=2026-11-13").content.decode()).split())
    assert "A week too old" in earlier
    assert "Waited for the others" not in earlier
    with in_school(next_door.school):
        assert Recognition.objects.get().award == "assembly_award"


def test_who_does_not_wish_to_be_named_is_marked_and_named_in_private(next_door: SchoolCast) -> None:
    praise(next_door, 0)
    lead = signed_in(next_door, "pastoral_lead")
    lead.post(f"/praise/{next_door.pupil.pk}/", {"kind": "wishes", "unnamed": "on"})
    assert "Not to be named" in words(next_door)
    assert 'name="named" checked' not in lead.get(BUILDER).content.decode()
    lead.post(BUILDER, {"pupil": next_door.pupil.pk, "award": "assembly_award", "value": "ownership"})
    assert "In private" in words(next_door)


def test_a_nomination_without_its_value_is_refused_and_what_is_taken_back_is_gone(
    next_door: SchoolCast,
) -> None:
    record = praise(next_door, 0)
    tutor = signed_in(next_door, "tutor")
    tutor.post(BUILDER, {"pupil": next_door.pupil.pk, "award": "assembly_award", "value": ""})
    with in_school(next_door.school):
        assert not Recognition.objects.exists()
    taken_back = {"about": record["id"], "details": {"reason": "mis-tap"}}
    void = one(next_door, "void", "", where="out_of_class", lesson=None, **taken_back)
    assert send(signed_in(next_door), void).status_code == 200
    assert "Nothing has been noticed yet this week" in words(next_door)


def test_a_policy_without_such_an_award_has_no_builder(here: SchoolCast) -> None:
    assert "The policy has no weekly assembly" in words(here)
    sent = {"pupil": here.pupil.pk, "award": "character", "value": "x"}
    assert signed_in(here, "tutor").post(BUILDER, sent).status_code == 404
    assert BUILDER not in signed_in(here, "tutor").get("/me/").content.decode()


def test_the_same_form_sent_twice_names_once_and_what_is_wrong_is_said(
    next_door: SchoolCast, moment: time_machine.Traveller
) -> None:
    moment.move_to(FRIDAY)
    tutor = signed_in(next_door, "tutor")
    token = str(uuid4())
    sent = {"pupil": next_door.pupil.pk, "award": "assembly_award", "value": "compassion", "token": token}
    assert [tutor.post(BUILDER, sent).status_code for _ in range(2)] == [302, 302]
    with in_school(next_door.school):
        assert Event.objects.filter(kind="nomination").count() == 1
    for wrong, said in (
        ({"token": "x"}, "Open the page again"),
        ({"words": "x" * 401}, "What to say has 401"),
        ({"value": "x" * 10_000, "token": str(uuid4())}, "value"),
        ({"award": "no award", "token": str(uuid4())}, "Choose an award of the assembly"),
        ({"words": "Something else"}, "was sent before"),
    ):
        answer = tutor.post(BUILDER, {**sent, **wrong})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    with in_school(next_door.school):
        assert Event.objects.filter(kind="nomination").count() == 1
