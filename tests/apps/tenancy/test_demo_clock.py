"""The clock of a demonstration moves by periods and days, and back; outside demo mode not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.demo_clock import MOVES, banner, move
from tests.cast import SchoolCast


def shown(here: SchoolCast) -> str:
    there = clock.local(here.school, clock.now())
    return f"{there.day:%a %d} {there.time:%H:%M}"


@pytest.fixture
def demo(here: SchoolCast, settings: Any) -> SchoolCast:
    settings.EVENHAND_DEMO = True
    move(here.school, "start")
    return here


@pytest.mark.parametrize(
    ("moves", "then"),
    [
        (["start"], "Tue 17 11:32"),
        (["next-period"], "Tue 17 12:11"),
        (["next-period"] * 4, "Wed 18 08:30"),
        (["end-of-day"], "Tue 17 15:10"),
        (["end-of-day", "end-of-day"], "Wed 18 15:10"),
        (["next-day"] * 4, "Mon 23 08:30"),
        (["next-day", "start"], "Tue 17 11:32"),
    ],
)
def test_moves(demo: SchoolCast, moves: list[str], then: str) -> None:
    for name in moves:
        move(demo.school, name)
    assert shown(demo) == then


def test_the_page_moves_it_for_everybody(demo: SchoolCast, client: Client) -> None:
    page = client.get("/demo-clock/").content.decode()
    assert all(label in page for label in MOVES.values())
    assert client.post("/demo-clock/", {"move": "end-of-day"}).status_code == 302
    assert shown(demo) == "Tue 17 15:10"
    assert client.post("/demo-clock/", {"move": "elsewhere"}).status_code == 404
    told = banner(client.request().wsgi_request)
    assert told is not None
    assert told.words == "It is 15:10 on Tuesday 17 November 2026."


def test_outside_demo_mode_there_is_no_such_page(demo: SchoolCast, client: Client, settings: Any) -> None:
    settings.EVENHAND_DEMO = False
    assert client.post("/demo-clock/", {"move": "next-day"}).status_code == 404
    assert banner(client.request().wsgi_request) is None
    assert shown(demo) == "Tue 17 11:32"


def test_an_unknown_move_is_refused(demo: SchoolCast) -> None:
    with pytest.raises(KeyError):
        move(demo.school, "yesterday")
