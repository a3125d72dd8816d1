"""Sessions between people: opened with parts, held with consent only, and each party's own part alone on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from evenhand.apps.conduct.models import Event
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast, SchoolCast
from tests.classroom import signed_in

UNPROCESSABLE = 422
LEAD = "pastoral_lead"


def open_session(cast: SchoolCast, event: UUID, **parts: str) -> Any:
    first, second = cast.pupils[:2]
    sent = {f"part-pupil-{first.pk}": "alleged", f"part-pupil-{second.pk}": "harmed", **parts}
    return signed_in(cast, LEAD).post(f"/talks/session/{event}/", {"token": str(uuid4()), **sent})


def post(cast: SchoolCast, event: UUID, do: str, role: str = LEAD, **fields: Any) -> Any:
    sent = {"token": str(uuid4()), "do": do, **fields}
    return signed_in(cast, role).post(f"/talks/{event}/justice/", sent)


def agreed(cast: SchoolCast, **more: Any) -> dict[str, Any]:
    """What a session needs: everybody's consent, the questions and what came of it."""
    first, second = cast.pupils[:2]
    return {
        "consents": [f"pupil-{first.pk}", f"pupil-{second.pk}"], "joint": "yes", "safeguarding_held": "no",
        "said-happened": "Pushed in the line", "said-put_right": "Room in the line", "affected": "Both, and the line",
        "outcome": "Both stand apart at break", f"part-pupil-{first.pk}": "Waits at the back",
        f"part-pupil-{second.pk}": "Tells an adult", **more,
    }  # fmt: skip


@pytest.fixture
def session(next_door: SchoolCast, owed: UUID) -> UUID:
    assert open_session(next_door, owed).status_code == 302
    return owed


@pytest.mark.covers("INF-RJ-1", "INF-RJ-3")
def test_a_lead_opens_it_with_two_people_or_more(next_door: SchoolCast, owed: UUID) -> None:
    page = signed_in(next_door, LEAD).get(f"/talks/session/{owed}/").content.decode()
    assert next_door.pupils[1].display_name in page
    alone = open_session(next_door, owed, **{f"part-pupil-{next_door.pupils[1].pk}": ""})
    assert alone.status_code == UNPROCESSABLE
    assert "at least two people" in alone.content.decode()
    assert open_session(next_door, owed).status_code == 302
    assert signed_in(next_door).get(f"/talks/session/{owed}/").status_code == 404
    lines = signed_in(next_door, LEAD).get("/talks/").content.decode()
    assert f"/talks/{owed}/justice/" in lines


@pytest.mark.covers("INF-RJ-7")
def test_nobody_who_was_harmed_meets_without_having_agreed(next_door: SchoolCast, session: UUID) -> None:
    first = f"pupil-{next_door.pupils[0].pk}"
    without = post(next_door, session, "held", **agreed(next_door, consents=[first]))
    assert without.status_code == UNPROCESSABLE
    assert "has not" in without.content.decode()
    assert "Both stand apart at break" in without.content.decode()
    held = agreed(next_door, safeguarding_held="yes")
    assert post(next_door, session, "held", **held).status_code == UNPROCESSABLE
    assert post(next_door, session, "held", **held, safeguarding_agreed="1").status_code == 302


@pytest.mark.covers("INF-RJ-5", "INF-RJ-8")
@pytest.mark.parametrize("without", ["affected", "outcome", "joint", "safeguarding_held"])
def test_a_session_without_what_the_policy_records_is_refused(
    next_door: SchoolCast, session: UUID, without: str
) -> None:
    fields = agreed(next_door)
    del fields[without]
    assert post(next_door, session, "held", **fields).status_code == UNPROCESSABLE


@pytest.mark.covers("INF-RJ-9")
def test_what_one_party_takes_home_names_no_other(next_door: SchoolCast, session: UUID) -> None:
    assert post(next_door, session, "held", **agreed(next_door)).status_code == 302
    first, second = next_door.pupils[:2]
    lead = signed_in(next_door, LEAD)
    sheet = lead.get(f"/talks/{session}/justice/agreement/?for=pupil-{first.pk}").content.decode()
    assert "Waits at the back" in sheet
    assert "Tells an adult" not in sheet
    assert second.given not in sheet
    assert lead.get(f"/talks/{session}/justice/agreement/").status_code == 404
    assert lead.get(f"/talks/{session}/justice/agreement/?for=pupil-0").status_code == 404
    with in_school(next_door.school):
        row = Event.objects.filter(kind="conversation").order_by("seq").last()
        assert row is not None
        assert row.said("outcome") == "Both stand apart at break"
        assert "stand apart" not in str(row.details)
        assert "the line" not in str(row.details)


@pytest.mark.covers("INF-RJ-6")
def test_a_refused_session_is_over_and_its_reason_is_kept(next_door: SchoolCast, session: UUID) -> None:
    assert post(next_door, session, "refused", reason="Not yet").status_code == 302
    page = signed_in(next_door, LEAD).get(f"/talks/{session}/justice/").content.decode()
    assert "Not yet" in page
    assert "Is Amara ready" not in page
    assert f"/talks/{session}/justice/" not in signed_in(next_door, LEAD).get("/talks/").content.decode()


def test_who_does_not_lead_it_finds_none(cast: Cast, session: UUID) -> None:
    path = f"/talks/{session}/justice/"
    assert signed_in(cast.next_door, "other").get(path).status_code == 404
    assert signed_in(cast.here, LEAD).get(path).status_code == 404
    assert signed_in(cast.here, LEAD).get(f"/talks/session/{session}/").status_code == 404
