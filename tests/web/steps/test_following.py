"""What a step brings about is said with who and by when."""

from tests.web.steps.flow import Hand


def test_a_consequence_brings_its_own_duty_only_when_it_is_chosen(hand: Hand) -> None:
    lines = {line.words: line for line in hand.built().cards[3].follows}
    assert lines["Phone the family"].consequence == "call_home"
    assert lines["Complete the log entry"].consequence == ""
    assert lines["Set a date for the meeting with the family"].who == "Pastoral Lead"


def test_calls_are_prompted_apart_from_what_follows(hand: Hand) -> None:
    card = hand.built().cards[4]
    assert [(call.code, call.outcomes) for call in card.calls] == [
        ("radio", ()), ("second_call", ("refused",)), ("second_call", ("unsuccessful",)),
    ]  # fmt: skip
    assert not any("radio" in line.words.lower() for line in card.follows)


def test_what_is_only_offered_says_that_nobody_was_called(hand: Hand) -> None:
    offers = hand.built().cards[4].offers
    assert offers == {
        "refused": ("Call a senior leader: offered to the Pastoral Lead. Nobody has been called.",)
    }
