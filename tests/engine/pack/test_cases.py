"""Running cases: what holds is silent, what does not is said in words."""

from datetime import UTC, datetime

import pytest

from evenhand.engine.decisions import Recognise
from evenhand.engine.facts import Moment
from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.pack.cases import moment_of, parse_cases, run_case
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.closing import Closing
from evenhand.packs.reader import calendar_text
from tests.tiny_pack import tiny_texts

STEPS = tiny_texts()["cases/steps.toml"]
FIRST = STEPS[: STEPS.index("[[case]]", 10)]
EVENTS = FIRST[: FIRST.index("[[case.expect]]")]


def failures(expectation: str, events: str = EVENTS) -> tuple[str, ...]:
    """What the first case of the pack of two steps reports with other expectations."""
    policy = Policy.of(load_pack(tiny_texts()))
    (case,) = parse_cases("cases/x.toml", f"{events}\n[[case.expect]]\n{expectation}")
    return run_case(policy, load_calendar(calendar_text("worked")), case)


def test_the_cases_of_the_pack_of_two_steps_hold() -> None:
    policy = Policy.of(load_pack(tiny_texts()))
    calendar = load_calendar(calendar_text("worked"))
    cases = parse_cases("cases/steps.toml", STEPS)
    assert len(cases) == 5
    assert [run_case(policy, calendar, case) for case in cases] == [()] * 5


def test_another_value_of_an_outcome_is_told_with_its_line() -> None:
    (failure,) = failures('of = "two"\noutcome = "step"\nstep = "remind"')
    line = EVENTS.count("\n") + 2
    assert failure.startswith(f"cases/x.toml:{line} ")
    assert 'step is quiet, not "remind"' in failure


def test_an_outcome_that_is_not_there_and_one_that_should_not_be() -> None:
    (missing,) = failures('of = "one"\noutcome = "place"')
    assert '"one" has no place' in missing
    (present,) = failures('of = "two"\nabsent = "place"')
    assert '"two" was to bring no place' in present
    assert failures('of = "two"\nabsent = "place"\nplacement = "elsewhere"') == ()


def test_reasons_deadlines_and_numbers_of_outcomes_are_compared() -> None:
    assert (
        failures('of = "two"\noutcome = "step"\ncites = ["2"]\nordinal = 2\nvalues = { ordinal = 2 }') == ()
    )
    (cites,) = failures('of = "two"\noutcome = "step"\ncites = ["1"]')
    assert "cites is" in cites
    assert failures('of = "two"\noutcome = "task"\ndue = 2026-09-15T15:00:00\ncount = 1') == ()
    (due,) = failures('of = "two"\noutcome = "task"\ndue = 2026-09-15T14:00:00')
    assert "due is 2026-09-15 15:00" in due
    (many,) = failures('of = "two"\noutcome = "task"\ncount = 2')
    assert "brought 1 task, not 2" in many


def test_a_refusal_is_expected_or_fails_the_case() -> None:
    unknown = EVENTS.replace('code = "WANDER"', 'code = "UNKNOWN"')
    assert failures('of = "two"\nrefused = "missing"\nfacts = ["code"]', unknown) == ()
    (other,) = failures('of = "two"\nrefused = "conflict"', unknown)
    assert "was to be refused (conflict), and was refused: missing" in other
    (unexpected,) = failures('of = "one"\noutcome = "step"', unknown)
    assert '"two" was not decided: missing' in unexpected
    (decided,) = failures('of = "one"\nrefused = "missing"')
    assert "and was decided" in decided


def test_totals_are_of_the_day_of_the_last_event() -> None:
    assert failures('total = { ledger = "none", period = "half_term", value = 0 }') == ()
    (wrong,) = failures('total = { ledger = "none", period = "year", value = 3 }')
    assert "none of the year is 0, not 3" in wrong


def test_settings_that_do_not_exist_fail_the_case() -> None:
    events = EVENTS.replace("year_group = 7", 'year_group = 7\nsettings = { "step.nothing" = 1 }')
    (failure,) = failures('of = "one"\noutcome = "step"', events)
    assert "step.nothing" in failure


def test_a_void_takes_the_earlier_act_back() -> None:
    void = '[[case.event]]\nid = "gone"\nkind = "void"\nabout = "one"\nat = 2026-09-15T11:30:00\n'
    void += "details = { undo = true }\n"
    head, mark, tail = EVENTS.rpartition("[[case.event]]")
    assert (
        failures('of = "two"\noutcome = "step"\nstep = "remind"\nordinal = 1', head + void + mark + tail)
        == ()
    )


SEVERAL = """
[[case]]
name = "Two pupils in a week"
calendar = "worked"
year_group = 7

[[case.pupil]]
id = "a"

[[case.pupil]]
id = "b"
year_group = 9
facts = { possible = 10 }

[[case.event]]
id = "one"
kind = "concern"
code = "TALK"
at = 2026-09-15T11:20:00
scope = "s"
period = "P3"
pupil = "a"

[[case.close]]
id = "week"
period = "week"
at = 2026-09-18T16:00:00

[[case.event]]
id = "two"
kind = "concern"
code = "TALK"
at = 2026-09-15T11:21:00
scope = "s"
period = "P3"
pupil = "b"

[[case.close]]
id = "again"
period = "week"
at = 2026-09-18T16:10:00
facts = { b = { possible = 8 } }

[[case.expect]]
"""


def of_several(monkeypatch: pytest.MonkeyPatch, expectation: str, text: str = SEVERAL) -> tuple[str, ...]:
    """What a case of two pupils reports; a close tells each of them the counts of the week and the facts."""

    def closer(closing: Closing) -> None:
        for turn in closing.turns.values():
            acts = turn.counts.get(f"concern|{closing.period.key}", 0)
            possible = turn.event.details.get("possible", 0)
            value = f"{turn.event.year_group}/{acts}/{possible}"
            turn.outcomes.append(Recognise("told", "Told", value, turn.why((), "told")))

    monkeypatch.setattr("evenhand.engine.close.CLOSERS", (closer,))
    (case,) = parse_cases("cases/x.toml", f"{text}\n{expectation}")
    return run_case(Policy.of(load_pack(tiny_texts())), load_calendar(calendar_text("worked")), case)


def test_a_close_stands_between_events_and_is_for_every_pupil(monkeypatch: pytest.MonkeyPatch) -> None:
    for of, pupil, value in [
        ("week", "a", "7/1/0"), ("week", "b", "9/0/10"), ("again", "a", "7/1/0"), ("again", "b", "9/1/8"),
    ]:  # fmt: skip
        expected = f'of = "{of}"\npupil = "{pupil}"\noutcome = "recognise"\nvalue = "{value}"\ncount = 1'
        assert of_several(monkeypatch, expected) == ()


def test_without_a_pupil_what_a_close_brought_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_several(monkeypatch, 'of = "week"\noutcome = "recognise"\ncount = 2') == ()
    (wrong,) = of_several(monkeypatch, 'of = "week"\npupil = "a"\noutcome = "recognise"\ncount = 2')
    assert "brought 1 recognise, not 2" in wrong
    (there,) = of_several(monkeypatch, 'of = "week"\nabsent = "recognise"\nvalue = "9/0/10"')
    assert "was to bring no recognise" in there


def test_each_pupil_has_a_ladder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        assert of_several(monkeypatch, f'of = "{name}"\noutcome = "step"\nstep = "remind"') == ()


def test_a_period_in_which_the_day_does_not_lie_fails_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    text = SEVERAL.replace('period = "week"\nat = 2026-09-18', 'period = "half_term"\nat = 2026-10-28', 1)
    (failure,) = of_several(monkeypatch, 'of = "one"\noutcome = "step"', text)
    assert '"week": 2026-10-28 lies in no half_term' in failure


def test_a_close_beyond_the_calendar_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def closer(closing: Closing) -> None:
        closing.calendar.next_school_day(closing.calendar.known_until)

    text = f'{SEVERAL}\nof = "week"\npupil = "a"\nrefused = "outside_calendar"'
    (case,) = parse_cases("cases/x.toml", text)
    monkeypatch.setattr("evenhand.engine.close.CLOSERS", (closer,))
    found = run_case(Policy.of(load_pack(tiny_texts())), load_calendar(calendar_text("worked")), case)
    assert found == (f'{case.name}: "again" was not decided: outside_calendar (day=2027-08-31)',)


def test_the_schools_own_row_stands_beside_the_pupils(monkeypatch: pytest.MonkeyPatch) -> None:
    text = SEVERAL.replace("facts = { b = { possible = 8 } }", "school = { possible = 3 }")
    assert (
        of_several(monkeypatch, 'of = "again"\noutcome = "recognise"\nvalue = "None/0/3"\ncount = 1', text)
        == ()
    )
    assert of_several(monkeypatch, 'of = "week"\noutcome = "recognise"\ncount = 2', text) == ()


def test_local_time_is_taken_for_utc() -> None:
    at = datetime(2026, 9, 15, 11, 20, 5)  # noqa: DTZ001 - cases are in local time
    assert moment_of(at) == Moment(at.date(), at.time(), 0, int(at.replace(tzinfo=UTC).timestamp()))


def test_a_deadline_is_met_by_its_day_or_by_its_day_and_time() -> None:
    start = 'of = "two"\noutcome = "task"\ndue = '
    assert failures(f"{start}2026-09-15") == ()
    (day,) = failures(f"{start}2026-09-16")
    assert "due is 2026-09-15 15:00, not 2026-09-16" in day
    (time,) = failures(f"{start}2026-09-16T15:00:00")
    assert "due is 2026-09-15 15:00, not 2026-09-16T15:00:00" in time


def test_why_and_the_figures_that_were_used_are_compared() -> None:
    start = 'of = "two"\noutcome = "step"\n'
    assert failures(f'{start}why = "counted"\nused = {{ "step.scope" = "lesson" }}') == ()
    (why,) = failures(f'{start}why = "step_chosen"')
    assert 'why is counted, not "step_chosen"' in why
    (used,) = failures(f'{start}used = {{ "step.scope" = "day" }}')
    assert "used is " in used
    (values,) = failures(f"{start}values = {{ ordinal = 3 }}")
    assert "values is " in values
    assert "not {'ordinal': 3}" in values
