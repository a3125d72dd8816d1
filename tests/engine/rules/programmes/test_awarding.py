"""What every programme does once it has found a pupil."""

from dataclasses import replace

from evenhand.engine.decisions import Propose, Recognise, Task, Tell
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.rules.programmes.awarding import act, award, once, post_item, propose
from evenhand.engine.rules.turn import Turn
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, pack, policy

PROGRAMMES = pack("star_binary").programmes


def turn_of() -> Turn:
    """A turn in which nothing has come of the event yet."""
    return Turn(policy(), WORKED, EMPTY_STATE, happened())


def test_an_award_is_recognised_with_its_reason_and_brings_its_effects() -> None:
    turn = turn_of()
    postcard = PROGRAMMES["postcard"]
    award(turn, postcard, "50", "threshold", (("threshold", 50),), (postcard.every,))
    recognised, task = turn.outcomes
    assert isinstance(recognised, Recognise)
    assert (recognised.award, recognised.value, recognised.reason.cites) == ("postcard", "50", ("35",))
    assert [used.key for used in recognised.reason.used] == ["reward.postcard_step"]
    assert isinstance(task, Task)
    assert task.label == "Send the postcard for 50 points"


def test_only_the_effects_of_the_moment_come_and_the_named_person_owes_them() -> None:
    turn = turn_of()
    act(turn, PROGRAMMES["character"], "lacking", "8R", "teacher-9")
    (task,) = turn.outcomes
    assert isinstance(task, Task)
    assert (task.task, task.owner) == ("name_character", "teacher-9")
    act(turn, PROGRAMMES["character"], "awarded")
    assert [type(outcome) for outcome in turn.outcomes] == [Task, Tell]


def test_a_proposal_names_the_decider_and_the_item_that_goes_with_it() -> None:
    turn = turn_of()
    propose(turn, PROGRAMMES["week_attendance"], "attended_all", (("possible", 10),))
    (proposed,) = turn.outcomes
    assert isinstance(proposed, Propose)
    assert (proposed.proposal, proposed.decider, proposed.about) == ("week_attendance", "tutor", "one")
    assert proposed.reason.values == (("possible", 10), ("item", "ACH-A5"))


def test_an_item_is_posted_by_the_tariff_and_no_item_posts_nothing() -> None:
    turn = turn_of()
    post_item(turn, PROGRAMMES["postcard"])
    assert turn.outcomes == []
    post_item(turn, replace(PROGRAMMES["postcard"], item="ACH-R5"))
    assert turn.totals["achievement|y:2026-27"] == 4


def test_a_programme_runs_once_in_a_period() -> None:
    turn = turn_of()
    assert [once(turn, PROGRAMMES["top_text"], key) for key in ("w:1", "w:1", "w:2")] == [True, False, True]
    assert turn.fired == {"top_text": "w:2"}
