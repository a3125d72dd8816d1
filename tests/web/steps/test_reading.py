"""Which good memories come first."""

import pytest

from evenhand.apps.support.models import Strategy
from evenhand.apps.tenancy.scoping import in_school
from tests.web.steps.flow import Hand


def strength(hand: Hand, words: str) -> None:
    with in_school(hand.school.school):
        Strategy.objects.create(school=hand.school.school, pupil=hand.pupil, words=words)


@pytest.mark.covers("INF-SS-13")
def test_a_positive_of_two_days_ago_is_offered_first(hand: Hand) -> None:
    strength(hand, "Patient with younger pupils")
    hand.praised(40, "Tidied the shelves")
    hand.praised(4, "Waited for the swing")
    hand.praised(1, "Helped Amir with the paint")
    found = [one.words for one in hand.built().choices.positives]
    assert found == [
        "Helped Amir with the paint", "Waited for the swing", "Tidied the shelves", "Patient with younger pupils",
    ]  # fmt: skip
    assert "helped Amir with the paint" in hand.built(step="3").cards[2].stems[3].text


@pytest.mark.covers("INF-SS-13")
def test_without_a_recent_positive_a_strength_of_the_profile_leads(hand: Hand) -> None:
    strength(hand, "Patient with younger pupils")
    hand.praised(40, "Tidied the shelves")
    assert hand.built().choices.positives[0].words == "Patient with younger pupils"


def test_no_more_than_five_positives_are_offered(hand: Hand) -> None:
    for day in range(1, 9):
        hand.praised(day, f"Good thing {day}")
    assert [one.words for one in hand.built().choices.positives] == [f"Good thing {n}" for n in range(1, 6)]


def test_what_helps_the_pupil_is_on_the_page(hand: Hand) -> None:
    hand.agree("plain_words", 0, "Short words and a sign")
    strength(hand, "A seat by the door")
    assert hand.built().helps == ("Short words and a sign", "A seat by the door")
