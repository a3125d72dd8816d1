"""Ids of events made by the server."""

from __future__ import annotations

import time

from evenhand.apps.tenancy.ids import new_event_id


def test_an_id_is_of_the_form_that_devices_use() -> None:
    made = new_event_id()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert abs((made.int >> 80) - time.time() * 1000) < 5000


def test_no_two_are_the_same_and_later_ones_come_later() -> None:
    first = new_event_id()
    time.sleep(0.002)
    many = [new_event_id() for _ in range(1000)]
    assert len({first, *many}) == 1001
    assert first < min(many)
