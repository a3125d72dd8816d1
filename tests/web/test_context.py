"""The shell holds who is signed in and what the device has chosen, and trusts no cookie further."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from evenhand.web.context import build_shell, shell

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def noon() -> datetime:
    return NOON


def six(request: Any) -> int:
    return 6


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    settings.EVENHAND_NOW = f"{__name__}.noon"
    settings.EVENHAND_NAV_COUNTS = {}


def request_of(actor: object = None, **cookies: str) -> Any:
    request: Any = RequestFactory().get("/inbox/")
    request.COOKIES = cookies
    request.actor = actor
    return request


def actor() -> SimpleNamespace:
    return SimpleNamespace(
        name="Ms Ngozi Ada Okonjo",
        title="Science",
        roles=frozenset(),
        capabilities={"do_tasks"},
        membership_id=7,
    )


def test_nobody_signed_in_has_no_navigation() -> None:
    built = build_shell(request_of())
    assert (built.nav, built.who, built.person, built.now) == ((), None, "", NOON)


def test_an_actor_has_places_counts_and_initials(settings: Any) -> None:
    settings.EVENHAND_NAV_COUNTS = {"inbox": f"{__name__}.six"}
    built = build_shell(request_of(actor()))
    assert built.who is not None
    assert (built.who.initials, built.person) == ("NO", "7")
    assert [(item.key, item.count, item.current) for item in built.nav] == [
        ("now", 0, False),
        ("inbox", 6, True),
    ]


def test_a_place_beyond_a_phones_bar_is_under_more() -> None:
    built = build_shell(request_of(actor()))
    assert not built.under_more
    assert [item.key for group in built.nav_groups for item in group.items] == ["now", "inbox"]
    pupils = replace(built.nav[1], on_phone=False)
    assert replace(built, nav=(built.nav[0], pupils)).under_more


def test_choices_of_the_device_are_known_words_or_nothing() -> None:
    built = build_shell(request_of(theme="dark", letters="clear"))
    assert (built.theme, built.letters) == ("dark", "clear")
    built = build_shell(request_of(theme='"><script>', letters="x"))
    assert (built.theme, built.letters) == ("", "")


def test_a_page_that_never_asks_costs_nothing(settings: Any) -> None:
    settings.EVENHAND_NOW = "no.such.module"
    lazy = shell(request_of())["shell"]
    with pytest.raises(ModuleNotFoundError):
        _ = lazy.now
