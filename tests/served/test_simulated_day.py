"""A whole school day over HTTP: nothing fails, nothing is lost, everything comes out the same again.

The short day runs a small school as fast as it goes. The long ones run 1,200 pupils and 70 staff at ten times a real
day's pace: plain on both databases, with the server killed at random moments, and without mail for an hour.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.served.processes import DATABASES, database
from tests.served.simulated.checks import complaints
from tests.served.simulated.day import Course, Day, Outcome

TEN_TIMES = 10.0
LONG = Course(small=False, together=24, speed=TEN_TIMES)
NO_MAIL = ("08:40", "09:40")
LONG_NO_MAIL = ("10:00", "11:00")


def lived(course: Course, folder: Path, kind: str = "sqlite") -> Outcome:
    """Live through a day on that database."""
    with database(kind, folder) as url:
        return Day(folder, url, course).run()


def test_a_short_day_without_mail_for_an_hour(tables: None, tmp_path: Path) -> None:
    day = lived(Course(no_mail=NO_MAIL), tmp_path)
    assert complaints(day) == []
    assert day.tally.repeated == 0
    assert day.tally.unchanged
    assert len(day.mail) > len(day.plan.expected.late)


@pytest.mark.soak
def test_a_short_day_with_kills(tables: None, tmp_path: Path) -> None:
    day = lived(Course(kills=8), tmp_path)
    assert complaints(day) == []
    assert day.kills == 8


@pytest.mark.soak
@pytest.mark.parametrize("kind", DATABASES)
def test_a_whole_day(kind: str, tmp_path: Path) -> None:
    assert complaints(lived(LONG, tmp_path, kind)) == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", DATABASES)
def test_a_whole_day_with_the_server_killed(kind: str, tmp_path: Path) -> None:
    day = lived(replace(LONG, kills=40), tmp_path, kind)
    assert complaints(day) == []
    assert day.kills == 40


@pytest.mark.soak
def test_a_whole_day_without_mail_for_an_hour(tmp_path: Path) -> None:
    assert complaints(lived(replace(LONG, no_mail=LONG_NO_MAIL), tmp_path)) == []
