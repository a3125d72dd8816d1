"""Lists made from what was recognised."""

from datetime import date

import pytest

from evenhand.engine.decisions import Reason, Recognise
from evenhand.engine.facts import EMPTY_STATE, PupilState
from evenhand.engine.rules.programmes.lists import (
    Given,
    Progress,
    calls_first,
    not_celebrated,
    presentation,
    progress,
    roll_of_honour,
)
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import policy

FRIDAY = date(2026, 11, 20)
STAR = policy().on(FRIDAY)
OTHER = policy("infiniti").on(FRIDAY)


def given(pupil: str, award: str, year: int = 8, form: str = "8B") -> Given:
    """An award that was given."""
    return Given(pupil, year, form, Recognise(award, award, "", Reason((), "")))


@pytest.mark.covers("STAR-39b")
def test_the_years_certificates_are_listed_with_their_kind_each_once() -> None:
    rows = [
        given("c", "full_attendance"),
        given("a", "work_ethic"),
        given("b", "character"),
        given("b", "character"),
        given("d", "character", year=9),
        given("a", "lunch_pass"),
    ]
    listed = presentation(STAR.pack, rows, 8)
    assert [(one.award.award, one.pupil) for one in listed] == [
        ("character", "b"),
        ("work_ethic", "a"),
        ("full_attendance", "c"),
    ]
    assert len(presentation(STAR.pack, rows)) == 4


@pytest.mark.covers("STAR-44c")
def test_the_roll_of_honour_of_a_form_has_those_with_the_award() -> None:
    rows = [given(name, "star_citizen") for name in "cab"]
    rows += [given("d", "star_citizen", form="8A"), given("e", "character")]
    assert roll_of_honour(rows, "star_citizen") == {"8A": ("d",), "8B": ("a", "b", "c")}


@pytest.mark.covers("STAR-34b")
def test_different_pupils_count_towards_an_aim_and_awards_do_not() -> None:
    teacher = STAR.pack.programmes["aim_teacher"]
    found = progress(STAR, teacher, [("a", 8), ("b", 8), ("a", 8), ("b", 8)])
    assert (found, found.met) == (Progress(2, 3), False)
    assert progress(STAR, teacher, [("a", 8), ("b", 8), ("c", 9)]).met
    assert not progress(STAR, STAR.pack.programmes["aim_tutor"], []).met


@pytest.mark.covers("STAR-34c")
def test_pupils_of_another_year_do_not_count_for_a_head_of_year() -> None:
    rows: list[tuple[str, int | None]] = [("a", 8), ("b", 8), ("c", 8), ("d", 8), ("e", 9)]
    assert progress(STAR, STAR.pack.programmes["aim_head_of_year"], rows, 8) == Progress(4, 5)


@pytest.mark.covers("INF-RW-5")
@pytest.mark.parametrize(
    ("day", "uncelebrated"),
    [(None, True), (date(2026, 10, 23), True), (date(2026, 10, 24), False), (FRIDAY, False)],
)
def test_four_weeks_without_an_award_show_a_pupil_as_not_yet_celebrated(
    day: date | None, uncelebrated: bool
) -> None:
    programme = OTHER.pack.programmes["not_celebrated"]
    state = PupilState(recent={"assembly_award": (day,), "friday_call": (FRIDAY,)}) if day else EMPTY_STATE
    assert not_celebrated(OTHER, programme, state, FRIDAY) is uncelebrated


@pytest.mark.covers("INF-RW-8")
def test_families_not_called_this_half_term_come_first_then_those_called_longest_ago() -> None:
    states = {
        name: PupilState(recent={"friday_call": days})
        for name, days in [
            ("twice", (date(2026, 11, 6), date(2026, 11, 13))),
            ("lately", (date(2026, 11, 13),)),
            ("once", (date(2026, 11, 6),)),
            ("before", (date(2026, 10, 23),)),
        ]
    }
    states["never"] = EMPTY_STATE
    call = OTHER.pack.programmes["friday_call"]
    assert calls_first(OTHER, call, WORKED, states, FRIDAY) == ("never", "before", "once", "lately", "twice")
    free = policy("infiniti", friday_calls__order="teacher").on(FRIDAY)
    assert calls_first(free, call, WORKED, states, FRIDAY) == tuple(states)


def test_calls_of_the_half_term_before_count_for_nothing_but_their_date() -> None:
    call = OTHER.pack.programmes["friday_call"]
    october = (date(2026, 10, 5), date(2026, 10, 23))
    states = {
        "once": PupilState(recent={"friday_call": (date(2026, 11, 2),)}),
        "often before": PupilState(recent={"friday_call": october}),
        "today": PupilState(recent={"friday_call": (FRIDAY, FRIDAY)}),
    }
    assert calls_first(OTHER, call, WORKED, states, FRIDAY) == ("often before", "once", "today")
