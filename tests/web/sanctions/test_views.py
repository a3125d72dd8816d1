"""A formal sanction is proposed by one person and decided by another, and by nobody else; the register then shows it."""

from __future__ import annotations

import pytest

from evenhand.apps.audit.verify import verify
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.conduct.models import Event, EventPayload
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import Cast, SchoolCast
from tests.classroom import signed_in
from tests.incidents import concern
from tests.reading_pages import shown
from tests.web.sanctions.deciding import KINDS, NEEDED, STARTS, filled, send, url

DAYS = {"start": STARTS, "session": "am", "days": "1.5"}


@pytest.fixture(params=["here", "next_door"])
def both(cast: Cast, request: pytest.FixtureRequest) -> tuple[SchoolCast, str]:
    """Each school with the kind of sanction that has days."""
    return getattr(cast, request.param), KINDS[request.param]


def events(cast: SchoolCast) -> list[Event]:
    with in_school(cast.school):
        return list(Event.objects.filter(kind=EventKind.SANCTION).order_by("seq"))


def test_one_proposes_another_decides_and_the_register_shows_it(both: tuple[SchoolCast, str]) -> None:
    cast, kind = both
    with in_school(cast.school):
        act = concern(cast).event if kind == "fixed_period" else None
    leader, head = signed_in(cast, "senior_leader"), signed_in(cast, "principal")
    overview = f"/pupils/{cast.pupil.pk}/sanctions/"
    said = {**DAYS, "cause": str(act.pk) if act else ""}
    assert send(leader, url(cast, kind, "propose"), said).headers["Location"] == overview
    [proposed] = events(cast)
    with in_school(cast.school):
        proposal = Proposal.objects.get(kind=kind)
        assert (proposal.status, proposal.decider_role) == ("open", "principal")
    inbox = head.get(f"/inbox/proposals/{proposal.pk}/").content.decode()
    assert f'href="{overview}"' in inbox
    # A leader whom the policy does not name is offered nothing.
    assert "/issue/" not in signed_in(cast, "duty_leader").get(overview).content.decode()
    page = head.get(overview).content.decode()
    link = f"{url(cast, kind, 'issue')}?about={proposed.pk}"
    assert link in page
    assert send(head, link, {**DAYS, **NEEDED[kind]}).headers["Location"] == overview
    decided = events(cast)[-1]
    assert (decided.details["stage"], decided.about) == ("issue", str(proposed.pk))
    with in_school(cast.school):
        proposal.refresh_from_db()
        assert (proposal.status, proposal.decided_by_id) == ("accepted", cast.user("principal").pk)
        assert Task.objects.filter(event=decided, kind="family_letter").exists()
        assert verify(cast.school.pk).problem == ""
        assert replay(cast.school.pk).differing == ()
    after = shown(head.get(overview).content.decode())
    assert "Decided" in after
    assert "What is owed" in after
    register = shown(head.get("/sanctions/").content.decode())
    assert "19 November to 20 November" in register
    assert cast.pupil.display_name in register


def test_what_is_missing_is_named_beside_its_field_and_nothing_is_lost(both: tuple[SchoolCast, str]) -> None:
    cast, kind = both
    head = signed_in(cast, "principal")
    some = {name: words for name, words in NEEDED[kind].items() if "evidence" not in name}
    answer = send(head, url(cast, kind, "issue"), {**DAYS, **some})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nothing was recorded" in page
    assert page.count("This is needed first.") == 1
    assert 'value="1.5"' in page
    assert events(cast) == []


def test_the_same_form_twice_is_one_act(both: tuple[SchoolCast, str]) -> None:
    cast, kind = both
    leader = signed_in(cast, "senior_leader")
    path = url(cast, kind, "propose")
    said = filled(leader, path, DAYS)
    assert leader.post(path, said).status_code == 302
    assert leader.post(path, said).status_code == 302
    assert len(events(cast)) == 1
    again = leader.post(path, {**said, "days": "3"})
    assert (again.status_code, len(events(cast))) == (422, 1)
    assert "recorded before with other words" in again.content.decode()


def test_only_whom_the_policy_names_proposes_and_decides(both: tuple[SchoolCast, str]) -> None:
    cast, kind = both
    for role in ("teacher", "head_of_year", "office", "administrator", "governor"):
        for path in (url(cast, kind, "propose"), f"/pupils/{cast.pupil.pk}/sanctions/"):
            assert signed_in(cast, role).get(path).status_code == 404
    assert signed_in(cast, "senior_leader").get(url(cast, kind, "propose")).status_code == 200
    assert signed_in(cast, "senior_leader").get(url(cast, kind, "letter")).status_code == 404
    assert signed_in(cast, "principal").get(url(cast, "no_such", "propose")).status_code == 404
    about = f"{url(cast, kind, 'issue')}?about={cast.pupil.pk}"
    assert signed_in(cast, "principal").get(about).status_code == 404
    assert signed_in(cast, "principal").post(url(cast, kind, "issue"), {"token": "x"}).status_code == 404


def test_it_is_withdrawn_with_a_reason(next_door: SchoolCast) -> None:
    head = signed_in(next_door, "principal")
    send(head, url(next_door, "suspension", "issue"), {**DAYS, **NEEDED["suspension"]})
    [decided] = events(next_door)
    path = f"{url(next_door, 'suspension', 'withdraw')}?about={decided.pk}"
    assert send(head, path, {"reason": ""}).status_code == 422
    assert send(head, path, {"reason": "New evidence clears the pupil"}).status_code == 302
    assert "Withdrawn" in shown(head.get("/sanctions/").content.decode())


def test_what_was_argued_stands_in_the_payload_alone(next_door: SchoolCast) -> None:
    head = signed_in(next_door, "principal")
    send(head, url(next_door, "suspension", "issue"), {**DAYS, **NEEDED["suspension"]})
    [decided] = events(next_door)
    assert decided.details["considered.needs"] == decided.details["evidence"] == "·"
    with in_school(next_door.school):
        assert EventPayload.objects.get(event=decided).words["pupil_account"] == "Heard this morning"


def test_the_pupil_page_leads_there_for_those_who_may(next_door: SchoolCast) -> None:
    page = f"/pupils/{next_door.pupil.pk}/"
    assert f'href="{page}sanctions/"' in signed_in(next_door, "senior_leader").get(page).content.decode()
    assert "sanctions/" not in signed_in(next_door, "teacher").get(page).content.decode()


def test_somebody_acting_says_so_and_why(both: tuple[SchoolCast, str]) -> None:
    cast, kind = both
    leader, path = signed_in(cast, "senior_leader"), url(cast, kind, "issue")
    assert "In place of whoever decides" in leader.get(path).content.decode()
    assert "In place of whoever decides" not in signed_in(cast, "principal").get(path).content.decode()
    said = {**DAYS, **NEEDED[kind]}
    assert send(leader, path, said).status_code == 422
    title = "acting_headteacher" if kind == "suspension" else "vice"
    acting = {"acting_as": title, "principal_absent": "yes", "appointed_by": "The governors, in writing"}
    assert send(leader, path, {**said, **acting}).status_code == 302
    [decided] = events(cast)
    assert decided.details["acting_as"] == title


def test_a_cap_of_the_policy_is_said_at_the_days(next_door: SchoolCast) -> None:
    head = signed_in(next_door, "principal")
    answer = send(head, url(next_door, "suspension", "issue"), {**DAYS, **NEEDED["suspension"], "days": "6"})
    assert answer.status_code == 422
    assert "That is longer than one may be." in shown(answer.content.decode())


def test_what_the_engine_asks_for_besides_is_asked_on_the_page(next_door: SchoolCast) -> None:
    head, path = signed_in(next_door, "principal"), url(next_door, "suspension", "issue")
    long = {**DAYS, **NEEDED["suspension"], "days": "5"}
    answer = send(head, path, long)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="also" value="length_reason"' in page
    assert 'name="length_reason"' in page
    said = {**long, "also": "length_reason", "length_reason": "The third within a month"}
    assert send(head, path, said).status_code == 302
