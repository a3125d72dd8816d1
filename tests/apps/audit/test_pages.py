"""An entry on the page stands in the school's own time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.pages import entry_of


def test_an_entry_is_told_in_local_time_with_who_and_for_whom() -> None:
    row = AuditEntry(
        seq=7,
        at=datetime(2026, 7, 1, 8, 5, tzinfo=UTC),
        actor_name="Ms N. Okonjo",
        on_behalf_of="Mr Bevan",
        action="adopt_pack",
        subject="policy:1",
        body={"pack": "x"},
        digest="a" * 64,
    )
    entry = entry_of(row, ZoneInfo("Europe/London"))
    assert (entry.at.hour, entry.at.minute) == (9, 5)
    assert (entry.who, entry.for_whom, entry.what) == ("Ms N. Okonjo", "Mr Bevan", "Adopted a policy")
    assert entry.details == (("Pack", "x"),)
