"""The bells editor: kinds of day, the cycle, all problems at once, and a week to look at."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client

from evenhand.apps.tenancy.bell_rows import BellRows, bell_rows_of
from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.school_calendar import SchoolCalendar
from tests.cast import SchoolCast


@pytest.fixture
def client(here: SchoolCast) -> Client:
    made = Client()
    made.force_login(
        here.user("administrator"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return made


def stored(here: SchoolCast) -> SchoolCalendar:
    with in_school(here.school):
        return calendar_of(here.school)


def typed(kinds: list[BellRows], **more: str) -> dict[str, object]:
    data: dict[str, object] = {"do": "save", "weeks": "2", "first": "0", "kinds-count": str(len(kinds))}
    for number, kind in enumerate(kinds):
        base = f"kind-{number}"
        data |= {f"{base}-id": kind.id, f"{base}-midday": kind.midday, f"{base}-closing": kind.closing}
        data |= {f"{base}-years": kind.years, f"{base}-weekdays": [str(day) for day in kind.weekdays]}
        data[f"{base}-periods-count"] = str(len(kind.periods))
        for row, period in enumerate(kind.periods):
            data |= {f"{base}-periods-{row}-{key}": value for key, value in period._asdict().items()}
    return data | more


def test_a_short_friday_is_another_kind_of_day(client: Client, here: SchoolCast) -> None:
    ordinary = bell_rows_of(stored(here).years[0])[0]
    friday = BellRows("friday", ordinary.periods[:5], "11:00", "12:10", (4,))
    assert client.post("/setup/bells/", typed([ordinary, friday])).status_code == 302
    calendar = stored(here)
    assert calendar.closing_bell(date(2026, 11, 20)) == time(12, 10)
    assert calendar.closing_bell(date(2026, 11, 19)) == time(15)
    assert calendar.cycle_day(date(2026, 11, 17)) == "A2"


def test_one_week_instead_of_two(client: Client, here: SchoolCast) -> None:
    ordinary = bell_rows_of(stored(here).years[0])[0]
    client.post("/setup/bells/", typed([ordinary], weeks="1"))
    assert stored(here).cycle_day(date(2026, 11, 10)) == "A2"


def test_the_first_week_may_be_the_second(client: Client, here: SchoolCast) -> None:
    ordinary = bell_rows_of(stored(here).years[0])[0]
    client.post("/setup/bells/", typed([ordinary], first="1"))
    assert stored(here).cycle_day(date(2026, 11, 17)) == "B2"


def test_every_problem_is_said_at_once(client: Client, here: SchoolCast) -> None:
    ordinary = bell_rows_of(stored(here).years[0])[0]
    wrong = {
        "kind-0-periods-0-start": "soon",
        "kind-0-periods-1-key": "",
        "kind-0-closing": "",
        "kind-0-years": "x",
    }
    before = stored(here).digest
    answer = client.post("/setup/bells/", typed([ordinary], **wrong))
    text = answer.content.decode()
    assert answer.status_code == 422
    for place in ("period 1, start", "period 2, short name", "closing bell", "year groups"):
        assert place in text
    assert stored(here).digest == before


def test_the_week_is_shown_with_its_cycle_days(client: Client) -> None:
    page = client.get("/setup/bells/").content.decode()
    assert "Tuesday 17 November" in page
    assert ">A2<" in page
