"""Counters, triggers and routines that could never hold, never end or never do anything."""

from __future__ import annotations

import pytest

from tests.tiny_pack import faults_of, tiny_texts

FIGURES = """
[[param]]
key = "talks"
label = "Talks"
unit = "count"
values = [{ since = 2026-09-01, value = 3, origin = "default", why = "A guess." }]

[[param]]
key = "never"
label = "Never"
unit = "count"
values = [{ since = 2026-09-01, value = 0, origin = "default", why = "A guess." }]

[[param]]
key = "days"
label = "Days"
unit = "school_days"
values = [{ since = 2026-09-01, value = 5, origin = "default", why = "A guess." }]
"""
COUNTER = """
[[counter]]
id = "talks"
label = "talks"
cites = ["1"]
acts = { codes = ["TALK"] }
"""
TRIGGER = """
[[trigger]]
id = "often"
label = "Often"
counter = "talks"
test = "at_least"
window = "half_term"
number = "param:talks"
cites = ["1"]
effects = [{ kind = "task", id = "look", label = "Look", role = "tutor", cites = ["1"] }]
"""


def found(old: str, new: str, text: str = COUNTER + TRIGGER) -> list[str]:
    """What loading reports with one edit of a counter or trigger."""
    if old not in text:
        raise AssertionError(f"no {old!r}")
    texts = tiny_texts()
    texts["params.toml"] += FIGURES
    texts["triggers.toml"] = text.replace(old, new, 1)
    return faults_of(texts)


def test_a_counter_and_a_trigger_load() -> None:
    assert found("", "") == []


@pytest.mark.parametrize(
    ("old", "new", "message", "place"),
    [
        ('acts = { codes = ["TALK"] }', "", "counts nothing", "2:1 counter[0]"),
        ("acts =", 'placements = ["quiet_room"]\nacts =', "counts several things at once", "2:1 counter[0]"),
        (
            "acts =",
            'rule = "setting:step.match"\nacts =',
            "only what is sent to a placement can join a stay",
            "6:1 counter[0].rule",
        ),
        (
            "acts = {",
            'by = "x"\nplacements = ["quiet_room"]\n#',
            "only acts have details to count apart by",
            "6:1 counter[0].by",
        ),
        ('codes = ["TALK"]', 'codes = ["TALC"]', 'item "TALC" is not known', "6:19 counter[0].acts.codes[0]"),
        ('counter = "talks"', 'counter = "walks"', 'counter "walks" is not known', "11:1 trigger[0].counter"),
        ('test = "at_least"', 'test = "at_last"', 'test "at_last" is not known', "12:1 trigger[0].test"),
        (
            'window = "half_term"',
            'window = "decade"',
            'window "decade" is not known',
            "13:1 trigger[0].window",
        ),
        ('test = "at_least"', 'test = "at_most"', "no event can show it", "8:1 trigger[0]"),
        (
            '"at_least"\nwindow = "half_term"',
            '"at_most"\njudge = "close"\nwindow = "always"',
            "does not end",
            "14:1 trigger[0].window",
        ),
        (
            '"at_least"',
            '"streak_with"',
            'a streak counts days or weeks, not "half_term"',
            "13:1 trigger[0].window",
        ),
        ('"at_least"', '"rise"', "a rise without days", "8:1 trigger[0]"),
        ('"half_term"', '"school_days"', "does not say how many school days", "8:1 trigger[0]"),
        ('"half_term"', '"always"\nper = "period"', '"always" has no periods', "14:1 trigger[0].per"),
        ("cites", 'per = "case"\ncites', "opens no case that it could wait for", "15:1 trigger[0].per"),
        (
            "cites",
            "first = 2026-10-01\nlast = 2026-09-30\ncites",
            "it is never in force",
            "16:1 trigger[0].last",
        ),
        (
            'number = "param:talks"',
            'number = "param:never"',
            "at_least 0 always holds",
            "14:1 trigger[0].number",
        ),
        ('number = "param:talks"', "number = 5", "5 is a bare figure", "14:1 trigger[0].number"),
        ("effects = [{", "effects = []\n#", "brings nothing about", "8:1 trigger[0]"),
        ('kind = "task"', 'kind = "open"', "open without path", "16:12 trigger[0].effects[0]"),
        (
            'kind = "task"',
            'kind = "owe", owed = "x"',
            "would act on the pupil without a decider",
            "16:14 trigger[0].effects[0].kind",
        ),
        (
            'role = "tutor"',
            'role = "principal"',
            'nobody holds the role "principal"',
            "16:58 trigger[0].effects[0].role",
        ),
    ],
)
def test_what_makes_no_sense_is_reported_at_its_place(old: str, new: str, message: str, place: str) -> None:
    text = COUNTER + TRIGGER
    if old == "cites":
        text = COUNTER + TRIGGER.replace("cites", new, 1)
        old = new = ""
    faults = found(old, new, text)
    assert [f for f in faults if message in f and f.startswith(f"triggers.toml:{place}: ")], faults
    assert all(fault.startswith("triggers.toml:") for fault in faults)


@pytest.mark.parametrize(
    "more",
    [
        "first = 2026-10-01\nlast = 2026-10-01",
        "first = 2026-10-01\nlast = 2026-10-02",
        'per = "period"',
        'judge = "close"',
    ],
)
def test_a_trigger_of_one_day_and_one_for_each_period_load(more: str) -> None:
    assert found("", "", COUNTER + TRIGGER.replace("cites", f"{more}\ncites", 1)) == []


@pytest.mark.parametrize(
    ("test", "fine"), [("at_least", False), ("at_most", True), ("exactly", True), ("streak_with", False)]
)
def test_none_at_all_is_a_figure_where_it_can_be_told(test: str, *, fine: bool) -> None:
    edited = TRIGGER.replace("param:talks", "param:never").replace('"at_least"', f'"{test}"\njudge = "close"')
    window = '"week"' if test == "streak_with" else '"half_term"'
    faults = found("", "", COUNTER + edited.replace('"half_term"', window))
    assert [f"{test} 0 always holds" in fault for fault in faults] == ([] if fine else [True])


def test_a_trigger_that_would_place_a_pupil_is_refused() -> None:
    place = 'kind = "place", placement = "quiet_room", decider = "tutor"'
    (fault,) = found('kind = "task", id = "look", label = "Look", role = "tutor"', place)
    assert '"place" would act on the pupil without a decider' in fault
    assert "triggers.toml:" in fault


ROUTINE = """
[[routine]]
id = "look"
label = "Look"
role = "tutor"
every = "day"
cites = ["1"]
"""


def test_only_a_fortnight_has_an_anchor() -> None:
    assert found("", "", ROUTINE) == []
    assert "a fortnight without its anchor" in found('"day"', '"fortnight"', ROUTINE)[0]
    assert 'every "hour" is not known' in found('"day"', '"hour"', ROUTINE)[0]


def test_a_routine_is_looked_at_on_a_screen_that_there_is() -> None:
    assert found("", "", ROUTINE + 'screen = "referrals"\n') == []
    assert 'screen "wall" is not known' in found("", "", ROUTINE + 'screen = "wall"\n')[0]
