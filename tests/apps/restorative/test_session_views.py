"""Sessions between people: opened with parts, held with consent only, and each party's own part alone on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from evenhand.apps.access.models import Membership, RoleGrant
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.conduct.models import Event, Involvement
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, MOMENT, Cast, SchoolCast
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


@pytest.mark.covers("INF-RJ-1")
def test_two_pupils_in_conflict_in_one_entry_have_a_session_suggested_to_the_lead(
    next_door: SchoolCast,
) -> None:
    one, other, seen = next_door.pupils[:3]
    told = {
        "token": str(uuid4()), "pupil": [one.pk, other.pk, seen.pk], "words": "A push.", "place": "Hall", "time": "",
        "do": "record", f"role-{one.pk}": "alleged", f"act-{one.pk}": "PPL-05", f"words-{one.pk}": "Pushed Ben.",
        f"role-{other.pk}": "witness", f"words-{other.pk}": "", f"role-{seen.pk}": "witness",
    }  # fmt: skip
    assert signed_in(next_door).post("/incident/new/", told).status_code == 302
    assert suggested(next_door) == []
    told |= {"token": str(uuid4()), f"role-{other.pk}": "harmed"}
    assert signed_in(next_door).post("/incident/new/", told).status_code == 302
    (event,) = suggested(next_door)
    inbox = signed_in(next_door, LEAD).get("/inbox/").content.decode()
    assert "Restorative session" in inbox
    page = signed_in(next_door, LEAD).get(f"/talks/session/{event}/").content.decode()
    assert page.count(" selected>Was harmed") == 1


def suggested(cast: SchoolCast) -> list[UUID | None]:
    """The entries for which a session is suggested to the pastoral lead."""
    with in_school(cast.school):
        rows = Proposal.objects.filter(kind="justice", decider_role=LEAD)
        return list(rows.values_list("event_id", flat=True))


@pytest.mark.covers("INF-RJ-1")
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


@pytest.mark.covers("INF-RJ-3")
def test_of_two_year_groups_both_leads_are_offered_and_the_one_chosen_owes_it(
    next_door: SchoolCast, owed: UUID
) -> None:
    lead, of_nine, of_ten = (next_door.user(role) for role in (LEAD, "other", "tutor"))
    elder = next_door.pupils[3]
    with in_school(next_door.school):
        RoleGrant.objects.filter(role=LEAD).update(year_group=8)
        for user, year in ((of_nine, 9), (of_ten, 10)):
            member = Membership.objects.get(user=user)
            RoleGrant.objects.create(
                school=next_door.school, membership=member, role=LEAD, year_group=year, valid_from=FROM
            )
        assert f'value="{of_nine.pk}"' not in leads_offered(next_door, owed)
        event = Event.objects.get(pk=owed)
        Involvement.objects.create(
            school=next_door.school, incident_id=event.incident_id, pupil=elder, role="harmed"
        )
    offered = leads_offered(next_door, owed)
    for words in (
        f'<option value="{lead.pk}" selected>',
        f'<option value="{of_nine.pk}">',
        "Year group 8",
        "Year group 9",
    ):
        assert words in offered
    assert f'value="{of_ten.pk}"' not in offered
    parts = {f"part-pupil-{next_door.pupils[1].pk}": "", f"part-pupil-{elder.pk}": "harmed"}
    assert open_session(next_door, owed, **parts, lead=str(of_ten.pk)).status_code == 404
    assert open_session(next_door, owed, **parts, lead=str(of_nine.pk)).status_code == 302
    with in_school(next_door.school):
        assert Task.objects.get(kind="session").owner_id == of_nine.pk
    chosen = signed_in(next_door, "other")
    assert f"/talks/{owed}/justice/" in chosen.get("/talks/").content.decode()
    assert chosen.get(f"/talks/{owed}/justice/").status_code == 200
    assert f"/talks/{owed}/justice/" not in signed_in(next_door, LEAD).get("/talks/").content.decode()


def leads_offered(cast: SchoolCast, event: UUID) -> str:
    """The choice of who leads a session, as the lead of year 8 sees it; "" without one."""
    page = signed_in(cast, LEAD).get(f"/talks/session/{event}/").content.decode()
    return page.partition('<select id="lead"')[2].partition("</select>")[0]


@pytest.mark.covers("INF-RJ-4")
@pytest.mark.parametrize("answer", ["declined", "invited", "coming", ""])
def test_whatever_a_family_that_was_invited_answers_the_session_goes_ahead(
    next_door: SchoolCast, session: UUID, answer: str
) -> None:
    first, second = (f"pupil-{pupil.pk}" for pupil in next_door.pupils[:2])
    lead, page = signed_in(next_door, LEAD), f"/talks/{session}/justice/"
    sent = {name: agreed(next_door)[name] for name in ("consents", "joint", "safeguarding_held")}
    asked = {f"family-{first}": "invited", f"family-{second}": ""}
    assert post(next_door, session, "planned", **sent, **asked, at="2026-11-17T14:00").status_code == 302
    assert "family: invited, no answer yet" in lead.get(page).content.decode()
    form = lead.get(page, {"ready": "1"}).content.decode()
    assert f'<label for="family-{first}">' in form
    assert '<option value="invited" selected>' in form
    answered = {f"family-{first}": answer, f"family-{second}": "wand"}
    assert post(next_door, session, "held", **agreed(next_door), **answered).status_code == 302
    after = lead.get(page).content.decode()
    assert "Held" in after
    words = {
        "declined": "was invited and does not come",
        "invited": "invited, no answer yet",
        "coming": "is coming",
    }
    assert after.count("family: ") == (1 if answer else 0)
    assert f"family: {words.get(answer, '')}" in after or not answer


@pytest.mark.covers("INF-RJ-8")
def test_where_footage_was_shown_the_session_closes_with_its_viewing_only(
    next_door: SchoolCast, session: UUID
) -> None:
    form = signed_in(next_door, LEAD).get(f"/talks/{session}/justice/", {"ready": "1"}).content.decode()
    assert 'name="footage" value="1"' in form
    without = post(next_door, session, "held", **agreed(next_door), footage="1")
    assert without.status_code == UNPROCESSABLE
    page = without.content.decode()
    assert 'name="footage" value="1" checked' in page
    assert (
        "viewing" in page[page.index('class="errors"') : page.index("</div>", page.index('class="errors"'))]
    )
    assert (
        post(next_door, session, "held", **agreed(next_door), footage="1", viewing="V-12").status_code == 302
    )


@pytest.mark.covers("INF-RJ-2")
def test_a_session_that_was_not_held_on_its_day_asks_why_it_had_to_wait(
    next_door: SchoolCast, session: UUID, moment: time_machine.Traveller
) -> None:
    asked = "Why it was not the same day"
    page = f"/talks/{session}/justice/"
    assert asked not in signed_in(next_door, LEAD).get(page, {"ready": "1"}).content.decode()
    moment.move_to(MOMENT + timedelta(days=1))
    lead = signed_in(next_door, LEAD)
    assert "when-late" in lead.get("/talks/").content.decode()
    assert asked in lead.get(page, {"ready": "1"}).content.decode()
    late = post(next_door, session, "held", **agreed(next_door))
    assert late.status_code == UNPROCESSABLE
    assert "It was not the same day: say why it had to wait." in late.content.decode()
    told = {**agreed(next_door), "delay_reason": "One went home early"}
    assert post(next_door, session, "held", **told).status_code == 302


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


@pytest.mark.covers("INF-RJ-5")
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
