"""Effects of a moment: those that are declared for it and that the school's settings let through."""

from __future__ import annotations

from evenhand.engine.decisions import Value
from evenhand.engine.pack.moments import ALIKE_KEPT, Moments, asks_of_the_act
from evenhand.engine.pack.schema import Effect, When
from evenhand.engine.pack.schema.effects import ALWAYS
from evenhand.engine.values import Where
from tests.engine.worlds import PACKS, TUESDAY, policy

NO_SETTINGS: dict[str, Value] = {}


def effect(ident: str, on: str = "", when: When = ALWAYS) -> Effect:
    return Effect("task", ("1",), on=on, when=when, id=ident)


def test_those_of_the_moment_come_in_the_order_of_the_pack() -> None:
    effects = effect("a", "set"), effect("b"), effect("c", "set")
    moments = Moments(NO_SETTINGS.__getitem__)
    assert moments.at(effects, "set") == ((effects[0], False), (effects[2], False))
    assert moments.at(effects, "") == ((effects[1], False),)
    assert moments.at(effects, "set") is moments.at(effects, "set")


def test_what_the_settings_shut_out_never_comes_and_what_asks_of_the_act_says_so() -> None:
    values: dict[str, Value] = {"who": "author"}
    shut, let = (effect(who, when=When(settings={"who": who})) for who in ("leader", "author"))
    asking = effect("c", when=When(settings={"who": "author"}, where=(Where.LESSON,)))
    assert Moments(values.__getitem__).at((shut, let, asking), "") == ((let, False), (asking, True))
    assert [asks_of_the_act(one) for one in (shut, let, asking, effect("d"))] == [False, False, True, False]


def test_other_effects_are_never_taken_for_those_that_are_kept() -> None:
    moments = Moments(NO_SETTINGS.__getitem__)
    for number in range(3 * ALIKE_KEPT):
        effects = (effect("same", when=When(codes=(str(number),))),)
        assert moments.at(effects, "") == ((effects[0], True),)


def test_a_filter_lets_through_what_it_let_through_before_over_all_packs() -> None:
    for name in PACKS:
        rules = policy(name).on(TUESDAY)
        for placement in rules.pack.placements.values():
            for moment in {one.on for one in placement.effects}:
                passed = [
                    one
                    for one, asks in rules.moments.at(placement.effects, moment)
                    if not asks or rules.applies(one.when, None, Where.LESSON, {})
                ]
                assert passed == [
                    one
                    for one in placement.effects
                    if one.on == moment and rules.applies(one.when, None, Where.LESSON, {})
                ]
