"""Cases as written: strict, every fault with its line."""

from datetime import datetime

import pytest

from evenhand.engine.pack.case_file import parse_cases
from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.values import EventKind, Where
from tests.tiny_pack import tiny_texts

STEPS = tiny_texts()["cases/steps.toml"]


def test_a_case_has_its_events_and_what_is_expected() -> None:
    first, second, *_ = parse_cases("cases/steps.toml", STEPS)
    assert first.year_group == 7
    assert [event.id for event in first.events] == ["one", "two"]
    event = first.events[0]
    assert (event.kind, event.where, event.by) == (EventKind.CONCERN, Where.LESSON, "teacher-1")
    assert event.at == datetime(2026, 9, 15, 11, 20)  # noqa: DTZ001 - cases are in local time
    assert second.settings == {"step.match": "same"}
    expected = first.expectations[0]
    assert (expected.of, expected.form, expected.kind) == ("one", "outcome", "step")
    assert expected.wanted == {"step": "remind", "cites": ["1"]}
    assert expected.place.position.line == STEPS[: STEPS.index("[[case.expect]]")].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('outcome = "step"\nstep', 'outcome = "stop"\nstep', '"stop" is not known'),
        ('step = "remind"', 'stp = "remind"', 'write "step"'),
        ('absent = "place"', 'absent = "plaice"', 'write "place"'),
        ('of = "one"\nabsent', 'of = "none"\nabsent', "is no event of this case; expected one of one, two"),
        ('absent = "place"', 'refused = "mising"', 'write "missing"'),
        ('absent = "place"', 'absent = "place"\noutcome = "place"', "exactly one of"),
        ('absent = "place"', 'total = { ledger = "x", period = "month", value = 1 }', '"month" is no period'),
        ('absent = "place"', "total = { value = 1 }", "a table is no total"),
        ('kind = "concern"', 'kind = "concerned"', 'write "concern"'),
        ("at = 2026-09-15T11:20:00", "at = 2026-09-15", "expected a date and time"),
        ("ordinal = 2", 'count = "2"', "expected a whole number"),
        ('calendar = "worked"\n', "", "calendar is missing"),
    ],
)
def test_a_fault_in_a_case_has_its_line(old: str, new: str, message: str) -> None:
    assert old in STEPS
    with pytest.raises(PackErrors) as caught:
        parse_cases("cases/steps.toml", STEPS.replace(old, new, 1))
    found = [error for error in caught.value.errors if message in str(error)]
    assert found, str(caught.value)
    line = STEPS[: STEPS.index(old)].count("\n") + 1
    assert abs(found[0].line - line) <= 3


def test_a_case_in_which_nothing_happens_is_no_case() -> None:
    with pytest.raises(PackErrors, match="nothing happens"):
        parse_cases("x", '[[case]]\nname = "x"\ncalendar = "worked"\nevent = []\n[[case.expect]]\ntotal = {}')


def test_a_case_that_expects_nothing_is_no_case() -> None:
    with pytest.raises(PackErrors, match="expects nothing"):
        parse_cases("cases/steps.toml", STEPS[: STEPS.index("[[case.expect]]")])


SEVERAL = """
[[case]]
name = "Two pupils in a week"
calendar = "worked"

[[case.pupil]]
id = "a"
year_group = 8
groups = { form = "8R" }
facts = { awards = ["kind", "brave"], possible = 10 }

[[case.pupil]]
id = "b"

[[case.event]]
id = "one"
kind = "achievement"
at = 2026-09-15T11:20:00
pupil = "a"

[[case.close]]
id = "week"
period = "week"
at = 2026-09-18T16:00:00
facts = { b = { possible = 8 } }

[[case.event]]
id = "late"
kind = "achievement"
at = 2026-09-15T11:30:00
pupil = "b"

[[case.expect]]
of = "week"
pupil = "b"
absent = "recognise"
"""


def test_a_case_of_several_pupils_keeps_the_order_of_the_file() -> None:
    (case,) = parse_cases("cases/x.toml", SEVERAL)
    assert case.order == ("one", "week", "late")
    assert [(pupil.id, pupil.year_group) for pupil in case.cast()] == [("a", 8), ("b", None)]
    assert case.cast()[0].facts == {"awards": ("kind", "brave"), "possible": 10}
    assert [case.pupil_of(event) for event in case.events] == ["a", "b"]
    assert (case.closes[0].period, case.closes[0].facts) == ("week", {"b": {"possible": 8}})
    assert case.expectations[0].pupil == "b"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('pupil = "a"', 'pupil = "c"', '"c" is no pupil of this case; expected one of a, b'),
        ('pupil = "a"', "", '"one" does not say to whom it happened'),
        ('of = "week"\npupil = "b"', 'of = "week"\npupil = "c"', '"c" is no pupil of this case'),
        ('id = "week"', 'id = "one"', '"one" is there twice'),
        ('period = "week"', 'period = "month"', "expected one of day, week, half_term, term, year"),
        ("facts = { b", "facts = { c", '"c" is no pupil of this case'),
        ("facts = { b = { possible = 8 } }", "facts = { b = { possible = 1.5 } }", "expected a whole number"),
        ('of = "week"', 'of = "weak"', "one of one, week, late"),
        ("at = 2026-09-18T16:00:00", "", "at is missing"),
        ('id = "b"', 'id = "a"', '"a" is there twice'),
        ("absent", 'order = ["late", "week", "one"]\nabsent', "this key is not known"),
        ('name = "Two', 'order = ["late"]\nname = "Two', "this key is not known"),
    ],
)
def test_a_fault_in_a_case_of_several_pupils_has_its_line(old: str, new: str, message: str) -> None:
    assert old in SEVERAL
    with pytest.raises(PackErrors) as caught:
        parse_cases("cases/steps.toml", SEVERAL.replace(old, new, 1))
    found = [error for error in caught.value.errors if message in str(error)]
    assert found, str(caught.value)
    line = SEVERAL[: SEVERAL.index(old)].count("\n") + 1
    assert abs(found[0].line - line) <= 4
