"""A test message goes by the way that is set up, and by no other."""

from __future__ import annotations

import pytest

from evenhand.apps.letters.trying import NotSetUp, arrived, try_out
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import by_gateway, text_server
from tests.cast import SchoolCast


def test_a_refusal_of_the_gateway_is_an_answer(here: SchoolCast) -> None:
    with text_server() as server, by_gateway(server), in_school(here.school):
        server.statuses = [400]
        assert not arrived(try_out(here.actor("administrator"), channel="text", address="07700900123"))
        assert arrived(try_out(here.actor("administrator"), channel="text", address="07700900123"))


def test_a_way_that_is_not_set_up_sends_nothing(here: SchoolCast) -> None:
    with text_server() as server, by_gateway(server), in_school(here.school):
        with pytest.raises(NotSetUp):
            try_out(here.actor("administrator"), channel="email", address="op@marlow.example")
        assert server.asked == []
