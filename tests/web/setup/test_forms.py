"""The forms of set-up that have fixed fields."""

from __future__ import annotations

import pytest

from evenhand.apps.access.first import first_code
from evenhand.web.setup.forms import AdoptForm, FirstForm, InviteForm, SchoolForm
from tests.cast import PASSWORD

ROLES = [("teacher", "Teacher"), ("senco", "SENDCo")]
SOMEBODY = {"name": "Nia", "email": "nia@marlow.example", "role": "teacher"}


def first(**typed: str) -> FirstForm:
    plain = {"code": first_code(), "name": "Ruta", "email": "ruta@marlow.example", "password": PASSWORD}
    return FirstForm({**plain, "school": "Marlow", **typed})


def test_the_code_of_the_server_is_asked_for() -> None:
    assert first().is_valid()
    assert first(code=first_code().lower().replace("-", " ")).is_valid()
    wrong = first(code="AAAA-BBBB-CCCC")
    assert wrong.errors["code"] == ["This is not the code that the server printed."]


def test_a_school_needs_no_trust() -> None:
    assert first(trust="").is_valid()
    assert SchoolForm({"name": "Marlow", "short_name": "M"}).is_valid()
    assert set(SchoolForm({"name": "", "short_name": "M" * 41}).errors) == {"name", "short_name"}


def test_a_password_is_never_shown_again() -> None:
    assert PASSWORD not in first(code="").as_p()


@pytest.mark.parametrize(("day", "valid"), [("2026-09-01", True), ("soon", False), ("", False)])
def test_a_policy_is_adopted_from_a_day(day: str, valid: bool) -> None:
    assert AdoptForm({"pack": "a_pack", "valid_from": day}).is_valid() is valid


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, set()),
        ({"year_group": "0"}, set()),
        ({"year_group": "15"}, {"year_group"}),
        ({"role": "principal"}, {"role"}),
        ({"email": "nia"}, {"email"}),
    ],
)
def test_an_invitation_offers_the_roles_of_the_school_only(typed: dict[str, str], wrong: set[str]) -> None:
    assert set(InviteForm(SOMEBODY | typed, roles=ROLES).errors) == wrong


def test_two_schools_do_not_share_their_choices() -> None:
    InviteForm(roles=[("senco", "SENDCo")])
    assert InviteForm(SOMEBODY, roles=ROLES).is_valid()
    assert not InviteForm(SOMEBODY, roles=[("senco", "SENDCo")]).is_valid()
