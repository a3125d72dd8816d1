"""The checklist: needed first, what can wait, what is done, and in words that can be acted on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.models import School, Trust
from evenhand.web.setup.checklist import Check, build_checklist, day_words, listed
from evenhand.web.setup.facts import Facts
from evenhand.web.setup.staffing import Gap
from tests.cast import TODAY, calendar

NOTHING = Facts(
    school=School(name="Marlow Bridge Academy", trust=Trust(name="Northway")),
    day=TODAY,
    pack=None,
    adopted_from=None,
    open_questions=0,
    year=None,
    bells_are_examples=True,
    pupils=0,
    years=(),
    without_contact=0,
    contacts=0,
    photographs=0,
    staff=0,
    signed_in=1,
    invited=0,
    groups=0,
    untaught=(),
    lessons=0,
    gaps=(),
    forms=(),
)
EVERYTHING = replace(
    NOTHING,
    pack=pack("star_binary"),
    adopted_from=date(2026, 9, 1),
    year=calendar().years[0],
    bells_are_examples=False,
    pupils=1204,
    years=(7, 8, 11),
    contacts=2100,
    photographs=1180,
    signed_in=2,
    groups=40,
    lessons=900,
    ways=("E-mail",),
)


def check(facts: Facts, key: str) -> Check:
    page = build_checklist(facts)
    return next(one for one in (*page.needed, *page.can_wait, *page.done) if one.key == key)


def test_a_new_school_needs_nearly_everything() -> None:
    page = build_checklist(NOTHING)
    assert [one.key for one in page.needed] == [
        "policy", "year", "bells", "pupils", "classes", "timetable", "accounts",
    ]  # fmt: skip
    assert [one.key for one in page.can_wait] == ["contacts", "photographs", "ways"]
    assert [one.key for one in page.done] == ["school"]
    assert page.summary == "1 of 11 done. 7 more things before the first lesson."


def test_what_is_left_is_numbered_on_and_the_first_is_next() -> None:
    page = build_checklist(NOTHING)
    left = [*page.needed, *page.can_wait]
    assert [one.number for one in left] == list(range(2, 12))
    assert [one.state for one in left] == ["next"] + [""] * 9
    assert {one.state for one in page.done} == {"done"}


def test_with_everything_lessons_can_be_taught() -> None:
    page = build_checklist(EVERYTHING)
    assert (page.needed, page.can_wait) == ((), ())
    assert page.summary == f"{page.total} of {page.total} done. Lessons can be taught."


def test_what_can_wait_stops_no_lesson_and_comes_after_what_is_needed() -> None:
    gaps = (Gap("principal", "Head"), Gap("removal_manager", "Room manager", needed=True, cite="12"))
    page = build_checklist(replace(EVERYTHING, gaps=gaps, open_questions=3))
    assert [(one.key, one.cite, one.number) for one in page.needed] == [
        ("role-removal_manager", "12", page.total - 2)
    ]
    assert [one.title for one in page.can_wait] == ["Head", "Answer the policy’s open questions (3)"]
    assert page.summary.endswith("One more thing before the first lesson.")


def test_a_gap_leads_to_where_somebody_is_chosen() -> None:
    facts = replace(
        EVERYTHING,
        gaps=(
            Gap("tutor", "Tutors", ("8R",), per="form"),
            Gap("year_link", "Year leaders", ("8", "9"), per="year"),
        ),
    )
    assert check(facts, "role-tutor").actions[0].url == "/setup/forms/"
    link = check(facts, "role-year_link")
    assert (link.actions[0].url, link.words) == ("/setup/people/?role=year_link", "Nobody for 8, 9.")


def test_bells_wait_for_the_year_and_an_example_is_not_enough() -> None:
    assert check(NOTHING, "bells").actions == ()
    example = check(replace(EVERYTHING, bells_are_examples=True), "bells")
    assert not example.is_done
    assert check(EVERYTHING, "bells").words == "One kind of day, two-week cycle"


def test_the_year_counts_its_days_and_those_for_training() -> None:
    year = calendar().years[0]
    assert check(EVERYTHING, "year").words == f"2026-27: {len(year.school_days())} days, 1 for training"


def test_pupils_and_contacts_are_counted() -> None:
    assert check(EVERYTHING, "pupils").words == "1,204 in years 7 to 11"
    assert check(replace(EVERYTHING, years=(8,)), "pupils").words == "1,204"
    assert check(replace(EVERYTHING, without_contact=4), "contacts").words == "2,100; 4 pupils have none"
    assert check(EVERYTHING, "photographs").words == "1,180 of 1,204 pupils"
    assert check(replace(EVERYTHING, photographs=0), "photographs").actions[0].words == "Upload photographs"


def test_classes_without_a_teacher_are_named() -> None:
    found = check(replace(EVERYTHING, untaught=("8R Art", "9R Art")), "classes")
    assert not found.is_done
    assert found.words == "2 of 40 groups have no teacher: 8R Art, 9R Art."


@pytest.mark.parametrize(("signed_in", "invited", "done"), [(1, 0, False), (2, 0, True), (1, 1, True)])
def test_the_first_account_alone_is_not_the_staff(signed_in: int, invited: int, done: bool) -> None:
    facts = replace(EVERYTHING, signed_in=signed_in, invited=invited)
    assert check(facts, "accounts").is_done is done


def test_five_names_are_listed_and_the_rest_counted() -> None:
    assert listed(("a", "b", "c", "d", "e")) == "a, b, c, d, e"
    assert listed(("a", "b", "c", "d", "e", "f", "g")) == "a, b, c, d, e and 2 more"


def test_a_day_is_written_out() -> None:
    assert (day_words(date(2026, 9, 1)), day_words(None)) == ("1 September 2026", "")
