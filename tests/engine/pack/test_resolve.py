"""The figures of a day, a school's dated answers, and every answer that does not fit named at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Gate, PolicySilent, Used, Value
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy, Rules, SettingsInvalid, SettingValue, step_named
from evenhand.engine.pack.schema import Pack, Setting, When
from evenhand.engine.values import LawFigure, ProgrammeForm, Where
from tests.engine.pack.test_law import LAW
from tests.engine.worlds import ADOPTED, TUESDAY, pack, policy
from tests.tiny_pack import with_edit

TINY = pack("tiny")
FIRST, SECOND = date(2026, 9, 1), date(2027, 1, 4)
SCOPES = ("lesson", "day")
answers = st.lists(
    st.builds(
        SettingValue,
        st.just("step.scope"),
        st.sampled_from(SCOPES),
        st.integers(0, 40).map(lambda days: FIRST + timedelta(days=days)),
    ),
    max_size=5,
    unique_by=lambda item: item.since,
)


def asking(kind: str, default: Value, **more: Any) -> Pack:
    """The pack of two steps with one more open question of that type."""
    setting = Setting("asked", "T-9", "What then?", kind, default, "Nobody said.", (), **more)
    return replace(TINY, settings={**TINY.settings, "asked": setting})


ASKED = {
    "boolean": asking("boolean", True),
    "time": asking("time", "15:00"),
    "integer": asking("integer", 4, minimum=2, maximum=6),
}


def problems(*settings: SettingValue, held: Pack = TINY) -> tuple[str, ...]:
    """What is wrong with these answers."""
    with pytest.raises(SettingsInvalid) as caught:
        Policy(held, settings)
    return caught.value.problems


@pytest.mark.parametrize(
    ("day", "value", "since"),
    [
        (FIRST - timedelta(days=400), 10, FIRST),
        (FIRST, 10, FIRST),
        (SECOND - timedelta(days=1), 10, FIRST),
        (SECOND, 15, SECOND),
        (SECOND + timedelta(days=400), 15, SECOND),
    ],
)
def test_a_figure_is_the_one_of_the_day(day: date, value: int, since: date) -> None:
    rules = Policy.of(TINY).on(day)
    assert rules.number("param:quiet.minutes") == value
    assert rules.used("param:quiet.minutes") == Used("quiet.minutes", value, since)


@pytest.mark.parametrize("literal", [3, "3", True, "", "walk"])
def test_a_literal_is_itself_and_uses_nothing(literal: Value) -> None:
    rules = Policy.of(TINY).on(TUESDAY)
    assert rules.value(literal) == literal
    assert rules.used(literal) is None


def test_an_empty_figure_is_nought() -> None:
    assert Policy.of(TINY).on(TUESDAY).number("") == 0


@given(answers, st.integers(-3, 45).map(lambda days: FIRST + timedelta(days=days)))
def test_the_newest_answer_until_that_day_holds_and_before_the_first_the_default(
    given_answers: list[SettingValue], day: date
) -> None:
    held = sorted((item for item in given_answers if item.since <= day), key=lambda item: item.since)
    rules = Policy.of(TINY, given_answers).on(day)
    assert rules.setting("step.scope") == (held[-1].value if held else "lesson")
    used = rules.used("setting:step.scope")
    assert used is not None
    assert used.since == (held[-1].since if held else None)
    assert rules.silence(used) == (None if held else PolicySilent("T-1", "step.scope"))


@given(answers)
def test_the_digest_of_the_settings_does_not_depend_on_their_order(given_answers: list[SettingValue]) -> None:
    one, other = Policy.of(TINY, given_answers), Policy.of(TINY, reversed(given_answers))
    assert one.settings_digest == other.settings_digest
    assert (one.settings_digest == Policy.of(TINY).settings_digest) == (not given_answers)


def test_a_figure_of_the_policy_is_no_silence() -> None:
    rules = Policy.of(TINY).on(TUESDAY)
    used = rules.used("param:quiet.minutes")
    assert used is not None
    assert rules.silence(used) is None


def test_days_between_two_changes_share_their_rules() -> None:
    held = policy("tiny", step__scope="day")
    assert held.on(ADOPTED) is held.on(SECOND - timedelta(days=1))
    assert held.on(SECOND) is not held.on(ADOPTED)


def test_every_answer_that_does_not_fit_is_named() -> None:
    found = problems(
        SettingValue("nowhere", 1, FIRST),
        SettingValue("step.scope", "year", FIRST),
        SettingValue("step.match", "any", FIRST),
        SettingValue("step.match", 7, SECOND),
    )
    assert [problem.partition(":")[0] for problem in found] == ["nowhere", "step.match", "step.scope"]
    assert "The two rules of Larch Field School" in found[0]
    assert found[2] == "step.scope: 'year' is not one of 'lesson', 'day'"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("boolean", "yes", "neither true nor false"),
        ("boolean", 1, "neither true nor false"),
        ("time", "half past", "not a clock time"),
        ("time", 1630, "not a clock time"),
        ("time", "16:30+01:00", "not a clock time"),
        ("integer", "3", "not a whole number"),
        ("integer", True, "not a whole number"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: str, value: Value, words: str) -> None:
    (problem,) = problems(SettingValue("asked", value, FIRST), held=ASKED[kind])
    assert problem.startswith("asked")
    assert words in problem


@pytest.mark.parametrize(
    ("kind", "value"),
    [("boolean", False), ("time", "16:30"), ("integer", 2), ("integer", 6)],
)
def test_a_value_that_fits_holds(kind: str, value: Value) -> None:
    held = Policy.of(ASKED[kind], [SettingValue("asked", value, FIRST)])
    assert held.on(FIRST).setting("asked") == value


@pytest.mark.parametrize("value", [1, 7])
def test_a_number_outside_its_range_is_refused(value: int) -> None:
    (problem,) = problems(SettingValue("asked", value, FIRST), held=ASKED["integer"])
    assert "from 2 to 6" in problem


def test_a_fixed_setting_may_be_stated_and_not_switched() -> None:
    held = asking("boolean", True, fixed=True)
    (problem,) = problems(SettingValue("asked", False, FIRST), held=held)
    assert "fixed by the policy at True" in problem
    assert Policy.of(held, [SettingValue("asked", True, FIRST)]).on(FIRST).setting("asked") is True


def test_an_alias_is_its_item_and_what_no_ladder_takes_has_no_plan() -> None:
    rules = Policy.of(TINY).on(TUESDAY)
    assert rules.item("chatting") is TINY.items["TALK"]
    assert rules.item("NOPE") is None
    plan = rules.plan(Where.LESSON, "TALK")
    assert plan is not None
    assert (plan.ladder.id, plan.entry, plan.conflict) == ("two_steps", 0, ())
    assert rules.plan(Where.OUT_OF_CLASS, "TALK") is None


@pytest.mark.parametrize(
    ("when", "passes"),
    [
        (When(), True),
        (When(tags=("loud",)), True),
        (When(tags=("loud", "calm")), False),
        (When(not_tags=("loud",)), False),
        (When(groups=("rules",), codes=("TALK", "WANDER")), True),
        (When(codes=("WANDER",)), False),
        (When(where=(Where.OUT_OF_CLASS,)), False),
        (When(settings={"step.scope": "lesson"}), True),
        (When(settings={"step.scope": "day"}), False),
        (When(details={"late": 5}), True),
        (When(details={"late": 6}), False),
    ],
)
def test_a_filter_lets_pass_what_has_all_its_parts(when: When, passes: bool) -> None:
    rules = Policy.of(TINY).on(TUESDAY)
    assert rules.applies(when, TINY.items["TALK"], Where.LESSON, {"late": 5}) is passes


def test_without_an_item_a_filter_on_items_lets_nothing_pass() -> None:
    rules = Policy.of(TINY).on(TUESDAY)
    assert not rules.applies(When(groups=("rules",)), None, Where.LESSON, {})
    assert rules.applies(When(not_tags=("loud",)), None, Where.LESSON, {})


def test_a_step_is_found_by_its_name() -> None:
    ladder = TINY.ladders["two_steps"]
    assert step_named(ladder, "quiet") is ladder.steps[1]
    assert step_named(ladder, "nowhere") is None


ENTRY = '[[ladder.entry]]\nstep = "{}"\n{}\ncites = ["{}"]\n\n[[ladder.step]]\nid = "remind"'


def with_entries(*entries: tuple[str, str, str], **settings: Value) -> Rules:
    """The pack of two steps with entries of its ladder: step, filter, clause."""
    step = '[[ladder.step]]\nid = "remind"'
    text = "".join(ENTRY.format(*entry).removesuffix(step) for entry in entries) + step
    chosen = [SettingValue(key.replace("__", "."), value, FIRST) for key, value in settings.items()]
    return Policy.of(load_pack(with_edit("ladders.toml", step, text)), chosen).on(TUESDAY)


def test_an_entry_sends_what_it_names_straight_to_its_step() -> None:
    rules = with_entries(("quiet", 'tags = ["loud"]', "2"))
    loud, other = rules.plan(Where.LESSON, "TALK"), rules.plan(Where.LESSON, "WANDER")
    assert loud is not None
    assert other is not None
    assert (loud.entry, loud.entry_cites, loud.conflict) == (2, ("2",), ())
    assert (other.entry, other.entry_cites, other.conflict) == (0, (), ())


def test_an_entry_may_hold_under_a_setting_alone() -> None:
    entry = ("quiet", 'groups = ["rules"]\nsettings = { "step.scope" = "day" }', "2")
    for scope, position in (("day", 2), ("lesson", 0)):
        plan = with_entries(entry, step__scope=scope).plan(Where.LESSON, "WANDER")
        assert plan is not None
        assert plan.entry == position


def test_entries_that_send_an_act_to_two_steps_are_a_conflict_of_their_clauses() -> None:
    rules = with_entries(("quiet", 'tags = ["loud"]', "2"), ("remind", 'groups = ["rules"]', "1"))
    both, one = rules.plan(Where.LESSON, "TALK"), rules.plan(Where.LESSON, "WANDER")
    assert both is not None
    assert one is not None
    assert (both.entry, both.entry_cites, both.conflict) == (0, (), ("2", "1"))
    assert (one.entry, one.entry_cites, one.conflict) == (1, ("1",), ())


def test_a_step_that_is_taken_several_times_stands_as_often_on_the_usual_path() -> None:
    assert policy("tiny", step__reminders=3).on(TUESDAY).usual_paths == {"two_steps": (1, 1, 1, 2)}


def test_a_programme_counts_by_what_the_school_chose_and_looks_at_each_ledger_of_it() -> None:
    usual, net = policy().on(TUESDAY), policy(postcard__basis="net").on(TUESDAY)
    (gross_watch,), (net_watch,) = usual.watches, net.watches
    assert (dict(gross_watch.parts), gross_watch.every) == ({"achievement": 1}, 50)
    assert (dict(net_watch.parts), net_watch.every) == ({"achievement": 1, "behaviour": -1}, 50)
    assert usual.watched == {"achievement"}
    assert net.watched == {"achievement", "behaviour"}
    assert {one.form for one in usual.programmes(ProgrammeForm.RANK)} == {ProgrammeForm.RANK}
    (best, *_) = usual.programmes(ProgrammeForm.RANK)
    assert usual.measure(best) == best.measure != ""


def test_a_gate_that_the_school_has_switched_off_holds_nobody() -> None:
    assert policy().on(TUESDAY).gates["removal_room"] == (
        Gate("repair", "author", "repair", "removal_manager"),
    )
    assert policy(restorative__release_gate="off").on(TUESDAY).gates["removal_room"] == ()


def test_conversations_and_cards_are_found_by_what_leads_to_them() -> None:
    star, infiniti = policy().on(TUESDAY), policy("infiniti").on(TUESDAY)
    assert (list(star.talks), list(infiniti.talks)) == (["repair"], ["restorative"])
    assert ([one.id for one in star.suggested], [one.id for one in infiniti.suggested]) == ([], ["justice"])
    assert star.carded == {"removal_room", "removal_room_day"}


def test_what_happens_without_a_ladder_is_found_by_its_code() -> None:
    rules = policy().on(TUESDAY)
    assert [route.cites for route in rules.routes("OTH-01")] == [("145",)]
    assert [route.cites for route in rules.routes("OTH-02")] == [("151",)]
    assert rules.routes("DIS-04") == rules.routes("NOPE") == ()


@pytest.mark.parametrize(
    ("day", "category", "value"),
    [
        (date(2012, 8, 31), "state_funded", None),
        (date(2012, 9, 1), "state_funded", (15, date(2012, 9, 1))),
        (date(2020, 5, 31), "", (15, date(2012, 9, 1))),
        (date(2020, 6, 1), "state_funded", (25, date(2020, 6, 1))),
        (TUESDAY, "", (25, date(2020, 6, 1))),
        (TUESDAY, "independent", None),
    ],
)
def test_a_figure_of_the_law_is_that_of_the_day_for_the_schools_that_it_binds(
    day: date, category: str, value: tuple[int, date] | None
) -> None:
    rules = Policy.of(TINY, law=LAW).on(day)
    found = rules.lawful(LawFigure.PANEL_HEARING_DAYS, category)
    assert found == (Used("law:panel_hearing_days", *value) if value else None)
    assert rules.lawful(None, category) is None
    assert rules.lawful(LawFigure.PAPERS_DAYS, category) is None
    assert Policy.of(TINY).on(day).lawful(LawFigure.PANEL_HEARING_DAYS, category) is None
