"""What an import says: to people in sentences that can be acted on, to machines as JSON."""

from __future__ import annotations

import json

import pytest

from evenhand.apps.people.roster.model import Fault, Question, Severity
from evenhand.cli.importing.report import FEW, Report, SchoolReport

QUESTION = Question("needs_year", "", "Which year are these classes of?", ("2025-26", "2026-27"), ())
HERE = SchoolReport("10", "Marlow Bridge Academy", "marlow")


def fault(severity: Severity = "error", line: int = 3, value: str = "P9") -> Fault:
    return Fault("Student.csv", line, "SIS ID", value, "the id of a pupil", "Correct it.", severity)


@pytest.mark.parametrize(
    ("report", "sound"),
    [
        (Report("a.zip", schools=[HERE], faults=[fault("warning")]), True),
        (Report("a.zip", schools=[HERE], faults=[fault()]), False),
        (Report("a.zip", schools=[HERE], questions=[QUESTION]), False),
        (Report("a.zip", schools=[HERE, SchoolReport("20", "Alder")]), False),
    ],
    ids=["a warning", "an error", "a question", "an unknown school"],
)
def test_an_import_is_sound_unless_something_is_left_out_or_to_be_answered(
    report: Report, sound: bool
) -> None:
    assert report.is_sound is sound


def test_a_fault_says_where_what_and_how_to_mend_it() -> None:
    text = Report("a.zip", faults=[fault(), fault("warning", 0, "")]).as_text()
    assert "error: Student.csv:3 SIS ID 'P9': expected the id of a pupil. Correct it." in text
    assert "warning: Student.csv SIS ID: expected the id of a pupil. Correct it." in text


@pytest.mark.parametrize(
    ("name", "option"),
    [("needs_year", "--year"), ("needs_date_order", "--date-order"), ("needs_school", "--map")],
)
def test_a_question_names_the_option_that_answers_it(name: str, option: str) -> None:
    asked = Question(name, "", "Which?", ("one", "other"), ())  # type: ignore[arg-type]  # one of the three
    assert f"Which? Answer with {option} one|other." in Report("a.zip", questions=[asked]).as_text()


def test_a_school_that_is_not_here_is_offered_two_ways_in() -> None:
    text = Report("a.zip", schools=[SchoolReport("20", "")]).as_text()
    assert "20 (20): no school here. Add --map 20=SLUG, or --create." in text


def test_of_many_absent_pupils_a_few_are_named() -> None:
    names = tuple(f"Pupil {number}" for number in range(FEW + 2))
    all_named = SchoolReport("10", "Marlow", "marlow", absent=names[:FEW])
    some_named = SchoolReport("10", "Marlow", "marlow", absent=names)
    assert " more" not in Report("a.zip", schools=[all_named]).as_text()
    text = Report("a.zip", schools=[some_named]).as_text()
    assert f"Pupil {FEW - 1} and 2 more" in text
    assert f"Pupil {FEW}" not in text


def test_counts_stand_under_their_noun() -> None:
    school = SchoolReport("10", "Marlow", "marlow", {"pupils": {"added": 2, "absent": 0}})
    assert "  pupils     2 added, 0 absent" in Report("a.zip", schools=[school]).as_text().splitlines()


def test_the_last_line_says_whether_anything_was_written() -> None:
    assert Report("a.zip").as_text().splitlines() == [
        "a.zip: not recognised",
        "Nothing was changed; add --apply to apply it.",
    ]
    assert Report("a.zip", "sds-v2", applied=True).as_text().endswith("\nApplied.")


def test_machines_read_one_line_with_names_as_they_are_written() -> None:
    plain = Report("Zoë.zip", schools=[HERE], faults=[fault()], questions=[QUESTION]).as_json()
    assert "\n" not in plain
    assert "Zoë" in plain
    read = json.loads(plain)
    assert read["schools"][0]["slug"] == "marlow"
    assert read["faults"][0]["line"] == 3
    assert read["questions"][0]["choices"] == ["2025-26", "2026-27"]
