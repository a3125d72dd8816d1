"""What would have been different: a voided event is as if it never was for everything later in its scope."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Decision, Level, Post, Reason, Step, Tell
from evenhand.engine.facts import Event, Moment, Spot, Voided
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.replay import Difference, Folded, differences, fold, substance, taken_back, without
from evenhand.engine.rules.level import LEVEL_RISEN
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import canonical, event_from_plain, event_to_plain
from tests.engine.worked_calendar import WORKED
from tests.kept_packs import kept_pack

DAY = date(2026, 9, 15)
FIRST = datetime(2026, 9, 15, 10, 15, tzinfo=UTC)


@cache
def policy() -> Policy:
    return Policy.of(kept_pack("star_binary"))


@cache
def codes() -> tuple[str, ...]:
    pack = policy().pack
    groups = {"disruptive", "red_line"}
    return tuple(
        item.code
        for item in pack.items.values()
        if item.group in groups and not item.details and not item.conditions
    )


def act(number: int, code: str = "", scope: str = "8R-P3") -> Event:
    """The nth act of a lesson; without a code one that earns a warning."""
    at = FIRST + timedelta(minutes=number)
    local = time(11, 15 + number % 40)
    return Event(
        f"e{number}",
        EventKind.CONCERN,
        code or "DIS-04",
        Moment(DAY, local, 0, int(at.timestamp())),
        Spot(Where.LESSON, scope, "P3"),
        "1",
        ("teacher",),
        year_group=8,
    )


def voiding(event: Event, told: Folded, number: int) -> Event:
    """The event that takes another back, told what that one had posted."""
    posts = tuple((item.ledger, item.value) for item in told.decision.outcomes if isinstance(item, Post))
    voids = Voided(event.id, event.kind, posts, event.at.day)
    at = event.at._replace(instant=event.at.instant + 1)
    return event._replace(
        id=f"v{number}",
        kind=EventKind.VOID,
        code="",
        at=at,
        about=event.id,
        details={"reason": "mis-tap"},
        voids=voids,
    )


def steps(items: tuple[Folded, ...]) -> list[str]:
    return [o.step for item in items for o in item.decision.outcomes if isinstance(o, Step)]


def test_a_voided_warning_would_have_made_the_referral_a_warning() -> None:
    events = (act(1), act(2), act(3))
    assert steps(tuple(fold(policy(), WORKED, events))) == ["warning", "referral", "referral"]
    found = differences(policy(), WORKED, events, {"e1"})
    assert [item.event.id for item in found] == ["e2", "e3"]
    first = found[0]
    assert [o.step for o in first.was.outcomes if isinstance(o, Step)] == ["referral"]
    assert [o.step for o in first.would.outcomes if isinstance(o, Step)] == ["warning"]


def test_what_stands_in_another_lesson_is_not_touched() -> None:
    events = (act(1), act(2, scope="8R-P4"), act(3, scope="8R-P4"))
    assert differences(policy(), WORKED, events, {"e1"}) == ()


def test_an_arrival_for_a_stay_that_would_not_be_has_no_outcome() -> None:
    second = act(2)
    arrival = second._replace(id="a", kind=EventKind.ARRIVAL, code="", about="e2", roles=("removal_staff",))
    found = differences(policy(), WORKED, (act(1), second, arrival), {"e1"})
    assert [item.event.id for item in found] == ["e2", "a"]
    assert found[1].was.outcomes
    assert found[1].would.outcomes == ()
    assert found[1].would.refused


def test_a_later_void_takes_back_what_there_would_have_been() -> None:
    events = (act(1), act(2))
    told = tuple(fold(policy(), WORKED, events))
    undone = voiding(events[1], told[1], 2)
    found = differences(policy(), WORKED, (*events, undone, act(3)), {"e1"})
    void = next(item for item in found if item.event.id == "v2")
    posted = {o.value for o in void.was.outcomes if isinstance(o, Post)}
    would = {o.value for o in void.would.outcomes if isinstance(o, Post)}
    assert (posted, would) == ({-3}, {-1})


def test_a_stored_event_is_decided_as_it_was() -> None:
    event = act(1, "DIS-01")._replace(details={"missing_items": ("book", "pen")})
    stored = event_from_plain(json.loads(canonical(event_to_plain(event))))
    assert stored == event
    told, again = (tuple(fold(policy(), WORKED, (one,))) for one in (event, stored))
    assert steps(told) == steps(again) == ["warning"]


def test_without_leaves_out_the_event_and_its_void_only() -> None:
    events = (act(1), act(2))
    told = tuple(fold(policy(), WORKED, events))
    void = voiding(events[0], told[0], 1)
    assert without((*events, void), {"e1"}) == (events[1],)


@st.composite
def lesson(draw: st.DrawFn) -> tuple[Event, ...]:
    """Some acts in two lessons, in order."""
    size = draw(st.integers(1, 7))
    return tuple(
        act(n, draw(st.sampled_from(codes())), draw(st.sampled_from(("8R-P3", "8R-P4")))) for n in range(size)
    )


@given(lesson(), st.data())
def test_voided_at_once_is_as_if_it_never_was(events: tuple[Event, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(events) - 1))
    told = tuple(fold(policy(), WORKED, events[: place + 1]))
    void = voiding(events[place], told[place], place)
    history = (*events[: place + 1], void, *events[place + 1 :])
    assert differences(policy(), WORKED, history, {events[place].id}) == ()


@given(lesson(), st.data())
def test_what_came_before_never_differs(events: tuple[Event, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(events) - 1))
    before = {event.id for event in events[: place + 1]}
    found = differences(policy(), WORKED, events, {events[place].id})
    assert before.isdisjoint(item.event.id for item in found)
    assert {item.event.spot.scope for item in found if item.was.outcomes and _steps_differ(item)} <= {
        events[place].spot.scope
    }


def _steps_differ(item: Difference) -> bool:
    was = [o.step for o in item.was.outcomes if isinstance(o, Step)]
    would = [o.step for o in item.would.outcomes if isinstance(o, Step)]
    return was != would


@given(lesson())
def test_replaying_twice_changes_nothing(events: tuple[Event, ...]) -> None:
    once = tuple(fold(policy(), WORKED, events))
    assert tuple(fold(policy(), WORKED, events)) == once
    assert [substance(item.decision) for item in once] == [
        substance(item.decision) for item in fold(policy(), WORKED, events)
    ]


def test_what_a_void_must_be_told_is_what_its_subject_brought_about() -> None:
    (referral,) = fold(policy(), WORKED, (act(1, "RED-01"),))
    assert taken_back(referral.event, referral.decision) == Voided(
        "e1", EventKind.CONCERN, (("behaviour", 4),), DAY, "e1", "", "RED-01"
    )
    late = act(2)._replace(kind=EventKind.LATE, code="OTH-01")
    (found,) = fold(policy(), WORKED, (late,))
    told = taken_back(found.event, found.decision)
    assert (told.kind, told.stay, told.owed, told.code) == (EventKind.LATE, "", "e2", "OTH-01")
    assert told.posts == (("behaviour", 2),)


def test_a_level_that_only_shows_the_counts_is_no_difference_and_one_that_was_set_is() -> None:
    shown = Level("risk", 1, "b:autumn-1", DAY, 6, 1, 0, "", Reason(("195",), LEVEL_RISEN))
    held = shown._replace(reason=Reason(("194",), "snapshot"))
    told = Tell("family", "message", "level", None, Reason(("195",), LEVEL_RISEN))
    kept = substance(Decision((shown, held, told), ()))
    assert [outcome.kind for outcome in kept] == ["level", "tell"]
    assert {outcome.reason for outcome in kept} == {Reason((), "")}
