"""No page of anybody reads a table whole that grows with each record: what it asks for is found by a key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from evenhand.apps.conduct.models import Event
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast, SchoolCast
from tests.classroom import one, send, signed_in
from tests.guards.test_urls import GUARDED, filled, next_door_values

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL counts rows for itself, and reads a small table whole"
)

# A year of a school brings thousands of rows to each.
GROWS = (
    "audit_auditentry", "attendance_mark", "casework_alert", "casework_task", "casework_taskchange",
    "conduct_event", "conduct_eventpayload", "conduct_incident", "conduct_involvement", "conduct_ledgerentry",
    "letters_delivery", "letters_message", "policy_storeddecision", "removal_staystation", "rewards_recognition",
)  # fmt: skip
WHOLE = re.compile(rf"^SCAN ({'|'.join(GROWS)})\b|^SEARCH ({'|'.join(GROWS)})\b.*\(school_id=\?\)$")
# Its days are those of one block, and its tasks are looked through beside them.
COUNTED = 'casework_task" INNER JOIN "conduct_event"'
Plans = dict[str, list[str]]


@contextmanager
def plans() -> Iterator[Plans]:
    """How the database finds the rows of each question that is asked within the block."""
    found: Plans = {}

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and sql not in found:
            asked = "EXPLAIN QUERY PLAN " + sql.replace("%s", "?").replace("%%", "%")
            plain = context["connection"].connection
            found[sql] = [row[3] for row in plain.execute(asked, tuple(params or ()))]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def read_whole(found: Plans) -> list[str]:
    """The questions for which a growing table is read whole; the newest few of it by its own order are no such."""
    return [
        f"{line}: {sql[sql.index(' FROM ') :]}"
        for sql, lines in found.items()
        for line in lines
        if WHOLE.match(line) and COUNTED not in sql
        if not (" LIMIT " in sql and not any("ORDER BY" in other for other in lines))
    ]


def lived_in(school: SchoolCast) -> None:
    """A referral, a recognition and what follows from them."""
    teacher = signed_in(school, "teacher")
    acts = (
        one(school, "concern", "DIS-03"),
        one(school, "concern", "DIS-03"),
        one(school, "achievement", "ACH-S1"),
    )
    for act in acts:
        send(teacher, act)


def open_everything(client: Client, school: SchoolCast) -> int:
    """Open every address with the ids of this school; gives how many answered with a page."""
    answers = [client.get(filled(address, next_door_values(address, school))) for address in GUARDED]
    return sum(1 for answer in answers if answer.status_code == 200)


@pytest.mark.parametrize(
    "role", ["teacher", "removal_manager", "senior_leader", "principal", "administrator"]
)
def test_each_page_finds_its_rows_by_a_key(cast: Cast, role: str) -> None:
    lived_in(cast.here)
    with plans() as found:
        assert open_everything(signed_in(cast.here, role), cast.here) > 10
    assert len(found) > 10
    assert read_whole(found) == []


def test_a_table_that_is_read_whole_is_noticed(cast: Cast) -> None:
    with in_school(cast.here.school), plans() as found:
        list(Event.objects.filter(place="Yard"))
    assert len(read_whole(found)) == 1
