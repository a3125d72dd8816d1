"""Where a pupil stands, with what is agreed for this pupil laid over the policy."""

from evenhand.apps.conduct.standing import standing
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast
from tests.web.steps.flow import ACT, Hand


def test_agreed_adjustments_lie_over_the_figures_of_the_policy(cast: Cast) -> None:
    hand = Hand(cast.next_door, period="P3")
    hand.agree("repeat_caution", 2)
    hand.agree("longer_take_up", 90)
    with in_school(hand.school.school):
        found = standing(hand.school.actor("teacher"), hand.lesson, hand.pupil.pk, ACT)
    assert found is not None
    assert (found.repeats[2], found.repeats[3], found.take_up[2], found.take_up[5]) == (2, 1, 90, 0)
    assert found.entries["PPL-05"] == 4
    assert found.rooms["give_back"].left is None


def test_a_strict_policy_has_no_such_standing(cast: Cast) -> None:
    hand = Hand(cast.here, period="P3")
    with in_school(hand.school.school):
        assert standing(hand.school.actor("teacher"), hand.lesson, hand.pupil.pk, "") is None
