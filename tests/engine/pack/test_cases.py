"""Running cases: what holds is silent, what does not is said in words."""

from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.pack.cases import parse_cases, run_case
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy
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
    assert len(cases) == 2
    assert [run_case(policy, calendar, case) for case in cases] == [(), ()]


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
