"""What was told, and the id that it gets here."""

from __future__ import annotations

from datetime import date, time

from evenhand.apps.conduct.importing.told import PupilKey, Reading, Told, event_id

TOLD = Told(
    "a.csv", 3, "old", "7", PupilKey("id", "p1"), date(2026, 9, 15), time(9), columns={"pupil": "Child"}
)


def test_an_id_is_the_same_for_the_same_source_and_only_then() -> None:
    one = event_id(1, "old", "77", "7")
    assert one == event_id(1, "old", "77", "7")
    others = {event_id(2, "old", "77", "7"), event_id(1, "new", "77", "7"), event_id(1, "old", "7", "77")}
    assert one not in others
    assert len(others) == 3
    assert event_id(1, "a\x1fb", "", "c") != event_id(1, "a", "b", "c")


def test_a_fault_names_the_columns_as_the_source_does() -> None:
    fault = TOLD.fault("pupil", "p" * 99, "a pupil", "Mend it.")
    assert (fault.file, fault.line, fault.column, len(fault.value), fault.severity) == (
        "a.csv", 3, "Child", 80, "error",
    )  # fmt: skip
    assert TOLD.fault("at", "", "", "", flag=True).severity == "warning"


def test_a_reading_counts_what_it_refuses() -> None:
    reading = Reading("CSV")
    reading.refuse(TOLD.fault("pupil", "p1", "a pupil", "Mend it."))
    assert (reading.refused, len(reading.faults)) == (1, 1)


def test_a_pupil_without_an_id_is_shown_by_name() -> None:
    assert PupilKey("name_and_form", "", "Amara", "Ito", "8R").shown == "Amara Ito, 8R"
