"""Year groups from what files call them."""

from __future__ import annotations

import pytest

from evenhand.apps.people.roster.years import year_group


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Year 9", 9), ("9", 9), ("09", 9), ("Yr 9", 9), ("Y9", 9), ("NC Year 9", 9), ("R", 0), ("Reception", 0),
     ("N", -1), ("Nursery", -1), ("N2", -1), ("N1", -2), ("Year 13", 13), ("KG", 1), ("Grade 9", 10),
     ("9th grade", 10), ("PK", 0), ("  year   7 ", 7), ("-1", -1)],
)  # fmt: skip
def test_names_of_english_years(value: str, expected: int) -> None:
    assert year_group(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("9", 10), ("09", 10), ("Year 9", 9), ("Grade 9", 10), ("R", 0)]
)
def test_a_bare_number_is_one_year_more_in_american_grades(value: str, expected: int) -> None:
    assert year_group(value, "us") == expected


@pytest.mark.parametrize("value", ["", "15", "99", "PS1", "undergraduate", "9a", "-3", "٩", "Year"])
def test_what_names_no_year(value: str) -> None:
    assert year_group(value) is None
