"""The year editor: rows without a script, all problems at once, and the calendar's own answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.test import Client

from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.models import CalendarVersion
from evenhand.apps.tenancy.patterns import term_patterns
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.year_rows import BlockRow, ClosureRow, YearRows
from tests.cast import SchoolCast


@pytest.fixture
def client(here: SchoolCast) -> Client:
    made = Client()
    made.force_login(
        here.user("administrator"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return made


def typed(rows: YearRows, **more: str) -> dict[str, str]:
    data = {"id": rows.id, "first": rows.first, "last": rows.last, "do": "save"}
    tables: dict[str, Sequence[BlockRow | ClosureRow]] = {"blocks": rows.blocks, "closures": rows.closures}
    for name, lines in tables.items():
        data[f"{name}-count"] = str(len(lines))
        for number, line in enumerate(lines):
            data |= {f"{name}-{number}-{key}": value for key, value in line._asdict().items()}
    return data | more


def example() -> YearRows:
    return next(one for one in term_patterns() if one.id == "2026-27-three-terms").rows()


@pytest.mark.covers("STAR-XCa")
def test_the_third_of_may_2027_is_not_a_school_day(client: Client, here: SchoolCast) -> None:
    assert client.post("/setup/year/", typed(example())).status_code == 302
    page = client.get("/setup/year/?day=2027-05-03").content.decode()
    assert "Monday 3 May 2027 is not a school day: Early May bank holiday." in page
    assert "Tuesday 4 May 2027 is a school day" in client.get("/setup/year/?day=2027-05-04").content.decode()
    assert "outside the years" in client.get("/setup/year/?day=2040-01-01").content.decode()


def test_a_saved_year_keeps_the_bells_and_the_cycle_that_the_school_has(
    client: Client, here: SchoolCast
) -> None:
    client.post("/setup/year/", typed(example()))
    with in_school(here.school):
        year = calendar_of(here.school).years[0]
    assert [bells.id for bells in year.bell_sets] == ["ordinary"]
    assert {label[0] for _, label in year.cycle} == {"A", "B"}


def test_every_problem_is_said_at_once_and_nothing_is_saved(client: Client, here: SchoolCast) -> None:
    wrong = typed(
        example(), **{"blocks-0-first": "soon", "blocks-2-last": "31.02.2027", "closures-0-date": ""}
    )
    answer = client.post("/setup/year/", wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    for place in ("Half-term 1, first day", "Half-term 3, last day", "Closure 1, date"):
        assert place in text
    with in_school(here.school):
        assert CalendarVersion.objects.count() == 1


def test_contradictions_are_the_calendars_own(client: Client) -> None:
    answer = client.post("/setup/year/", typed(example(), **{"blocks-1-first": "2026-10-01"}))
    assert answer.status_code == 422
    assert "overlap" in answer.content.decode()


def test_rows_are_added_taken_away_and_pasted_without_a_script(client: Client) -> None:
    rows = example()
    more = client.post("/setup/year/", typed(rows, do="add-closures")).content.decode()
    assert f'name="closures-count" value="{len(rows.closures) + 1}"' in more
    fewer = client.post("/setup/year/", typed(rows, do="remove-blocks-0")).content.decode()
    assert 'name="blocks-count" value="5"' in fewer
    lines = "27/11/2026\tStaff training\tINSET\n8 February 2027;closure;Boiler"
    pasted = client.post(
        "/setup/year/", typed(rows, do="paste", **{"paste-closures": lines})
    ).content.decode()
    assert f'name="closures-count" value="{len(rows.closures) + 2}"' in pasted
    assert "Boiler" in pasted
