"""The form's buttons as records."""

from tests.web.steps.flow import ACT, Hand


def test_praise_and_calls_go_without_script_too(hand: Hand) -> None:
    step = hand.take(5, reason="x")
    assert hand.post(shown="5", praise="CMP-01").status_code == 302
    assert hand.post(shown="5", call="radio:called", about=step, responder="Ms Lowe").status_code == 302
    kinds = [(event.kind, event.code) for event in hand.events()][1:]
    assert kinds == [("achievement", "CMP-01"), ("call", "radio")]
    assert hand.events(kind="call")[0].details == {"stage": "called", "responder": "Ms Lowe"}


def test_minutes_go_only_with_a_consequence_that_takes_them(hand: Hand) -> None:
    hand.post(take="4", code=ACT, change="Stop", reason="x", consequence="give_back", minutes="5")
    hand.post(take="4", code=ACT, change="Stop", consequence="put_right", minutes="5")
    kept = [event.details.get("minutes") for event in hand.events(kind="ladder_step")]
    assert kept == [5, None]


def test_a_step_that_the_policy_has_not_is_refused(hand: Hand) -> None:
    answer = hand.post(take="9", code=ACT)
    assert answer.status_code == 422
    assert hand.events() == []
