"""What effects bring about: their order, their moment, their filter, and who is who."""

from __future__ import annotations

import pytest

from evenhand.engine.decisions import Deadline, Place, Post, Propose, Task, Tell
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.pack.schema import Due, Effect, When
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import DueRule, Role, Where
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, pack, policy

CAST = Cast("7", "9", "3")
PACK = pack("tiny")
TELL = Effect("tell", ("1",), audience="family", channel="letter", template="note")
PROPOSE = Effect("propose", ("2",), id="visit", label="A visit", role=Role.PRINCIPAL)
PLACE = Effect("place", ("2",), placement="quiet_room", decider="author")


def task(role: Role | None, **more: object) -> Effect:
    """An effect that gives somebody something to do."""
    return Effect("task", ("2",), id="talk", label="Talk", role=role, **more)  # type: ignore[arg-type]  # parts of an effect


def done(*effects: Effect, on: str = "", code: str = "TALK", about: str = "", name: str = "tiny") -> Turn:
    """The turn after those effects of one act."""
    turn = Turn(policy(name), WORKED, EMPTY_STATE, happened("one", code))
    perform(turn, effects, CAST, on=on, about=about)
    return turn


@pytest.mark.parametrize(("role", "person"), [(Role.AUTHOR, "7"), (Role.WITNESS, "9"), (Role.PRINCIPAL, "")])
def test_a_person_of_the_event_is_found_and_a_post_is_nobody_yet(role: Role, person: str) -> None:
    assert CAST.person(role) == person
    (found,) = done(task(role)).outcomes
    assert isinstance(found, Task)
    assert (found.role, found.owner) == (role, person)


def test_without_a_witness_the_author_saw_it() -> None:
    assert Cast("7", "", "3").person(Role.WITNESS) == "7"


def test_effects_come_about_in_the_order_of_the_pack() -> None:
    assert [item.kind for item in done(PROPOSE, TELL, task(Role.AUTHOR)).outcomes] == [
        "propose",
        "tell",
        "task",
    ]
    assert [item.kind for item in done(task(Role.AUTHOR), TELL, PROPOSE).outcomes] == [
        "task",
        "tell",
        "propose",
    ]


@pytest.mark.parametrize(("on", "kinds"), [("", ["tell"]), ("arrival", ["propose"]), ("release", [])])
def test_only_the_effects_of_the_moment_come_about(on: str, kinds: list[str]) -> None:
    later = Effect("propose", ("2",), on="arrival", id="visit", label="A visit")
    assert [item.kind for item in done(TELL, later, on=on).outcomes] == kinds


@pytest.mark.parametrize(("code", "kinds"), [("TALK", ["tell"]), ("WANDER", [])])
def test_a_filter_keeps_an_effect_from_acts_without_its_tag(code: str, kinds: list[str]) -> None:
    loud = Effect("tell", ("1",), audience="family", channel="letter", when=When(tags=("loud",)))
    away = Effect("tell", ("1",), audience="office", channel="letter", when=When(where=(Where.OFF_SITE,)))
    assert [item.kind for item in done(loud, away, code=code).outcomes] == kinds


def test_what_is_told_and_proposed_is_as_declared() -> None:
    told, proposed = done(TELL, PROPOSE).outcomes
    assert isinstance(told, Tell)
    assert isinstance(proposed, Propose)
    assert (told.audience, told.channel, told.template, told.due) == ("family", "letter", "note", None)
    assert told.reason.cites == ("1",)
    assert (proposed.proposal, proposed.decider, proposed.about) == ("visit", "principal", "one")


def test_a_task_names_its_due_its_figures_and_what_it_is_about() -> None:
    effect = task(Role.AUTHOR, due=Due(DueRule.AT_TIME, at="param:talk.by"), gate=True)
    for about, wanted in (("", "one"), ("stay-1", "stay-1")):
        (found,) = done(effect, about=about).outcomes
        assert isinstance(found, Task)
        assert (found.about, found.gate) == (wanted, True)
        assert isinstance(found.due, Deadline)
        assert found.due.day == TUESDAY
        assert [used.key for used in found.reason.used] == ["talk.by"]


def test_a_place_brings_its_own_effects_once() -> None:
    turn = done(PLACE, PLACE)
    assert len(turn.stays) == 1
    places = [item for item in turn.outcomes if isinstance(item, Place)]
    tasks = [item for item in turn.outcomes if isinstance(item, Task)]
    assert [item.merged for item in places] == [False, True]
    assert [(item.task, item.about, item.owner) for item in tasks] == [("talk", turn.stays[0].id, "7")]
    assert [item.decider for item in places] == ["3", "3"]


def test_an_item_posts_the_value_of_the_stage_and_nothing_where_it_has_none() -> None:
    values = pack("star_binary").items["DIS-04"].points["behaviour"]
    for stage in ("warning", "nowhere"):
        turn = done(
            Effect("post", ("31",), ledger="behaviour", stage=stage), code="DIS-04", name="star_binary"
        )
        posts = [(item.value, item.stage) for item in turn.outcomes if isinstance(item, Post)]
        assert posts == ([(values[stage], stage)] if stage in values else [])
    assert "warning" in values


def test_a_figure_is_posted_as_recorded() -> None:
    turn = done(Effect("post", ("31",), ledger="behaviour", value=4), code="DIS-04", name="star_binary")
    (post,) = turn.outcomes
    assert isinstance(post, Post)
    assert (post.value, post.stage, turn.totals["behaviour|d:2026-09-15"]) == (4, "recorded", 4)
