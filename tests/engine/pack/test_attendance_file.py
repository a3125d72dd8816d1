"""Attendance codes: every fault with its line, and marks counted as an attendance event tells them."""

import pytest

from evenhand.engine.pack.attendance_file import load_attendance_codes, sessions_told
from evenhand.engine.pack.errors import PackErrors
from evenhand.packs.reader import country_text

TEXT = country_text("england", "attendance_codes")
CODES = load_attendance_codes(TEXT)
HEAD = 'since = 2024-08-19\ncite = "A law"\n'


def test_marks_are_counted_as_possible_attended_authorised_and_late() -> None:
    assert sessions_told(CODES, ["/", "\\", "L", "V", "I", "O", "U", "Y2", "#"]) == {
        "possible": 7,
        "attended": 4,
        "authorised": 1,
        "late": 2,
    }
    assert sessions_told(CODES, []) == {"possible": 0, "attended": 0, "authorised": 0, "late": 0}


def test_the_codes_as_shipped_load() -> None:
    codes = load_attendance_codes(TEXT)
    assert codes == CODES
    assert (codes.codes["/"].attended, codes.codes["O"].attended) == (True, False)


def test_a_mark_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        sessions_told(CODES, ["/", "Y"])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('[[code]]\ncode = "A"\n', "a.toml:3:1 code[0]: meaning is missing"),
        (
            '[[code]]\ncode = "A"\nmeaning = "Here"\npossible = false\nattended = true\n',
            "is attended, and no",
        ),
        ('[[code]]\ncode = "A"\nmeaning = "Here"\npresent = true\n', "is in school, and not attended"),
        ('[[code]]\ncode = "A"\nmeaning = "Away"\npossible = false\nauthorised = true\n', "and no absence"),
        ('[[code]]\ncode = "A"\nmeaning = "Away"\nlate = 1\n', "expected true or false"),
        ('[[code]]\ncode = "A"\nmeaning = "Away"\n[[code]]\ncode = "A"\nmeaning = "B"\n', "is there twice"),
        ("[[code]]\ncode = A", "not TOML"),
    ],
)
def test_a_fault_has_its_line(rows: str, message: str) -> None:
    with pytest.raises(PackErrors) as caught:
        load_attendance_codes(HEAD + rows, "a.toml")
    assert any(message in str(error) for error in caught.value.errors), str(caught.value)
