"""What is foretold is what then happens, and one answer stands for all that the policy treats alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Conflict, Place, Post, Step
from evenhand.engine.facts import EMPTY_STATE, Adjustment, PupilState
from evenhand.engine.forecast import Forecast, forecast, suggestion, variants
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.values import EventKind, Where
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, pack, policy, run
from tests.tiny_pack import with_edit

STAR = policy()
STANDING = variants(STAR, TUESDAY, Where.LESSON)
NO_DETAILS = tuple(code for code in STANDING if not pack("star_binary").items[code].details)
CLASH = """
[[ladder.entry]]
step = "quiet"
tags = ["loud"]
cites = ["2"]

[[ladder.entry]]
step = "remind"
tags = ["loud"]
cites = ["1"]
"""


def foretold(state: PupilState, code: str, chosen: Policy = STAR) -> Forecast:
    """What would follow from that act in period 3."""
    return forecast(chosen, WORKED, state, happened("next", code, at="11:50"))


@given(st.lists(st.sampled_from(NO_DETAILS), max_size=3), st.sampled_from(NO_DETAILS))
def test_what_is_foretold_is_what_happens(before: list[str], code: str) -> None:
    state = run(STAR, *(happened(f"a{n}", one, at=f"11:{20 + n}") for n, one in enumerate(before))).state
    told = foretold(state, code)
    done = run(STAR, happened("next", code, at="11:50"), state=state)
    (taken,) = (item for item in done.outcomes("next", "step") if isinstance(item, Step))
    assert (told.step, told.position, told.ordinal) == (taken.step, taken.position, taken.ordinal)
    assert told.removes == any(isinstance(item, Place) for item in done.decisions["next"].outcomes)
    posts = [item for item in done.outcomes("next", "post") if isinstance(item, Post)]
    assert told.posts == tuple((item.ledger, item.value) for item in posts)
    assert told.unanswered == done.decisions["next"].unanswered


@given(st.sampled_from(sorted(STANDING)), st.booleans())
def test_the_one_that_stands_for_an_act_has_the_same_answer(code: str, warned: bool) -> None:
    state = run(STAR, happened()).state if warned else EMPTY_STATE
    mine, standing = foretold(state, code), foretold(state, STANDING[code])
    assert mine.step != ""
    assert mine == standing


def test_fewer_stand_than_there_are_and_each_stands_for_itself() -> None:
    assert 1 < len(set(STANDING.values())) < len(STANDING)
    assert all(STANDING[code] == code for code in STANDING.values())


def test_where_only_the_same_act_counts_each_stands_for_itself() -> None:
    same = policy("tiny", step__match="same")
    assert variants(same, TUESDAY, Where.LESSON) == {"TALK": "TALK", "WANDER": "WANDER"}
    assert variants(policy("tiny"), TUESDAY, Where.LESSON) == {"TALK": "TALK", "WANDER": "TALK"}


def test_where_no_ladder_holds_nothing_is_foretold() -> None:
    assert variants(policy("tiny"), TUESDAY, Where.OUT_OF_CLASS) == {}


def test_an_act_on_which_the_policy_contradicts_itself_stands_alone() -> None:
    clash = Policy.of(load_pack(with_edit("ladders.toml", "", CLASH)))
    assert variants(clash, TUESDAY, Where.LESSON) == {"TALK": "TALK", "WANDER": "WANDER"}
    told = foretold(EMPTY_STATE, "TALK", clash)
    assert (told.step, told.unanswered) == ("", (Conflict(("2", "1")),))


def test_the_phrase_and_the_scope_are_those_of_the_step() -> None:
    told = foretold(run(policy("tiny"), happened("one", "TALK")).state, "WANDER", policy("tiny"))
    assert told.phrase == "time in the quiet room"
    assert (told.scope, told.ordinal, told.removes, told.cites) == ("lesson", 2, True, ("2",))


def test_details_and_agreed_adjustments_are_taken_as_given() -> None:
    code = next(code for code in STANDING if pack("star_binary").items[code].details)
    event = happened("next", code, adjustments=[Adjustment("a1", "extra_time")])
    assert run(STAR, event).missing("next") != ()
    assert forecast(STAR, WORKED, EMPTY_STATE, event).step != ""


def test_a_step_is_suggested_only_where_the_adult_chooses() -> None:
    event = happened("next", "LRN-01", EventKind.LADDER_STEP)
    found = suggestion(policy("infiniti"), WORKED, EMPTY_STATE, event)
    assert found is not None
    assert found.position == 1
    assert suggestion(STAR, WORKED, EMPTY_STATE, event) is None


def test_nothing_is_suggested_in_a_place_without_a_ladder() -> None:
    event = happened("next", "LRN-01", EventKind.LADDER_STEP, where=Where.OFF_SITE)
    assert suggestion(policy("infiniti"), WORKED, EMPTY_STATE, event) is None


def test_where_no_step_follows_everything_of_a_step_is_empty() -> None:
    event = happened("next", "ACH-A1", EventKind.ACHIEVEMENT, value="ambition")
    told = forecast(STAR, WORKED, EMPTY_STATE, event)
    assert told[:5] == ("", 0, 0, "", "")
    assert told.cites == pack("star_binary").items["ACH-A1"].cites
    assert (told.request, told.removes, told.posts, told.proposals) == (
        False,
        False,
        (("achievement", 2),),
        (),
    )


def test_acts_of_other_points_or_tags_that_count_are_not_stood_for() -> None:
    items = pack("star_binary").items
    groups: dict[str, list[str]] = {}
    for code, standing in STANDING.items():
        groups.setdefault(standing, []).append(code)
    assert STANDING["RED-13"] != STANDING["RED-01"]
    for together in groups.values():
        assert (
            len(
                {
                    str(sorted((k, sorted(v.items())) for k, v in items[code].points.items()))
                    for code in together
                }
            )
            == 1
        )
        assert len({"starred" in items[code].tags for code in together}) == 1
        assert len({items[code].group for code in together}) == 1
    assert len(groups) == 3


def test_an_alias_is_foretold_as_the_act_that_it_stands_for() -> None:
    tiny = policy("tiny")
    assert foretold(EMPTY_STATE, "chatting", tiny) == foretold(EMPTY_STATE, "TALK", tiny)
    assert foretold(EMPTY_STATE, "TALK", tiny).step == "remind"
