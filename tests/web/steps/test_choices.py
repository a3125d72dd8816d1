"""Rules and values, consequences and minutes come from the pack, and can be changed."""

import pytest
from time_machine import travel

from evenhand.apps.policy.models import SettingChange
from evenhand.apps.policy.selectors import forget
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM
from tests.web.steps.flow import ACT, Hand


@pytest.mark.covers("INF-SS-7")
def test_both_lists_come_from_the_pack(hand: Hand) -> None:
    lists = {named.label: [tag.label for tag in named.tags] for named in hand.built().choices.rules}
    assert lists == {
        "Rules": ["Ready", "Respectful", "Safe"],
        "Values": ["Engagement", "Compassion", "Ownership"],
    }


@pytest.mark.covers("INF-SS-7")
def test_a_school_that_keeps_to_the_rules_is_offered_the_rules_only(hand: Hand) -> None:
    with in_school(hand.school.school):
        SettingChange.objects.create(
            school=hand.school.school, key="script.reminds_of", value="rules", since=FROM, reason="asked"
        )
    forget(hand.school.school.pk)
    assert [named.label for named in hand.built().choices.rules] == ["Rules"]


@pytest.mark.covers("INF-SS-14")
def test_ready_minutes_stand_first_and_any_whole_number_up_to_the_cap_may_follow(hand: Hand) -> None:
    room = hand.built().choices.owing["give_back"]
    assert (room.choices, room.left, room.cap, room.increment) == ((3, 5, 10), 10, 10, 0)
    assert "7 minutes" in hand.built(consequence="give_back", other_minutes="7").cards[2].stems[2].text
    text = hand.page(step="3")
    assert 'max="10"' in text
    assert "data-grow" not in text


@pytest.mark.covers("INF-SS-14", "INF-SS-15")
def test_small_increments_show_where_they_are_agreed_and_never_pass_the_cap(hand: Hand) -> None:
    hand.agree("smaller_increments", 1)
    text = hand.page(step="3")
    assert 'data-grow="1"' in text
    assert 'data-grow="-1"' in text
    status, answer, _ = hand.send(
        "ladder_step", step=4, reason="x", change="Stop", consequence="give_back", minutes=11
    )
    assert status == 422
    assert "Choose fewer minutes or another consequence" in answer["message"]


@pytest.mark.covers("INF-SS-19")
def test_when_a_break_is_full_more_is_refused_and_another_consequence_is_offered(hand: Hand) -> None:
    hand.take(4, reason="x", consequence="give_back", minutes=10)
    status, answer, _ = hand.send(
        "ladder_step", step=4, reason="x", change="Stop", consequence="give_back", minutes=1
    )
    assert status == 422
    assert "another consequence" in answer["message"]
    page = hand.built(step="4")
    assert page.choices.owing["give_back"].left == 0
    assert len(page.choices.consequences) > 5
    assert "Never lunch, toilet, medicine or therapy" in hand.page(step="4")


@pytest.mark.covers("INF-SS-19")
def test_with_no_break_left_today_give_back_is_not_offered(hand: Hand) -> None:
    late = Hand(hand.school, period="P5")
    late.client.cookies = hand.client.cookies
    with_break = [one.value for one in hand.built().choices.consequences]
    with travel("2026-11-17T14:10:00Z", tick=False):
        assert "give_back" not in [one.value for one in late.built().choices.consequences]
    assert "give_back" in with_break


@pytest.mark.covers("INF-SS-3")
def test_the_suggested_consequence_and_the_chosen_one_are_both_kept(hand: Hand) -> None:
    hand.through(2)
    hand.take(3, consequence="give_back", minutes=3)
    page = hand.built(step="4")
    assert (page.chosen.suggested_consequence, page.chosen.minutes) == ("give_back", 3)
    hand.post(take="4", code=ACT, change="Hand up", consequence="put_right", reason="")
    kept = hand.events(kind="ladder_step")[-1].details
    assert (kept["suggested_consequence"], kept["consequence"]) == ("give_back", "put_right")
    assert "minutes" not in kept
    assert "One size does not fit all" in hand.page()


@pytest.mark.covers("INF-CR-11")
def test_a_sanction_before_any_first_step_asks_why_even_where_the_step_is_suggested(hand: Hand) -> None:
    assert hand.built(step="4").data["unprepared"]["give_back"] == [1, 2]
    assert 'data-skip><label for="reason-4"' in hand.page(step="4")
    hand.take(4, reason="x", consequence="give_back", minutes=1)
    status, answer, _ = hand.send("ladder_step", step=4, change="Stop", consequence="give_back", minutes=1)
    assert (status, answer["message"]) == (422, "Give a short reason.")
    hand.take(1)
    assert "give_back" not in hand.built(step="4").data["unprepared"]
