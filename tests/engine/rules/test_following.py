"""What may follow from any event once it is decided."""

import pytest

from evenhand.engine.decisions import Missing, Recognise
from evenhand.engine.facts import EMPTY_STATE, Event
from evenhand.engine.rules.following import follow
from evenhand.engine.rules.turn import Turn, Unable
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, policy, run


def noting(name: str) -> object:
    """A follower that notes how many outcomes there were when its turn came."""

    def rule(turn: Turn) -> None:
        turn.outcomes.append(Recognise(name, name, str(len(turn.outcomes)), turn.why((), "told")))

    return rule


def test_every_watching_rule_has_its_look_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.engine.rules.following.FOLLOWERS", (noting("first"), noting("second")))
    turn = Turn(policy(), WORKED, EMPTY_STATE, happened())
    follow(turn)
    assert [(o.award, o.value) for o in turn.outcomes if isinstance(o, Recognise)] == [
        ("first", "0"),
        ("second", "1"),
    ]


def test_they_look_after_the_act_itself_was_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.engine.rules.following.FOLLOWERS", ())
    alone = run(policy(), happened(code="RED-13")).decisions["one"].outcomes
    monkeypatch.setattr("evenhand.engine.rules.following.FOLLOWERS", (noting("last"),))
    watched = run(policy(), happened(code="RED-13")).decisions["one"].outcomes
    assert alone
    assert watched[:-1] == alone
    assert isinstance(watched[-1], Recognise)


def test_one_that_cannot_answer_leaves_the_whole_event_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(turn: Turn) -> None:
        raise Unable(Missing(("marks",)))

    monkeypatch.setattr("evenhand.engine.rules.following.FOLLOWERS", (unable,))
    found = run(policy(), happened(code="RED-13"))
    assert found.missing("one") == ("marks",)
    assert (found.decisions["one"].outcomes, found.state) == ((), EMPTY_STATE)


def test_an_event_that_was_refused_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Event] = []
    monkeypatch.setattr("evenhand.engine.rules.following.FOLLOWERS", (lambda turn: seen.append(turn.event),))
    run(policy(), happened(code="NOPE"))
    assert seen == []
    run(policy(), happened(code="RED-13"))
    assert [event.id for event in seen] == ["one"]
