"""Cards: what each step offers this pupil, and what the script is told."""

import pytest

from tests.web.steps.flow import Hand


@pytest.mark.covers("INF-SS-4")
def test_the_first_step_offers_six_ways_and_the_whole_class_names_no_pupil(hand: Hand) -> None:
    card = hand.built(step="1").cards[0]
    labels = {option.value: option.label for option in card.options}
    assert len(labels) == 6
    assert labels["whole_class"] == "Reminder to the whole class"
    assert not any("Amara" in label for label in labels.values())


@pytest.mark.covers("INF-SS-20")
def test_four_places_show_and_the_agreed_one_where_there_is_one(hand: Hand) -> None:
    four = [place.value for place in hand.built().cards[4].places]
    assert four == ["parallel_class", "teaching_assistant", "pastoral_lead", "senior_leader"]
    hand.agree("other_place", 0, "The reading corner")
    assert [place.value for place in hand.built().cards[4].places] == [*four, "agreed_place"]
    status, answer, _ = hand.send(
        "ladder_step", step=5, reason="x", change="Stop", destination="parallel_class"
    )
    assert (status, answer["problems"][0]["field"]) == (422, "receiving")


@pytest.mark.covers("INF-SS-10")
def test_take_up_time_is_sixty_seconds_or_what_is_agreed(hand: Hand) -> None:
    assert hand.built().cards[1].take_up == 60
    hand.agree("longer_take_up", 120)
    assert hand.built().cards[1].take_up == 120


@pytest.mark.covers("INF-EP-2")
def test_the_next_lesson_suggests_the_first_step_and_keeps_the_trail_of_the_last(hand: Hand) -> None:
    hand.through(3)
    later = Hand(hand.school, period="P3")
    assert later.built().suggested == 1
    assert [one["position"] for one in later.built().data["trail"]] == []
    assert [one["position"] for one in hand.built().data["trail"]] == [1, 2, 3]


def test_a_step_that_waits_for_its_outcome_stays_in_view(hand: Hand) -> None:
    hand.take(1)
    assert hand.built().shown == 1
    hand.outcome(hand.take(2), "continued")
    page = hand.built()
    assert (page.shown, page.suggested) == (3, 3)
    assert page.because == "It went on after the step before."


def test_what_follows_is_said_before_it_is_recorded(hand: Hand) -> None:
    lines = [(line.words, line.who, line.due) for line in hand.built().cards[4].follows]
    assert ("Complete the log entry", "You", "by 16:30") in lines
    assert ("Hold the restorative conversation", "You", "today") in lines
