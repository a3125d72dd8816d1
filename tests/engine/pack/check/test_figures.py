"""Figures are dated, cited, of the right unit and never bare."""

import pytest

from tests.tiny_pack import faults, line_of

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
