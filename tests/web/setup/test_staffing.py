"""Set-up names the roles that the policy counts on and nobody holds: for the school, each year, each form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import RoleGrant
from evenhand.apps.access.roles import Held, RoleTaken, grant_role
from evenhand.apps.people.models import Group, Pupil
from evenhand.apps.people.services import form_group
from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.pack.schema import Pack
from evenhand.web.setup.staffing import Gap, forms_on, gaps, held_on, owed_roles, title_of, year_groups
from tests.cast import TODAY, Cast, SchoolCast
from tests.reading_pages import shown

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def scope(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


@pytest.fixture
def actor(scope: SchoolCast) -> Actor:
    return scope.actor("administrator")


def secondary() -> Pack:
    return pack("star_binary")


def found(policy: Pack | None = None) -> dict[str, Gap]:
    held = held_on(TODAY)
    return {gap.role: gap for gap in gaps(policy or secondary(), held, year_groups(), forms_on(TODAY, held))}


def client_of(cast: SchoolCast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role), backend=BACKEND)
    return client


@pytest.mark.covers("STAR-20e")
def test_a_year_without_its_link_leader_is_listed(scope: SchoolCast, actor: Actor) -> None:
    assert found()["year_link"].missing == ("Year 8", "Year 9")
    grant_role(actor, membership=scope.memberships["senior_leader"], role=Held("year_link", 8))
    assert found()["year_link"].missing == ("Year 9",)
    page = client_of(scope, "administrator").get("/setup/").content.decode()
    assert "Nobody for Year 9." in page
    grant_role(actor, membership=scope.memberships["senior_leader"], role=Held("year_link", 9))
    assert "year_link" not in found()


@pytest.mark.covers("STAR-20g")
def test_a_form_shows_its_tutors_and_one_without_is_listed(scope: SchoolCast, actor: Actor) -> None:
    assert found()["tutor"].missing == ("8R", "9R")
    group = form_group(actor, form="8R")
    for who in ("tutor", "teacher"):
        grant_role(actor, membership=scope.memberships[who], role=Held("tutor", None, group.pk))
    assert found()["tutor"].missing == ("9R",)
    page = shown(client_of(scope, "administrator").get("/setup/forms/?form=8R").content.decode())
    assert "Ms N. Tutor, Ms N. Teacher" in page
    assert "9R" not in page
    assert "Nobody for 9R." in client_of(scope, "administrator").get("/setup/").content.decode()


@pytest.mark.covers("STAR-91")
def test_a_second_owner_of_behaviour_is_refused(scope: SchoolCast, actor: Actor) -> None:
    assert found()["behaviour_lead"].needed
    grant_role(actor, membership=scope.memberships["senior_leader"], role=Held("behaviour_lead"))
    with pytest.raises(RoleTaken):
        grant_role(actor, membership=scope.memberships["principal"], role=Held("behaviour_lead"))
    typed = {"membership": scope.memberships["principal"].pk, "role": "behaviour_lead"}
    client = client_of(scope, "administrator")
    page = client.post("/setup/people/grant/", typed, follow=True).content.decode()
    assert "End that role first; nothing was changed." in page
    assert RoleGrant.objects.filter(role="behaviour_lead").count() == 1
    invited = {"name": "Ida", "email": "ida@marlow.example", "role": "behaviour_lead"}
    assert client.post("/setup/people/", invited).status_code == 422


@pytest.mark.covers("STAR-93a")
def test_set_up_is_not_complete_without_a_manager_of_the_removal_room(scope: SchoolCast) -> None:
    assert "removal_manager" not in found()
    RoleGrant.objects.filter(role="removal_manager").delete()
    gap = found()["removal_manager"]
    assert gap.needed
    assert gap.title in client_of(scope, "administrator").get("/setup/").content.decode()


@pytest.mark.covers("INF-PP-9")
def test_a_year_group_without_a_pastoral_lead_is_listed_where_the_policy_has_no_heads_of_year(
    cast: Cast,
) -> None:
    with in_school(cast.next_door.school):
        assert "pastoral_lead" not in found(pack("infiniti"))
        RoleGrant.objects.filter(role="pastoral_lead").update(year_group=8)
        assert [name.rsplit(" ", 1)[-1] for name in found(pack("infiniti"))["pastoral_lead"].missing] == ["9"]
        page = client_of(cast.next_door, "administrator").get("/setup/").content.decode()
        assert "Nobody for" in page


@pytest.mark.covers("STAR-18")
def test_people_of_another_school_are_neither_shown_nor_reached(cast: Cast) -> None:
    client = client_of(cast.here, "administrator")
    with in_school(cast.next_door.school):
        Pupil.objects.all().update(form="77Z")
        theirs = cast.next_door.memberships["teacher"].pk
        group = Group.objects.first()
    for page in ("/setup/", "/setup/people/", "/setup/forms/", "/setup/classes/"):
        text = shown(client.get(page).content.decode())
        assert "alder.example" not in text
        assert "77Z" not in text
    assert client.post("/setup/people/grant/", {"membership": theirs, "role": "teacher"}).status_code == 404
    assert group is not None
    assert client.post("/setup/classes/", {"group": group.pk, "staff": 1}).status_code == 404


def test_a_role_is_called_what_the_policy_calls_it() -> None:
    assert title_of(secondary(), "senco") == "SENDCO"
    assert title_of(None, "head_of_year") == "Head of year"


def test_the_roles_to_which_rules_give_acts_come_with_a_paragraph() -> None:
    owed = owed_roles(secondary())
    assert {"principal", "pastoral_admin"} <= set(owed)
    assert owed["principal"] in secondary().clauses


def test_nobody_ends_their_own_right_to_manage_people(scope: SchoolCast) -> None:
    own = RoleGrant.objects.get(role="administrator")
    client_of(scope, "administrator").post("/setup/people/end/", {"grant": own.pk})
    own.refresh_from_db()
    assert own.valid_to is None
    other = RoleGrant.objects.filter(role="senco").get()
    client_of(scope, "administrator").post("/setup/people/end/", {"grant": other.pk})
    other.refresh_from_db()
    assert other.valid_to is not None
    assert other.valid_to < TODAY
