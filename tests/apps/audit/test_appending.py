"""A batch is linked in memory and written once; the chain holds as if each entry had been appended alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from evenhand.apps.audit.appending import OpenChain
from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.apps.audit.services import append
from evenhand.apps.audit.verify import verify
from evenhand.apps.tenancy.scoping import ScopeError, in_school
from tests.cast import MOMENT, SchoolCast


def link(chain: OpenChain, subject: str, **more: Any) -> None:
    chain.link(
        at=MOMENT, actor_id=None, actor_name="import", action="do", subject=subject, body={"n": 1}, **more
    )


def test_linked_entries_go_on_from_the_chain_and_single_ones_from_them(here: SchoolCast) -> None:
    with in_school(here.school):
        before = ChainHead.objects.get().seq
        with transaction.atomic():
            chain = OpenChain(here.school.pk)
            link(chain, "a:1")
            link(chain, "a:2", on_behalf_of="Ms N. Teacher")
            chain.close()
            append(here.actor("teacher"), action="do", subject="a:3", body={})
        rows = list(AuditEntry.objects.filter(seq__gt=before).order_by("seq"))
        assert [row.subject for row in rows] == ["a:1", "a:2", "a:3"]
        assert rows[1].previous == rows[0].digest
        assert rows[1].on_behalf_of == "Ms N. Teacher"
        checked = verify(here.school.pk)
        assert (checked.problem, checked.entries) == ("", before + 3)


def test_numbers_of_events_run_on_without_gaps(here: SchoolCast) -> None:
    with in_school(here.school):
        for expected in ([1, 2], [3, 4]):
            with transaction.atomic():
                chain = OpenChain(here.school.pk)
                assert [chain.event_seq() for _ in range(2)] == expected
                chain.close()


def test_nothing_is_written_before_the_chain_is_closed(here: SchoolCast) -> None:
    with in_school(here.school):
        before = ChainHead.objects.get().seq
        with transaction.atomic():
            chain = OpenChain(here.school.pk)
            link(chain, "a:1")
            chain.event_seq()
        assert ChainHead.objects.get().seq == before
        assert not AuditEntry.objects.filter(subject="a:1").exists()
        assert verify(here.school.pk).problem == ""


@pytest.mark.django_db(transaction=True)
def test_a_chain_is_opened_inside_a_transaction_only() -> None:
    with in_school(1), pytest.raises(DatabaseError, match="inside the transaction"):
        OpenChain(1)


def test_the_chain_of_another_school_stays_shut(here: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(here.school), transaction.atomic(), pytest.raises(ScopeError):
        OpenChain(next_door.school.pk)
