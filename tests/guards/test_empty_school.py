"""Every page without a number in its address opens in a school that has staff and a policy and nothing else yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from evenhand.apps.tenancy.models import Trust
from tests.cast import MOMENT, SCHOOLS, SchoolCast, build_school
from tests.classroom import signed_in
from tests.guards.test_urls import GUARDED
from tests.reading_pages import shown

PAGES = sorted({f"/{address.route}" for address in GUARDED if not address.converters})
OPENS = {200, 204, 302, 304, 403, 404, 405}


@pytest.fixture(params=SCHOOLS, ids=[slug for _, slug, _, _ in SCHOOLS])
def empty(request: pytest.FixtureRequest, db: None) -> Iterator[SchoolCast]:
    name, slug, pack, _ = request.param
    with time_machine.travel(MOMENT, tick=False):
        yield build_school(Trust.objects.create(name="A trust"), name, slug, pack, ())


# Between them they may open every page.
@pytest.mark.parametrize(
    "role", ["teacher", "removal_manager", "senior_leader", "principal", "administrator"]
)
def test_each_page_opens(empty: SchoolCast, role: str) -> None:
    client = signed_in(empty, role)
    answers = {path: client.get(path).status_code for path in PAGES}
    assert 200 in answers.values()
    assert {path: status for path, status in answers.items() if status not in OPENS} == {}


def test_nothing_is_said_of_what_is_not_there(empty: SchoolCast) -> None:
    leader = signed_in(empty, "principal")
    assert "No classes yet" in shown(leader.get("/seats/").content.decode())
    page = leader.get("/insight/equality/").content.decode()
    assert "Nobody is on roll in this term." in page
    assert "<table" not in page
    found = shown(leader.get("/pupils/?q=ma").content.decode())
    assert "Nobody is called that here. Try the first letters of either name." in found
