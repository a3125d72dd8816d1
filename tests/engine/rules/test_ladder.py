"""One warning in a scope, then referrals; leaders confirm out of class; adjustments vary only what was agreed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Place, Post, Propose, Step, Task
from evenhand.engine.facts import Adjustment, Answer, Event, Mark, Spot, Window
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.rules.ladder import WINDOWS_KEPT, drop_mark, keep_mark, marks_in, repeats
from evenhand.engine.values import EventKind, Where
from tests.engine.worlds import ADOPTED, TUESDAY, Run, happened, pack, policy, run, void
from tests.tiny_pack import with_edit

DISRUPTIVE = tuple(
    i.code for i in pack("star_binary").items.values() if i.group == "disruptive" and not i.details
)
RED_LINE = tuple(
    i.code
    for i in pack("star_binary").items.values()
    if i.group == "red_line" and "starred" not in i.tags and not i.details
)
SOCIAL = {"where": Where.OUT_OF_CLASS, "scope": "2026-09-15/BREAK/out_of_class", "period": "BREAK"}
times = st.lists(st.sampled_from(DISRUPTIVE), min_size=1, max_size=8)


def social(
    ident: str, code: str = "DIS-04", at: str = "11:00", roles: tuple[str, ...] = ("duty_staff",)
) -> Event:
    """A concern at break, by default recorded by duty staff whose id is 7."""
    return happened(
        ident, code, at=at, roles=roles, where=Where.OUT_OF_CLASS, scope=str(SOCIAL["scope"]), period="BREAK"
    )


def asked(*, leader: str = "3", roles: tuple[str, ...] = ("duty_leader",), code: str = "DIS-07") -> Run:
    """Two acts at break, then the leader's confirmation of the second."""
    confirm = happened("yes", "", EventKind.CONFIRM, at="11:08", by=leader, roles=roles, about="two")
    return run(policy(), social("one"), social("two", code, "11:05"), confirm)


def steps(done: Run, *idents: str) -> list[str]:
    """The steps that the events came to."""
    return [done.step(ident) for ident in idents]


@pytest.mark.covers("STAR-80a")
@pytest.mark.parametrize("code", DISRUPTIVE)
def test_the_first_disruptive_act_is_a_warning(code: str) -> None:
    assert steps(run(policy(), happened("one", code)), "one") == ["warning"]


@pytest.mark.covers("STAR-80a", "STAR-80b", "STAR-87")
@given(times)
def test_there_is_one_warning_in_a_scope_and_then_only_referrals(codes: list[str]) -> None:
    acts = [happened(f"a{n}", code, at=f"11:{10 + n}") for n, code in enumerate(codes)]
    done = run(policy(), *acts)
    assert steps(done, *(act.id for act in acts)) == ["warning", *["referral"] * (len(codes) - 1)]
    taken = [o for act in acts for o in done.outcomes(act.id, "step") if isinstance(o, Step)]
    assert [o.ordinal for o in taken] == list(range(1, len(codes) + 1))
    assert [o.position for o in taken] == [1, *[2] * (len(codes) - 1)]


@pytest.mark.covers("STAR-80c")
@given(st.lists(st.sampled_from(["P1", "P2", "P3", "P4", "P5"]), min_size=1, max_size=10))
def test_each_lesson_has_its_own_warning(periods: list[str]) -> None:
    acts = [happened(f"a{n}", period=key, scope=f"8R-{key}") for n, key in enumerate(periods)]
    done = run(policy(), *acts)
    first = [key not in periods[:n] for n, key in enumerate(periods)]
    assert [step == "warning" for step in steps(done, *(act.id for act in acts))] == first


@pytest.mark.covers("STAR-81")
@pytest.mark.parametrize("code", RED_LINE)
def test_a_red_line_act_is_a_referral_and_uses_no_warning(code: str) -> None:
    done = run(policy(), happened("one", code), happened("two", "DIS-04", at="11:40"))
    assert steps(done, "one", "two") == ["referral", "warning"]
    assert len(done.outcomes("one", "place")) == 1
    assert not [o for o in done.outcomes("one", "post") if isinstance(o, Post) and o.stage == "warning"]


@pytest.mark.covers("STAR-A2b")
@pytest.mark.parametrize(("rule", "total"), [("additive", 4), ("replace", 3)])
def test_a_warning_and_a_referral_add_up_or_replace_each_other(rule: str, total: int) -> None:
    done = run(policy(points__warning_then_referral=rule), happened("one"), happened("two", at="11:40"))
    assert done.state.totals["behaviour|d:2026-09-15"] == total


def test_where_only_the_same_act_counts_each_act_has_its_warning() -> None:
    done = run(policy("tiny", step__match="same"), happened("one", "TALK"), happened("two", "WANDER"))
    assert steps(done, "one", "two") == ["remind", "remind"]


THREE = """
[[ladder.step]]
id = "home"
position = 3
label = "A word with the family"
phrase = "a word with the family"
cites = ["2"]

[[ladder.entry]]
step = "quiet"
cites = ["2"]
tags = ["loud"]
"""


@cache
def three_steps(match: str, reminders: int) -> Policy:
    """The tiny pack with a third step; talking goes straight to the second."""
    held = load_pack(with_edit("ladders.toml", "", THREE))
    values: dict[str, int | str] = {"step.match": match, "step.reminders": reminders}
    return Policy.of(held, [SettingValue(key, value, ADOPTED) for key, value in values.items()])


def came_to(chosen: Policy, codes: list[str]) -> list[int]:
    """The positions of acts in one lesson, one after the other."""
    acts = [happened(f"a{n}", code, at=f"11:{10 + n}") for n, code in enumerate(codes)]
    done = run(chosen, *acts)
    return [o.position for act in acts for o in done.outcomes(act.id, "step") if isinstance(o, Step)]


@pytest.mark.parametrize(
    ("match", "reminders", "codes", "positions"),
    [
        # An entry uses no reminder; where the highest step counts, it is the highest reached.
        ("any", 1, ["TALK", "WANDER", "WANDER", "WANDER"], [2, 1, 2, 3]),
        ("highest", 1, ["TALK", "WANDER", "WANDER"], [2, 3, 3]),
        ("highest", 1, ["WANDER", "TALK", "TALK", "WANDER"], [1, 2, 2, 3]),
        ("highest", 2, ["WANDER", "WANDER", "WANDER", "WANDER"], [1, 1, 2, 3]),
        ("any", 3, ["WANDER", "WANDER", "WANDER", "WANDER", "WANDER", "WANDER"], [1, 1, 1, 2, 3, 3]),
        ("same", 2, ["WANDER", "WANDER", "WANDER", "WANDER"], [1, 1, 2, 3]),
    ],
)
def test_how_a_ladder_counts_and_how_often_a_step_is_used(
    match: str, reminders: int, codes: list[str], positions: list[int]
) -> None:
    assert came_to(three_steps(match, reminders), codes) == positions


@given(st.integers(1, 4), st.lists(st.sampled_from(["TALK", "WANDER"]), max_size=9))
def test_beyond_the_highest_step_against_a_walk_from_rung_to_rung(reminders: int, codes: list[str]) -> None:
    rungs, reached, uses, wanted = {1: reminders, 2: 1, 3: 1}, 0, 0, []
    for code in codes:
        if code == "TALK":
            taken = 2
        elif reached and uses < rungs[reached]:
            taken = reached
        else:
            taken = min(reached + 1, 3)
        uses = uses + 1 if taken == reached else 1 if taken > reached else uses
        reached = max(reached, taken)
        wanted.append(taken)
    assert came_to(three_steps("highest", reminders), codes) == wanted


def test_an_agreed_adjustment_repeats_a_step_more_often_than_the_ladder_says() -> None:
    agreed = pack("infiniti").adjustments["repeat_caution"]
    ladder = next(one for one in pack("infiniti").ladders.values() if one.repeat_adjustment)
    step = next(one for one in ladder.steps if one.id == agreed.step)
    rules = policy("infiniti").on(TUESDAY)
    often = replace(step, times=3)
    assert [repeats(rules, ladder, often, (Adjustment("a", "repeat_caution", n),)) for n in (0, 3, 4)] == [
        3,
        3,
        4,
    ]
    assert repeats(rules, ladder, often, ()) == 3
    assert (
        repeats(rules, replace(ladder, repeat_adjustment=""), step, (Adjustment("a", "repeat_caution", 4),))
        == 1
    )


def test_an_alias_is_the_act_that_it_stands_for() -> None:
    done = run(policy("tiny", step__match="same"), happened("one", "chatting"), happened("two", "TALK"))
    assert steps(done, "one", "two") == ["remind", "quiet"]
    assert marks_in(done.state.windows, "two_steps", "8R-P3")[0].code == "TALK"


@pytest.mark.parametrize(("scope", "third"), [("lesson", "remind"), ("day", "quiet")])
def test_the_scope_is_what_the_school_chose(scope: str, third: str) -> None:
    later = happened("two", "TALK", at="14:00", scope="8R-P5", period="P5")
    assert steps(run(policy("tiny", step__scope=scope), happened("one", "TALK"), later), "two") == [third]


def test_without_a_scope_nothing_is_guessed() -> None:
    assert run(policy(), happened(scope="")).missing("one") == ("scope",)


@pytest.mark.covers("STAR-90")
def test_an_agreed_adjustment_is_answered_before_a_concern_is_recorded() -> None:
    agreed = [Adjustment("a1", "extra_time")]
    assert run(policy(), happened(adjustments=agreed)).missing("one") == ("adjustment:a1",)
    silent = [Answer("a1", "not_applied")]
    assert run(policy(), happened(adjustments=agreed, answers=silent)).missing("one") == ("reason:a1",)
    given_reason = [Answer("a1", "not_applied", "No time")]
    assert steps(run(policy(), happened(adjustments=agreed, answers=given_reason)), "one") == ["warning"]
    applied = [Answer("a1", "applied")]
    assert steps(run(policy(), happened(adjustments=agreed, answers=applied)), "one") == ["warning"]


@pytest.mark.covers("STAR-87")
@pytest.mark.parametrize(
    ("outcome", "step", "placed"),
    [("applied", "referral", 1), ("adjusted", "warning", 0), ("waived", "referral", 0)],
)
def test_a_second_act_is_a_referral_unless_an_adjustment_with_its_reason_says_otherwise(
    outcome: str, step: str, placed: int
) -> None:
    agreed = [Adjustment("a1", "extra_time")]
    answers = [Answer("a1", outcome, "A new medicine")]
    first = happened("one", adjustments=agreed, answers=[Answer("a1", "applied")])
    done = run(policy(), first, happened("two", at="11:40", adjustments=agreed, answers=answers))
    assert steps(done, "two") == [step]
    assert len(done.outcomes("two", "place")) == placed


@pytest.mark.covers("STAR-153a")
def test_duty_staff_warn_once_at_social_time() -> None:
    done = run(policy(), social("one"))
    assert steps(done, "one") == ["warning"]
    assert marks_in(done.state.windows, "out_of_class", str(SOCIAL["scope"]))[0].event == "one"


@pytest.mark.covers("STAR-153b", "STAR-153c")
def test_the_second_act_is_asked_for_and_made_by_the_leader() -> None:
    done = asked()
    request = done.outcomes("two", "step")[0]
    assert isinstance(request, Step)
    assert (request.step, request.request) == ("referral", True)
    assert [done.outcomes("two", kind) for kind in ("place", "post")] == [[], []]
    assert [o.decider for o in done.outcomes("two", "propose") if isinstance(o, Propose)] == ["duty_leader"]
    places = [o for o in done.outcomes("yes", "place") if isinstance(o, Place)]
    assert [place.decider for place in places] == ["3"]
    assert [o.value for o in done.outcomes("yes", "post") if isinstance(o, Post)] == [3]
    assert done.state.requests == ()


@pytest.mark.parametrize("roles", [(), ("duty_staff",), ("teacher", "head_of_year")])
def test_only_the_leader_on_duty_confirms(roles: tuple[str, ...]) -> None:
    done = asked(roles=roles)
    assert done.missing("yes") == ("role:duty_leader",)
    assert len(done.state.requests) == 1


def test_a_request_is_answered_once() -> None:
    done = asked()
    again = happened("again", "", EventKind.CONFIRM, at="11:09", roles=["duty_leader"], about="two")
    assert run(policy(), again, state=done.state).missing("again") == ("request",)


def test_a_declined_act_no_longer_counts() -> None:
    no = happened(
        "no", "", EventKind.DECLINE, at="11:06", roles=["duty_leader"], about="two", reason="Not seen"
    )
    done = run(policy(), social("one"), social("two", at="11:05"), no, social("three", at="11:08"))
    assert steps(done, "three") == ["referral"]
    third = done.outcomes("three", "step")[0]
    assert isinstance(third, Step)
    assert third.ordinal == 2


@pytest.mark.covers("STAR-154a", "STAR-154b")
@pytest.mark.parametrize("code", RED_LINE)
def test_a_red_line_act_at_social_time_goes_to_the_leader_and_opens_one_discussion(code: str) -> None:
    yes = happened("yes", "", EventKind.CONFIRM, at="11:08", roles=["duty_leader"], about="one")
    done = run(policy(), social("one", code), yes)
    assert done.step("one") == "referral"
    assert not [o for o in done.outcomes("yes", "post") if isinstance(o, Post) and o.stage == "warning"]
    talks = [
        o for o in done.outcomes("yes", "task") if isinstance(o, Task) and o.task == "red_line_discussion"
    ]
    assert [talk.role for talk in talks] == ["behaviour_lead"]


def test_a_warning_taken_back_leaves_the_next_act_a_warning() -> None:
    first = happened("one")
    seen = run(policy(), first)
    after = run(policy(), void(first, seen.decisions["one"]), happened("two", at="11:40"), state=seen.state)
    assert steps(after, "two") == ["warning"]


marks = st.lists(st.builds(Mark, st.sampled_from("abcd"), st.integers(1, 2), st.just("X")), max_size=4).map(
    tuple
)


@given(st.lists(st.tuples(st.sampled_from(["l", "m"]), st.integers(0, 9).map(str), marks), max_size=20))
def test_the_newest_scopes_are_kept_and_found_again(rows: list[tuple[str, str, tuple[Mark, ...]]]) -> None:
    windows: tuple[Window, ...] = ()
    for ladder, scope, found in rows:
        windows = keep_mark(windows, ladder, scope, found)
        assert marks_in(windows, ladder, scope) == found
        assert sum(1 for window in windows if window.ladder == ladder) <= WINDOWS_KEPT
        assert len({(window.ladder, window.scope) for window in windows}) == len(windows)
    without = drop_mark(windows, "a")
    assert not any(mark.event == "a" for window in without for mark in window.marks)
    assert marks_in(windows, "none", "0") == ()


def two_asked() -> Run:
    """Two pupils' acts at break wait for the leader: those of one pupil in two breaks."""
    later = [
        social("three", at="11:01")._replace(spot=Spot(Where.OUT_OF_CLASS, "LUNCH", "LUNCH")),
        social("four", at="11:02")._replace(spot=Spot(Where.OUT_OF_CLASS, "LUNCH", "LUNCH")),
    ]
    return run(policy(), social("one"), social("two", at="11:05"), *later)


@pytest.mark.parametrize(("about", "left"), [("two", "four"), ("four", "two")])
def test_the_leader_declines_one_request_and_the_other_waits_on(about: str, left: str) -> None:
    no = happened("no", "", EventKind.DECLINE, about=about, roles=["duty_leader"], reason="Not seen")
    done = run(policy(), no, state=two_asked().state)
    assert [request.event for request in done.state.requests] == [left]
    assert about not in [mark.event for window in done.state.windows for mark in window.marks]
    (step,) = done.outcomes("no", "step")
    assert isinstance(step, Step)
    assert (step.step, step.position, step.ordinal, step.request) == ("referral", 0, 0, False)
    assert dict(step.reason.values) == {"reason": "Not seen"}


@pytest.mark.parametrize(("about", "left"), [("two", "four"), ("four", "two")])
def test_the_leader_confirms_one_request_and_the_other_waits_on(about: str, left: str) -> None:
    yes = happened("yes", "", EventKind.CONFIRM, about=about, roles=["duty_leader"])
    done = run(policy(), yes, state=two_asked().state)
    assert [request.event for request in done.state.requests] == [left]
    marks = [mark for window in done.state.windows for mark in window.marks]
    assert sorted(mark.event for mark in marks) == sorted({"one", "two", "three", "four", "yes"} - {about})


def test_one_adjusted_answer_of_two_is_enough_to_stay_on_the_step() -> None:
    agreed = [Adjustment("a1", "extra_time"), Adjustment("a2", "extra_time")]
    answers = [Answer("a1", "applied"), Answer("a2", "adjusted", "A new medicine")]
    applied = [Answer("a1", "applied"), Answer("a2", "applied")]
    first = happened("one", adjustments=agreed, answers=applied)
    done = run(policy(), first, happened("two", at="11:40", adjustments=agreed, answers=answers))
    assert steps(done, "one", "two") == ["warning", "warning"]
    wordless = [Answer("a1", "applied"), Answer("a2", "adjusted")]
    silent = run(policy(), first, happened("two", at="11:40", adjustments=agreed, answers=wordless))
    assert silent.missing("two") == ("reason:a2",)
