"""The trail of a scope, without what was taken back."""

from evenhand.apps.conduct.trail import trail
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast
from tests.web.steps.flow import Hand


def test_steps_stand_in_order_with_what_came_of_them_and_a_void_takes_one_away(cast: Cast) -> None:
    hand = Hand(cast.next_door, period="P3")
    first, second = hand.through(2)
    hand.outcome(second, "complied")
    with in_school(hand.school.school):
        taken = trail(hand.pupil.pk, hand.lesson.scope_key)
    assert [(one.id, one.position, one.outcome) for one in taken] == [
        (first, 1, "continued"), (second, 2, "complied"),
    ]  # fmt: skip
    status, answer, _ = hand.send("void", about=second, reason="Wrong pupil")
    assert status == 200, answer
    with in_school(hand.school.school):
        assert [one.id for one in trail(hand.pupil.pk, hand.lesson.scope_key)] == [first]
        assert trail(hand.pupil.pk, "another scope") == ()
