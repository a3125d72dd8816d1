"""The roster that every format is read into."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from evenhand.apps.people.roster import model
from evenhand.apps.people.roster.model import Fault, Roster, RosterPupil, Severity

RECORDS: list[Any] = [
    model.RosterSchool,
    model.RosterTerm,
    model.RosterPupil,
    model.RosterStaff,
    model.RosterContact,
    model.RosterGroup,
    model.RosterEnrolment,
]


def fault(severity: Severity) -> Fault:
    return Fault("people.csv", 2, "id", "x", "an id", "Write one.", severity)


def test_only_errors_leave_something_out() -> None:
    found = fault("error")
    roster = Roster(faults=(fault("warning"), found, fault("question")))
    assert roster.errors == (found,)
    assert Roster().errors == ()


def test_a_fault_is_an_error_unless_it_says_otherwise() -> None:
    assert Fault("people.csv", 0, "", "", "rows", "Export again.").severity == "error"


@pytest.mark.parametrize("record", RECORDS)
def test_no_record_has_a_place_for_a_password(record: Any) -> None:
    names = {column.name for column in fields(record)}
    assert not [name for name in names if "pass" in name or "secret" in name or "pin" in name]


def test_a_record_cannot_be_changed_once_it_is_read() -> None:
    with pytest.raises(FrozenInstanceError):
        RosterPupil("p1", "10").given = "Ben"  # type: ignore[misc]  # this is what must not be possible
