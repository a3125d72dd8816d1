"""The log as a page: whose it is, who sees it, how it is narrowed, and its verification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from evenhand.apps.audit import triggers
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.services import Act, append_many
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        for role in ("teacher", "principal"):
            acts = [
                Act("setting.propose", f"setting:{role}.{n}", {"reason": f"because {n}"}) for n in range(3)
            ]
            append_many(here.actor(role), acts)
        yield here


def client_of(school: SchoolCast, role: str = "principal") -> Client:
    client = Client()
    client.force_login(school.user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def numbers(school: SchoolCast, query: str = "") -> list[int]:
    html = client_of(school).get(f"/audit/{query}").content.decode()
    return [int(seq) for seq in re.findall(r'data-seq="(\d+)"', html)]


def test_times_are_those_of_the_school_also_in_summer(here: SchoolCast) -> None:
    with time_machine.travel(datetime(2026, 9, 15, 9, 30, tzinfo=UTC), tick=False):
        with in_school(here.school):
            append_many(here.actor("teacher"), [Act("setting.propose", "setting:teacher.1", {})])
        page = client_of(here).get("/audit/").content.decode()
    assert ">10:30</time>" in page
    assert ">09:30</time>" not in page


def test_entries_are_read_newest_first_in_words(school: SchoolCast) -> None:
    html = client_of(school).get("/audit/").content.decode()
    found = numbers(school)
    assert found == sorted(found, reverse=True)
    assert len(found) == AuditEntry.objects.count()
    assert "Proposed an answer to an open question" in html
    assert "because 2" in html


def test_they_are_narrowed_by_person_subject_and_day(school: SchoolCast) -> None:
    teacher = school.user("teacher").pk
    assert len(numbers(school, f"?person={teacher}")) == 3
    assert len(numbers(school, "?subject=setting:principal.1")) == 1
    assert len(numbers(school, "?day=2026-11-17")) == AuditEntry.objects.count()
    assert numbers(school, "?day=2026-11-16") == []
    answer = client_of(school).get("/audit/?day=yesterday").content.decode()
    assert "Write the day as 2026-11-17." in answer


def test_earlier_entries_follow_on_the_next_page(school: SchoolCast) -> None:
    append_many(school.actor("teacher"), [Act("do", f"thing:{n}", {}) for n in range(60)])
    first = numbers(school)
    assert len(first) == 50
    second = numbers(school, f"?before={first[-1]}")
    assert max(second) == first[-1] - 1
    assert len(first) + len(second) == AuditEntry.objects.count()


def test_verifying_says_what_it_found_and_is_an_entry_itself(school: SchoolCast) -> None:
    client = client_of(school)
    before = AuditEntry.objects.count()
    answer = client.post("/audit/verify/", follow=True).content.decode()
    assert f"All {before} entries hold." in answer
    assert f"All {before} entries held" in answer
    row = AuditEntry.objects.order_by("seq").last()
    assert row is not None
    assert (row.action, row.actor_id) == ("chain.verify", school.user("principal").pk)


def test_a_changed_entry_is_told(school: SchoolCast) -> None:
    triggers.take_down()
    AuditEntry.objects.filter(seq=2).update(actor_name="Somebody else")
    triggers.install()
    answer = client_of(school).post("/audit/verify/", follow=True).content.decode()
    assert "It does not hold: entry 2 has been changed" in answer


@pytest.mark.parametrize("role", ["teacher", "administrator", "governor"])
def test_nobody_else_sees_or_verifies_it(school: SchoolCast, role: str) -> None:
    client = client_of(school, role)
    assert client.get("/audit/").status_code == 404
    assert client.post("/audit/verify/").status_code == 404


def test_the_log_next_door_is_not_in_it(school: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        append_many(next_door.actor("teacher"), [Act("do", "secret:1", {})])
    assert "secret" not in client_of(school).get("/audit/").content.decode()
