"""What is stored comes back as it was, and its bytes depend on nothing but the content."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine import decisions as d
from evenhand.engine.facts import (
    EMPTY_STATE,
    Adjustment,
    Answer,
    Cause,
    Claim,
    Counted,
    Done,
    Event,
    Held,
    Mark,
    Moment,
    Move,
    Opened,
    Owed,
    PupilState,
    Report,
    Request,
    Sanction,
    Spot,
    Stay,
    Window,
)
from evenhand.engine.step import step
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import (
    OUTCOMES,
    UNANSWERED,
    canonical,
    canonical_text,
    decision_from_plain,
    decision_to_plain,
    digest,
    digest_of_text,
    event_from_plain,
    event_to_plain,
    state_from_plain,
    state_to_plain,
    to_plain,
)
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import PACKS, any_event, happened, policy, run, streams, told_of_voids, void

dates, clocks, words = st.dates(), st.times(), st.text(max_size=6)
numbers = st.integers(-9, 9)
used = st.builds(d.Used, words, st.one_of(words, numbers, st.booleans()), st.none() | dates)
reasons = st.builds(
    d.Reason,
    st.lists(words, max_size=2).map(tuple),
    words,
    st.lists(st.tuples(words, st.one_of(words, numbers, st.booleans())), max_size=2).map(tuple),
    st.lists(used, max_size=2).map(tuple),
)
deadlines = st.none() | st.builds(d.Deadline, dates, st.none() | clocks, st.none() | numbers)
gates = st.lists(st.builds(d.Gate, words, words, words, words), max_size=2).map(tuple)
outcomes = st.one_of(
    st.builds(d.Post, words, numbers, words, reasons),
    st.builds(d.Step, words, words, numbers, numbers, words, st.booleans(), reasons),
    st.builds(
        d.Place, words, words, words, words, words, words,
        deadlines, deadlines, deadlines, st.booleans(), gates, reasons,
    ),
    st.builds(
        d.Owe, words, words, words, dates, st.none() | clocks, st.none() | clocks,
        numbers, words, words, deadlines, reasons,
    ),
    st.builds(d.Task, words, words, words, words, deadlines, st.booleans(), words, reasons),
    st.builds(d.Tell, words, words, words, deadlines, reasons),
    st.builds(d.Propose, words, words, words, words, reasons),
    st.builds(d.Review, words, words, reasons),
    st.builds(
        d.Level, words, st.none() | numbers, words, st.none() | dates, st.none() | numbers | words,
        st.none() | numbers, st.none() | numbers, words, reasons,
    ),
    st.builds(
        d.Formal, words, words, words, words, st.none() | dates, st.none() | dates, st.none() | dates,
        numbers, numbers, numbers, reasons,
    ),
)  # fmt: skip
facts = st.lists(words, max_size=3).map(tuple)
unanswered = st.one_of(
    st.builds(d.Missing, facts, facts),
    st.builds(d.Conflict, facts),
    st.builds(d.OutsideCalendar, dates),
    st.builds(d.PolicySilent, words, words),
)
decisions = st.builds(
    d.Decision,
    st.lists(outcomes, max_size=3).map(tuple),
    st.lists(unanswered, max_size=3).map(tuple),
    words,
    words,
    words,
)
plain = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def stored(value: object) -> object:
    """A plain value as the database gives it back."""
    return json.loads(canonical(value))


@given(st.dictionaries(words, st.lists(numbers, max_size=3), max_size=4))
def test_the_digest_of_the_text_is_that_of_the_value(plain: dict[str, list[int]]) -> None:
    text = canonical_text(plain)
    assert digest_of_text(text) == digest(plain) == digest(dict(reversed(plain.items())))
    assert (text.encode(), json.loads(text)) == (canonical(plain), plain)


@given(decisions)
def test_a_decision_of_any_outcomes_comes_back_as_it_was(decision: d.Decision) -> None:
    assert decision_from_plain(stored(decision_to_plain(decision))) == decision


@given(st.sampled_from(PACKS).flatmap(lambda name: any_event(name, 1)))
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert event_from_plain(stored(event_to_plain(event))) == event


def test_a_void_comes_back_with_what_it_takes_back() -> None:
    event = happened("one", "RED-01")
    taken = void(event, run(policy(), event).decisions["one"])
    found = event_from_plain(stored(event_to_plain(taken)))
    assert found == taken
    assert found.voids is not None
    assert found.voids.posts != ()
    assert isinstance(found.voids.kind, EventKind)


@given(st.sampled_from(PACKS), st.data())
def test_the_state_after_any_stream_comes_back_and_decides_alike(name: str, data: st.DataObject) -> None:
    events, state = data.draw(streams(name)), EMPTY_STATE
    decided: dict[str, d.Decision] = {}
    for event in events:
        asked = told_of_voids(events, decided, event)
        back = state_from_plain(stored(state_to_plain(state)))
        assert back == state
        decided[event.id], after = step(policy(name), WORKED, state, asked)
        assert step(policy(name), WORKED, back, asked) == (decided[event.id], after)
        state = after


helds = st.builds(
    Held, words, numbers, dates, words, numbers, numbers, words, words, numbers, words
)  # fmt: skip
lists = st.lists(words, max_size=2).map(tuple)
cards = st.builds(Report, words, words, dates, st.none() | dates, lists, words, lists)


@given(st.lists(helds, max_size=3).map(tuple), st.lists(cards, max_size=3).map(tuple))
def test_levels_and_reports_come_back_as_they_were(
    levels: tuple[Held, ...], reports: tuple[Report, ...]
) -> None:
    state = EMPTY_STATE._replace(levels=levels, reports=reports)
    assert state_from_plain(stored(state_to_plain(state))) == state


@pytest.mark.parametrize("nothing", [None, [], {}])
def test_nothing_stored_is_the_empty_state(nothing: object) -> None:
    assert state_from_plain(nothing) == EMPTY_STATE


@given(st.dictionaries(words, plain, min_size=2, max_size=5))
def test_the_order_of_keys_does_not_change_the_bytes(content: dict[str, object]) -> None:
    turned = dict(reversed(content.items()))
    assert list(turned) != list(content)
    assert canonical(turned) == canonical(content)
    assert digest(turned) == digest(content)


def test_the_bytes_hold_no_spaces_and_no_escapes() -> None:
    assert canonical({"b": [1, True, None], "a": "Zoë"}) == '{"a":"Zoë","b":[1,true,null]}'.encode()


@given(plain, plain)
def test_other_content_has_another_digest(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (canonical(one) == canonical(other))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (date(2026, 9, 15), "2026-09-15"),
        (time(8, 5), "08:05:00"),
        (((1, "a"), ()), [[1, "a"], []]),
        ({EventKind.CONCERN: EventKind.VOID}, {"concern": "void"}),
    ],
)
def test_values_are_written_as_json_has_them(value: object, written: object) -> None:
    assert to_plain(value) == written


@pytest.mark.parametrize("value", [1.5, b"bytes", {1, 2}, object(), [datetime.now]])
def test_what_cannot_be_told_exactly_is_not_stored(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be stored"):
        to_plain(value)


def test_each_kind_is_read_by_the_type_that_names_itself_so() -> None:
    """Each name is the kind that its own type gives, so that no outcome is stored and cannot be read."""
    for name, made in (OUTCOMES | UNANSWERED).items():
        assert made(*[None] * len(made._fields)).kind == name
    assert set(OUTCOMES.values()) == set(d.Outcome.__args__)
    assert set(UNANSWERED.values()) == set(d.Unanswered.__args__)


def test_a_state_keeps_none_of_its_empty_parts_beyond_the_first_six() -> None:
    assert len(state_to_plain(EMPTY_STATE)) == 6
    full = EMPTY_STATE._replace(
        recent={"late": (date(2026, 9, 14),)},
        fired={"spot": "b:autumn-1"},
        cases=(Opened("e1", "spot", "open", date(2026, 9, 14), "e1", ("five",)),),
        levels=(Held("risk", 2, date(2026, 11, 2), "b:autumn-1", 1, 2, "principal"),),
        sanctions=(
            Sanction("e2", "suspension", "issued", "e1", date(2026, 11, 9), date(2026, 11, 11), 6, ("told",)),
        ),
        reports=(Report("e3", "daily", date(2026, 11, 9), date(2026, 11, 16)),),
    )
    for part in ("recent", "fired", "cases", "levels", "sanctions", "reports"):
        one = EMPTY_STATE._replace(**{part: getattr(full, part)})
        assert state_from_plain(stored(state_to_plain(one))) == one
    assert state_from_plain(stored(state_to_plain(full))) == full


MONDAY, TUESDAY, FRIDAY = date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 18)
AT = Moment(MONDAY, time(11, 20), 1, 1789384800)
MOVES = (
    Move("e4", "extension", TUESDAY, 2, time(12, 30)),
    Move("e5", "absence", FRIDAY),
)
EVERYTHING = PupilState(
    {"behaviour|y:2026-27": 3},
    {"concern|d:2026-09-14": 2},
    (Window("in_class", "8R-P3", (Mark("e1", 2, "DIS-04", "complied", (("behaviour", 1),)), Mark("e2", 3, "X"))),),
    (
        Stay(
            "e2", "removal_room", "here", AT, "P3", "8R-P3", "7",
            (
                Claim("e2", TUESDAY, time(15), MONDAY, "P3", (MONDAY, time(14, 55)), MOVES),
                Claim("e3", None, None),
            ),
            3, ("register", "repair"), "parallel_class", (TUESDAY, time(10, 5)),
        ),
    ),
    (Request("e6", "in_class", "referral", "RED-01", "9", AT, Spot(Where.LESSON, "8R-P3", "P3", "B12")),),
    (Owed("e7", "detention", TUESDAY, "15:00", 30, "OTH-02", "e8"), Owed("e9", "give_back", FRIDAY, "", 5)),
    {"late": (MONDAY, FRIDAY)},
    {"spot": "b:autumn-1"},
    (Opened("c1", "path", "open", MONDAY, "e1", ("five",), (Cause("e1", MONDAY, "X"),), (("met", "e2"),)),),
    (Held("risk", 2, FRIDAY, "b:autumn-1", 1, 2, "7", "changed", 1, "e5"),),
    (
        Sanction(
            "s1", "fixed", "issued", "e2", TUESDAY, FRIDAY, 6, ("notified",),
            (Done("e8", "issue", MONDAY, (("days", 3), ("told", True)), (("units|y:2026-27", 6),)),),
        ),
    ),
    (Report("r1", "daily", MONDAY, FRIDAY, ("Arrive",), "p1", ("2026-09-14/P3/e1",), (("e2", None), ("e3", FRIDAY)), "e9"),),
    (Counted("links", "stay", "e2", MONDAY, 4),),
)  # fmt: skip


def test_a_state_with_everything_in_it_comes_back_as_it_was() -> None:
    assert all(EVERYTHING), "each part of a state holds something"
    assert state_from_plain(stored(state_to_plain(EVERYTHING))) == EVERYTHING


def test_an_event_with_everything_in_it_comes_back_as_it_was() -> None:
    event = happened(
        "one", where=Where.OUT_OF_CLASS, witness="9", about="zero", minutes=3, names=("a", "b"),
        adjustments=[Adjustment("a1", "extra_time", 2)], answers=[Answer("a1", "waived", "Tired")],
    )  # fmt: skip
    event = event._replace(at=AT, spot=Spot(Where.OUT_OF_CLASS, "slot", "P3", "yard"))
    assert event_from_plain(stored(event_to_plain(event))) == event
