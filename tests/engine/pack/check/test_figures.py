"""Figures are dated, cited, of the right unit and never bare."""

import pytest

from evenhand.engine.pack.check.figures import fits_unit
from evenhand.engine.pack.schema import Figure
from evenhand.engine.values import Unit
from tests.tiny_pack import faults, faults_of, line_of, with_edit

POLICY = 'origin = "policy", cite = ["2"] },\n'
LADDER = 'match = "setting:step.match"'
ROOM = 'release = "manual"'


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("params.toml", POLICY, 'origin = "policy" },\n', 'this value of "quiet.minutes" cites nothing'),
        ("params.toml", ', why = "Asked for by the staff."', "", "a default without its reason"),
        ("params.toml", "since = 2026-09-01", "since = 2026-08-31", "before the policy took effect"),
        ("params.toml", "since = 2027-01-04", "since = 2026-09-01", "two values hold from 2026-09-01"),
        ("params.toml", "since = 2026-09-01", "since = 2027-09-01", "comes before 2027-09-01 above it"),
        ("params.toml", "value = 10", 'value = "ten"', '"ten" does not count minutes'),
        ("params.toml", "value = 10", "value = true", "true does not count minutes"),
        ("params.toml", 'value = "15:00"', 'value = "25:00"', 'expected a time such as "12:10"'),
        (
            "params.toml",
            "",
            '[[param]]\nkey = "x"\nlabel = "X"\nunit = "count"\nvalues = []',
            '"x" has no value',
        ),
        ("placements.toml", 'minutes = "param:quiet.minutes"', "minutes = 10", "10 is a bare figure"),
        ("placements.toml", 'minutes = "param:quiet.minutes"', "minutes = true", "true is a bare figure"),
        ("placements.toml", '"param:quiet.minutes"', '"quiet.minutes"', "is a bare figure"),
        ("placements.toml", '"param:quiet.minutes"', '"param:quiet.minute"', 'write "quiet.minutes"'),
        ("placements.toml", '"param:quiet.minutes"', '"setting:quiet"', 'setting "quiet" is not known'),
        (
            "placements.toml",
            '"param:quiet.minutes"',
            '"param:talk.by"',
            "counts time, and minutes belong here",
        ),
        ("placements.toml", 'at = "param:talk.by"', 'at = "param:quiet.minutes"', "counts minutes, and time"),
        ("placements.toml", ', at = "param:talk.by"', "", '"at_time" does not say when'),
        ("placements.toml", 'rule = "at_time", at', 'rule = "minutes", n', "counts time, and minutes belong"),
        (
            "placements.toml",
            ROOM,
            f'{ROOM}\ngap_days = "param:quiet.minutes"',
            "school_days or calendar_days",
        ),
        ("ladders.toml", LADDER, 'match = "setting:step.scope"', 'may be "lesson", which does nothing here'),
    ],
)
def test_a_figure_that_cannot_be_is_reported_on_its_line(file: str, old: str, new: str, message: str) -> None:
    found = [fault for fault in faults(file, old, new) if message in fault]
    assert found, faults(file, old, new)
    assert found[0].startswith(f"{file}:")
    if old:
        assert abs(int(found[0].split(":")[1]) - line_of(file, old)) <= 1


@pytest.mark.parametrize("literal", ["0", '""', "false"])
def test_nothing_may_be_said_without_a_reference(literal: str) -> None:
    assert faults("placements.toml", ROOM, f"{ROOM}\narrival_minutes = {literal}") == []


def test_the_law_may_be_older_than_the_policy() -> None:
    old = 'since = 2026-09-01, value = "15:00", origin = "policy"'
    new = 'since = 2012-09-01, value = "15:00", origin = "law"'
    assert faults("params.toml", old, new) == []


CLOCK = """
[[setting]]
key = "clock"
question = "T-4"
asks = "When?"
type = "time"
default = "15:00"
why = "The rule does not say."
cites = []
"""


def with_clock(file: str, old: str, new: str) -> list[str]:
    """What loading reports with one edit where there is a setting that is a time."""
    texts = with_edit(file, old, new)
    texts["settings.toml"] += CLOCK
    return faults_of(texts)


def test_a_setting_that_is_a_time_stands_where_times_do_and_nowhere_else() -> None:
    assert with_clock("placements.toml", 'at = "param:talk.by"', 'at = "setting:clock"') == []
    (found,) = with_clock("placements.toml", '"param:quiet.minutes"', '"setting:clock"')
    assert '"setting:clock" counts time, and minutes belong here; expected a figure in minutes' in found
    (nothing,) = with_clock("placements.toml", '"param:quiet.minutes"', '"setting:step.scope"')
    assert '"setting:step.scope" counts nothing, and minutes belong here' in nothing


def test_each_answer_of_a_setting_does_something_where_it_is_used() -> None:
    found = faults("ladders.toml", LADDER, 'match = "setting:step.scope"')
    assert [fault.partition(" may be ")[2].partition(",")[0] for fault in found] == ['"day"', '"lesson"']
    (clock,) = with_clock("ladders.toml", LADDER, 'match = "setting:clock"')
    assert (
        '"setting:clock" may be "15:00", which does nothing here; expected only any, same, highest' in clock
    )
    assert (
        "may be 10, which does nothing here"
        in faults("ladders.toml", LADDER, 'match = "param:quiet.minutes"')[0]
    )


@pytest.mark.parametrize(
    ("due", "message"),
    [
        ('rule = "same_day"', ""),
        ('rule = "told", detail = "loud_by"', ""),
        ('rule = "minutes", n = "param:quiet.minutes"', ""),
        ('rule = "told"', '"told" does not say when; expected detail; write detail = "…"'),
        ('rule = "minutes"', '"minutes" does not say when; expected n; write n = "param:…"'),
        ('rule = "at_time"', '"at_time" does not say when; expected at; write at = "param:…"'),
        ('rule = "same_day", law = "papers_days"', '"same_day" counts nothing that the law could limit'),
        ('rule = "school_days", law = "papers_days"', ""),
    ],
)  # fmt: skip
def test_a_duty_says_when_it_is_due(due: str, message: str) -> None:
    texts = with_edit(
        "placements.toml", 'due = { rule = "at_time", at = "param:talk.by" }', f"due = {{ {due} }}"
    )
    texts["catalogue.toml"] += '\n[[detail]]\nid = "loud_by"\nlabel = "By when"\ntype = "text"\n'
    found = faults_of(texts)
    assert [message in fault for fault in found] == ([True] if message else [])


@pytest.mark.parametrize(
    ("unit", "value", "fits"),
    [
        (Unit.TIME, "23:59", True), (Unit.TIME, "24:00", False), (Unit.TIME, "9:00", False), (Unit.TIME, 9, False),
        (Unit.RATIO, "1.5", True), (Unit.RATIO, 2, True), (None, "word", True),
        (Unit.COUNT, 0, True), (Unit.COUNT, True, False), (Unit.COUNT, "1", False),
    ],
)  # fmt: skip
def test_a_value_is_of_its_unit(unit: Unit | None, value: Figure, *, fits: bool) -> None:
    assert fits_unit(unit, value) is fits
