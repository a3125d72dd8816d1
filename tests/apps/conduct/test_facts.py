"""What the engine is told: the place by the lesson or the clock, the roles held, and what a void takes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from evenhand.apps.conduct import facts
from evenhand.apps.conduct.checking import Ground, moment, survey
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import LedgerEntry
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.facts import Adjustment, Event, Spot, Voided
from evenhand.engine.values import EventKind, Where
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.incidents import concern


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def command(cast: SchoolCast, kind: EventKind = EventKind.CONCERN, **more: str) -> Command:
    """One act in the lesson that runs."""
    return Command(uuid4(), kind, cast.pupil.pk, "DIS-04", lesson_id=cast.lesson.pk, **more)  # type: ignore[arg-type]  # words of a command


def ground_of(cast: SchoolCast, *commands: Command) -> Ground:
    """The ground on which the commands stand."""
    return survey(cast.school, policy_of(cast.school.pk), calendar_of(cast.school), MOMENT, commands)


def spot(cast: SchoolCast, asked: Command) -> Spot:
    """Where the engine is told that it happened."""
    ground = ground_of(cast, asked)
    return facts.spot(ground, asked, moment(ground, asked))


def told(cast: SchoolCast, asked: Command, voided: dict[str, Voided] | None = None) -> Event:
    """The engine's event of a command."""
    agreed: dict[int, tuple[Adjustment, ...]] = {cast.pupil.pk: (Adjustment("4", "extra_time"),)}
    ground = ground_of(cast, asked)
    return facts.event(ground, cast.actor("teacher"), asked, agreed, voided or {})


def test_in_a_lesson_the_scope_and_room_are_the_lessons(school: SchoolCast) -> None:
    lesson = school.lesson
    asked = command(school)
    assert spot(school, asked) == Spot(Where.LESSON, lesson.scope_key, "P3", lesson.room)
    assert spot(school, replace(asked, place="the hall")).place == "the hall"


def test_elsewhere_the_scope_is_the_slot_of_the_clock(school: SchoolCast) -> None:
    asked = replace(command(school, place="the yard"), where=Where.OUT_OF_CLASS, lesson_id=None)
    period = spot(school, asked).period
    assert period != ""
    assert spot(school, asked) == Spot(
        Where.OUT_OF_CLASS, f"{TODAY}/{period}/out_of_class", period, "the yard"
    )
    early = replace(asked, happened_at=MOMENT.replace(hour=5))
    assert spot(school, early) == Spot(Where.OUT_OF_CLASS, f"{TODAY}/outside/out_of_class", "", "the yard")


def test_the_engine_is_told_who_holds_which_roles_and_what_was_agreed(school: SchoolCast) -> None:
    asked = replace(command(school), details={"b": 2, "a": 1})
    event, actor = told(school, asked), school.actor("teacher")
    assert (event.id, event.by, event.roles) == (
        str(asked.event_id),
        str(actor.user_id),
        tuple(sorted(actor.roles)),
    )
    assert list(event.details.items()) == [("a", 1), ("b", 2)]
    assert (event.adjustments, event.witness) == ((Adjustment("4", "extra_time"),), "")
    assert (event.year_group, event.at.day) == (8, TODAY)


def test_only_a_void_is_told_what_its_entry_posted(school: SchoolCast) -> None:
    entry = concern(school).event
    known = facts.voided([str(entry.pk)])
    about = command(school, about=str(entry.pk))
    assert told(school, about, voided=known).voids is None
    taken = told(school, replace(about, kind=EventKind.VOID), voided=known)
    assert taken.voids == known[str(entry.pk)]


def test_what_an_entry_posted_and_opened_is_read_from_its_decision(school: SchoolCast) -> None:
    light, heavy = concern(school).event, concern(school).event
    found = facts.voided([str(light.pk), str(heavy.pk), str(uuid4())])
    assert set(found) == {str(light.pk), str(heavy.pk)}
    assert (found[str(light.pk)].stay == "", found[str(heavy.pk)].stay != "") == (True, True)
    for event in (light, heavy):
        row = found[str(event.pk)]
        rows = LedgerEntry.objects.filter(event=event).order_by("pk").values_list("ledger", "value")
        assert (row.kind, row.code, row.day, row.posts) == ("concern", "DIS-04", TODAY, tuple(rows))


def test_of_nothing_nothing_is_read() -> None:
    assert facts.voided([]) == {}


@pytest.mark.covers("STAR-99")
def test_on_arrival_the_rules_are_told_of_an_agreed_plan(school: SchoolCast) -> None:
    arrival = command(school, EventKind.ARRIVAL, about="1")
    assert told(school, arrival).details["support_plan"] is True
    assert "support_plan" not in told(school, command(school)).details
    ground = ground_of(school, arrival)
    alone = facts.event(ground, school.actor("teacher"), arrival, {}, {})
    assert "support_plan" not in alone.details
