"""Entries are appended in order, without gaps, inside a transaction."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.apps.audit.services import Act, append, append_many
from evenhand.apps.audit.verify import verify
from evenhand.apps.tenancy.models import School, Trust
from evenhand.apps.tenancy.scoping import in_school


@pytest.fixture
def school(db: object) -> School:
    trust = Trust.objects.create(name="Trust")
    return School.objects.create(trust=trust, name="A", short_name="A", slug="a")


def test_an_entry_names_who_what_and_the_entry_before(school: School) -> None:
    actor = system_actor(school.pk, "worker")
    with in_school(school):
        first = append(actor, action="do", subject="x:1", body={"a": 1})
        second = append(actor, action="do", subject="x:2", body={}, on_behalf_of="Ms N. Okonjo")
        assert (first.seq, first.previous, second.seq, second.previous) == (1, "", 2, first.digest)
        assert (second.actor_name, second.actor_id, second.on_behalf_of) == ("worker", None, "Ms N. Okonjo")
        assert ChainHead.objects.get().digest == second.digest


def test_many_entries_are_one_chain(school: School) -> None:
    with in_school(school):
        append_many(system_actor(school.pk, "worker"), [Act("do", f"x:{n}", {}) for n in range(30)])
        assert list(AuditEntry.objects.values_list("seq", flat=True).order_by("seq")) == list(range(1, 31))
        assert verify(school.pk).problem == ""


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended() -> None:
    trust = Trust.objects.create(name="Trust")
    school = School.objects.create(trust=trust, name="A", short_name="A", slug="a")
    with in_school(school), pytest.raises(DatabaseError):
        append(system_actor(school.pk, "worker"), action="do", subject="x", body={})


@pytest.mark.django_db(transaction=True)
def test_appending_at_once_leaves_no_gap_and_no_fork() -> None:
    trust = Trust.objects.create(name="Trust")
    school = School.objects.create(trust=trust, name="A", short_name="A", slug="a")
    start = threading.Barrier(4)
    threads = [threading.Thread(target=append_ten, args=(school, start)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with in_school(school):
        found = verify(school.pk)
    assert (found.entries, found.problem) == (40, "")


def append_ten(school: School, start: threading.Barrier) -> None:
    start.wait()
    try:
        for number in range(10):
            with in_school(school), transaction.atomic():
                append(system_actor(school.pk, "worker"), action="do", subject=f"x:{number}", body={})
    finally:
        connection.close()
