"""Registers as they stand on a day: thresholds in order, the measure that was chosen, what is counted for them."""

from datetime import date

from evenhand.engine.pack.scales import by_ledger, of_cards, scales_of, tallied, watched_sanctions
from tests.engine.worlds import pack, policy

DAY = date(2026, 9, 15)


def test_the_thresholds_of_a_register_stand_in_order() -> None:
    risk, late, attendance, achievement = policy().on(DAY).scales
    assert risk.rungs == ((5, 1), (15, 2), (30, 3), (40, 4))
    assert late.rungs == ((1, 1), (7, 2), (11, 3), (16, 4))
    assert (attendance.rungs, achievement.rungs, attendance.lowest) == ((), (), 0)
    assert [(kind.level, kind.at_least) for kind in risk.kinds] == [(1, 1), (2, 2), (3, 1)]
    assert risk.kinds[0].names == ("placed:removal_room", "placed:removal_room_day")
    assert (risk.confirm_from, late.confirm_from, attendance.confirm_from) == (3, 5, 1)


def test_the_settings_of_a_school_choose_between_readings() -> None:
    scale = policy().on(DAY).scales[0]
    assert (scale.above, scale.combine, scale.live, scale.acts_live, scale.merge) == (
        False,
        "max",
        True,
        False,
        True,
    )
    other = policy(
        register__boundary="lower", register__combine="events", register__update="snapshot",
        register__points="net", reviews__combine=False, register__live_tasks=True,
    ).on(DAY).scales[0]  # fmt: skip
    assert (other.above, other.combine, other.live, other.acts_live, other.merge) == (
        True,
        "events",
        False,
        True,
        False,
    )
    assert [one.measure.id for one in (scale, other) if one.measure] == ["gross", "net"]


def test_a_level_is_found_by_its_number() -> None:
    scale = policy().on(DAY).scales[0]
    found = scale.level(3)
    assert found is not None
    assert found.label == "Support plan"
    assert scale.level(5) is None


def test_what_is_counted_for_registers_and_cards() -> None:
    rules = policy().on(DAY)
    assert set(by_ledger(rules.scales)) == {"behaviour", "achievement"}
    assert rules.live_by_ledger == {"behaviour": rules.live_scales[:1]}
    assert tallied(scales_of(rules)) == rules.tallied == {"OTH-01"}
    assert policy(late__mark_codes="with_lessons").on(DAY).tallied == {"OTH-01", "DIS-02"}
    assert watched_sanctions(rules) == {"fixed_period": False}
    assert policy(register__exclusion_half_term="start").on(DAY).watched_sanctions == {"fixed_period": True}
    assert of_cards(pack("star_binary")) == {"removal_room", "removal_room_day"}
    assert of_cards(pack("tiny")) == frozenset()


def test_a_policy_without_registers_has_nothing_to_watch() -> None:
    rules = policy("tiny").on(DAY)
    assert (rules.scales, rules.live_scales, rules.tallied, rules.watched_sanctions) == (
        (),
        (),
        frozenset(),
        {},
    )
