"""A formal sanction is proposed by one person and decided by another, and by nobody else; the register then shows it."""

from __future__ import annotations

import pytest

from evenhand.apps.audit.verify import verify
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.conduct.commands import Command, Refused
from evenhand.apps.conduct.models import Event, EventPayload
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import ROLES, Cast, SchoolCast
from tests.classroom import signed_in
from tests.incidents import concern
from tests.reading_pages import shown
from tests.web.sanctions.deciding import KINDS, NEEDED, STARTS, filled, send, url

CONSIDERED = {"stage": "consider"}
# By the kind: the roles that consider one, propose one, and decide one or act for whoever does.
NAMED = {
    "fixed_period": (
        {"principal", "senior_leader", "behaviour_lead", "pastoral_lead", "inclusion_lead", "head_of_year"},
        {"principal", "senior_leader", "behaviour_lead"},
        {"principal", "senior_leader"},
    ),
    "suspension": (
        {"principal", "senior_leader", "pastoral_lead"},
        {"principal", "senior_leader", "pastoral_lead"},
        {"principal", "senior_leader"},
    ),
}
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


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_may_what_the_policy_in_force_leaves_to_it(both: tuple[SchoolCast, str], role: str) -> None:
    cast, kind = both
    considers, proposes, decides = NAMED[kind]
    client, named = signed_in(cast, role), role in considers | proposes | decides
    pages = (
        f"/pupils/{cast.pupil.pk}/sanctions/",
        *(url(cast, kind, act) for act in ("consider", "propose", "issue")),
    )
    found = [client.get(page).status_code == 200 for page in pages]
    assert found == [named, role in considers, role in proposes, role in decides]
    pupil = client.get(f"/pupils/{cast.pupil.pk}/")
    assert (f'href="{pages[0]}"' in pupil.content.decode()) == named
    # What no page offers is refused where it is recorded, too.
    act = Command(
        new_event_id(), EventKind.SANCTION, cast.pupil.pk, kind, where=Where.OUT_OF_CLASS, details=CONSIDERED
    )
    with in_school(cast.school):
        try:
            record(cast.actor(role), commands=[act])
        except Refused:
            assert role not in considers
        else:
            assert role in considers


def test_a_head_of_year_considers_one_for_that_year_alone(here: SchoolCast) -> None:
    head = signed_in(here, "head_of_year")
    other = next(pupil for pupil in here.pupils if pupil.year_group != here.pupil.year_group)
    assert head.get(f"/pupils/{here.pupil.pk}/sanctions/").status_code == 200
    assert head.get(f"/pupils/{other.pk}/sanctions/").status_code == 404
    assert send(head, url(here, "fixed_period", "consider"), {}).status_code == 302
    assert events(here)[0].details["stage"] == "consider"


def test_a_pastoral_lead_proposes_where_the_policy_says_so(next_door: SchoolCast) -> None:
    assert (
        send(signed_in(next_door, "pastoral_lead"), url(next_door, "suspension", "propose"), DAYS).status_code
        == 302
    )
    assert events(next_door)[0].details["stage"] == "propose"


def test_only_whom_the_policy_names_proposes_and_decides(both: tuple[SchoolCast, str]) -> None:
    cast, kind = both
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
