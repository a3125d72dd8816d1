"""Which good memories come first."""

import re

import pytest

from evenhand.apps.support.models import Strategy
from evenhand.apps.tenancy.scoping import in_school
from tests.classroom import signed_in
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


@pytest.mark.covers("INF-PP-7")
def test_the_newest_success_of_the_profile_is_what_step_three_remembers(hand: Hand) -> None:
    hand.praised(4, "Waited for the swing")
    profile = f"/profile/{hand.pupil.pk}/"
    for kind, words in (
        ("success", "Read a page aloud"),
        ("success", "Swam a whole width"),
        ("strength", "Kind to animals"),
        ("target", "Ask first"),
    ):
        who = signed_in(hand.school, "pastoral_lead" if kind == "target" else "teaching_assistant")
        assert who.post(profile, {"do": "add", "kind": kind, "words": words}).status_code == 302
    assert [one.words for one in hand.built().choices.positives] == [
        "Swam a whole width", "Read a page aloud", "Waited for the swing", "Kind to animals",
    ]  # fmt: skip
    assert "swam a whole width" in hand.built(step="3").cards[2].stems[3].text
    assert "swam a whole width" in hand.page(step="3")
    assert "read a page aloud" not in hand.page(step="3")
    hand.praised(0, "Shared the paint")
    assert hand.built().choices.positives[0].words == "Shared the paint"
    lead = signed_in(hand.school, "pastoral_lead")
    page = lead.get(profile).content.decode()
    assert "Ask first" in page
    entry = re.search(r'value="(entry-\d+)">End<span class="vh">: Swam', page)
    assert entry is not None
    lead.post(profile, {"do": entry[1]})
    assert "Swam a whole width" not in [one.words for one in hand.built().choices.positives]
