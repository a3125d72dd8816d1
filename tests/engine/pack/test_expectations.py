"""What a case expects, read against the fields that outcomes have."""

from typing import Any

from evenhand.engine.pack.convert import Converter, Draft
from evenhand.engine.pack.expectations import Expectation, ExpectationReader, are_tables
from evenhand.engine.pack.locate import KeyPath, Position


def read(*tables: dict[str, Any]) -> tuple[tuple[Expectation, ...], list[str]]:
    """What a reader makes of these tables, and the faults that it reports."""
    draft = Draft()
    path: KeyPath = ("case", 0, "expect")
    positions: dict[KeyPath, Position] = {
        (*path, number): Position(number + 1, 1) for number in range(len(tables))
    }
    converter = Converter("cases/x.toml", positions, draft)
    reader = ExpectationReader(converter, path, "The case", ("one", "week"), ("a", "b"))
    return reader.read(list(tables)), [str(error) for error in draft.errors]


def test_an_outcome_with_its_fields_its_pupil_and_its_number() -> None:
    wanted = {"of": "week", "pupil": "b", "outcome": "recognise", "award": "x", "cites": ["1"], "count": 2}
    (expected,), faults = read(wanted)
    assert faults == []
    assert (expected.of, expected.pupil, expected.form, expected.kind) == (
        "week",
        "b",
        "outcome",
        "recognise",
    )
    assert (expected.wanted, expected.count) == ({"award": "x", "cites": ["1"]}, 2)
    assert expected.place.position == Position(1, 1)


def test_a_refusal_has_no_reason_to_ask_for() -> None:
    assert read({"of": "one", "refused": "missing", "facts": ["code"]})[1] == []
    assert "this key is not known" in read({"of": "one", "refused": "missing", "why": "x"})[1][0]


def test_a_total_needs_no_event_and_may_name_the_pupil() -> None:
    total = {"ledger": "x", "period": "week", "value": 3}
    (expected,), faults = read({"total": total, "pupil": "a"})
    assert faults == []
    assert (expected.form, expected.wanted, expected.pupil) == ("total", total, "a")


def test_unknown_pupils_and_events_are_told_with_those_that_there_are() -> None:
    faults = read({"of": "two", "pupil": "c", "absent": "step"})[1]
    assert ["one of one, week" in faults[0], "one of a, b" in faults[1]] == [True, True]


def test_only_a_list_of_tables_is_tables() -> None:
    assert are_tables([{}, {}])
    assert not are_tables([{}, 1])
    assert not are_tables({})


def test_what_a_case_expects_is_written_as_tables_and_is_there() -> None:
    draft = Draft()
    converter = Converter("cases/x.toml", {(): Position(1, 1), ("case", 0): Position(4, 1)}, draft)
    reader = ExpectationReader(converter, ("case", 0, "expect"), "The case", ("one",), ("a",))
    assert reader.read({"of": "one"}) == reader.read([]) == ()
    assert [str(error) for error in draft.errors] == [
        "cases/x.toml:4:1 case[0].expect: must be array tables; expected [[case.expect]]",
        'cases/x.toml:4:1 case[0]: "The case" expects nothing; expected [[case.expect]]',
    ]


def test_an_expectation_says_one_thing_and_counts_in_whole_numbers() -> None:
    assert "exactly one of outcome, absent, refused, total" in read({"of": "one"})[1][0]
    assert "exactly one of" in read({"of": "one", "outcome": "step", "absent": "place"})[1][0]
    for count, fine in ((0, True), (2, True), ("2", False), (True, False)):
        assert (read({"of": "one", "outcome": "step", "count": count})[1] == []) is fine


def test_a_total_is_of_a_ledger_a_period_and_a_value() -> None:
    whole = {"ledger": "x", "period": "week", "value": 3}
    for total in ({**whole, "more": 1}, {"ledger": "x", "period": "week"}, 3):
        assert "no total; expected ledger, period, value" in read({"total": total})[1][0]
    assert '"month" is no period' in read({"total": {**whole, "period": "month"}})[1][0]
    assert read({"of": "one", "total": whole})[1] == []
    assert '"two" is no event' in read({"of": "two", "total": whole})[1][0]
    assert "this key is not known" in read({"total": whole, "step": "x"})[1][0]
