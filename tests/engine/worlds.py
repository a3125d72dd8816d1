"""Worlds for the engine's tests: three policies, short ways to say what happened, and streams of anything at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from hypothesis import strategies as st

from evenhand.engine.decisions import Decision, Missing, Outcome, Owe, Place, Post, Step
from evenhand.engine.facts import (
    EMPTY_STATE,
    Adjustment,
    Answer,
    Event,
    Fact,
    Moment,
    PupilState,
    Spot,
    Voided,
)
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import step
from evenhand.engine.values import EventKind, Where
from evenhand.packs.reader import pack_texts
from tests.engine.worked_calendar import WORKED
from tests.kept_packs import pack_of
from tests.tiny_pack import tiny_texts

TUESDAY = date(2026, 9, 15)
ADOPTED = date(2026, 9, 1)
PACKS = ("star_binary", "infiniti", "tiny")
ROLES = (
    "teacher", "duty_leader", "duty_staff", "removal_manager", "head_of_year", "subject_lead", "behaviour_lead",
)  # fmt: skip
NONSENSE = ("", "NOPE", "gap", "register", "repair", "\N{PILE OF POO}", "a" * 300)


@cache
def pack(name: str) -> Pack:
    """A pack of ours, or the tiny one of the tests."""
    return pack_of(tiny_texts() if name == "tiny" else pack_texts(name))


@cache
def policy(name: str = "star_binary", **settings: int | str | bool) -> Policy:
    """The policy of that pack with settings from the first of September; `__` stands for the dot in a key."""
    values = [SettingValue(key.replace("__", "."), value, ADOPTED) for key, value in settings.items()]
    return Policy.of(pack(name), values)


def moment(day: date, at: time) -> Moment:
    """That local moment; its instant as if the school's clock were UTC."""
    return Moment(day, at, 0, int(datetime.combine(day, at, tzinfo=UTC).timestamp()))


def happened(
    ident: str = "one",
    code: str = "DIS-04",
    kind: EventKind = EventKind.CONCERN,
    *,
    day: date = TUESDAY,
    at: str = "11:20",
    where: Where = Where.LESSON,
    scope: str = "8R-P3",
    period: str = "P3",
    by: str = "7",
    roles: Iterable[str] = ("teacher",),
    witness: str = "",
    about: str = "",
    adjustments: Iterable[Adjustment] = (),
    answers: Iterable[Answer] = (),
    voids: Voided | None = None,
    **details: Fact,
) -> Event:
    """One thing that happened, by default a teacher's record of a disruptive act in period 3."""
    return Event(
        ident,
        kind,
        code,
        moment(day, time.fromisoformat(at)),
        Spot(where, scope, period),
        by,
        tuple(roles),
        witness,
        8,
        about,
        details,
        tuple(adjustments),
        tuple(answers),
        voids,
    )


@dataclass
class Run:
    """What came of a row of events, one after the other, for one pupil."""

    decisions: dict[str, Decision]
    state: PupilState

    def outcomes(self, ident: str, kind: str) -> list[Outcome]:
        """The outcomes of one kind that an event had."""
        return [outcome for outcome in self.decisions[ident].outcomes if outcome.kind == kind]

    def step(self, ident: str) -> str:
        """The step that an event came to, "" for none."""
        return next((o.step for o in self.decisions[ident].outcomes if isinstance(o, Step)), "")

    def missing(self, ident: str) -> tuple[str, ...]:
        """What an event lacked."""
        return tuple(
            fact
            for item in self.decisions[ident].unanswered
            if isinstance(item, Missing)
            for fact in item.facts
        )


def run(
    chosen: Policy, *events: Event, calendar: SchoolCalendar = WORKED, state: PupilState = EMPTY_STATE
) -> Run:
    """Fold events over a pupil's state."""
    decisions: dict[str, Decision] = {}
    for event in events:
        decisions[event.id], state = step(chosen, calendar, state, event)
    return Run(decisions, state)


def taken_back(event: Event, decision: Decision) -> Voided:
    """What the application hands in with a void of that event."""
    return Voided(
        event.id,
        event.kind,
        tuple((o.ledger, o.value) for o in decision.outcomes if isinstance(o, Post)),
        event.at.day,
        next((o.stay for o in decision.outcomes if isinstance(o, Place)), ""),
        next((o.item for o in decision.outcomes if isinstance(o, Owe)), ""),
        event.code,
    )


def void(event: Event, decision: Decision, ident: str = "void", at: str = "11:30") -> Event:
    """The event that takes another one back."""
    return happened(
        ident,
        "",
        EventKind.VOID,
        at=at,
        day=event.at.day,
        about=event.id,
        voids=taken_back(event, decision),
        reason="A mis-tap",
    )


# Anything at all: what a careless or hostile caller could hand in.

anything: st.SearchStrategy[Fact] = st.one_of(
    st.booleans(),
    st.integers(-3, 12),
    st.integers(),
    st.sampled_from(["", "missed", "served", "complied", "give_back", "2026-09-16T12:00:00", "not a date"]),
    st.text(max_size=8),
    st.tuples(st.text(max_size=3)),
)


@cache
def words_of(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes and the names of details that a pack knows, with some that it does not."""
    held = pack(name)
    codes = [code for item in held.items.values() for code in (item.code, *item.aliases)]
    details = {*held.details, "step", "reason", "outcome", "minutes", "release", "adult_absent", "undo"}
    details |= {entry for ladder in held.ladders.values() for row in ladder.steps for entry in row.records}
    return (*codes, *NONSENSE), tuple(sorted(details))


@st.composite
def likely_details(draw: st.DrawFn, name: str) -> dict[str, Fact]:
    """Details of which most are what the policy asks for, so that runs get somewhere."""
    keys = words_of(name)[1]
    found: dict[str, Fact] = {}
    if draw(st.booleans()):
        found = {"step": draw(st.integers(1, 6)), "reason": "Seen", "change": "Sit down", "minutes": 3}
        found |= {"minutes_late": 6, "consequence": "give_back", "outcome": draw(st.sampled_from(OUTCOMES))}
        found |= {"destination": "parallel_class", "receiving": "Ms Okonjo"}
    extra: Mapping[str, Fact] = draw(st.dictionaries(st.sampled_from(keys), anything, max_size=3))
    return {**found, **extra}


OUTCOMES = ("missed", "served", "excused", "complied", "continued", "repeat")
adjustments = st.lists(
    st.builds(
        Adjustment,
        st.sampled_from(["a1", "a2"]),
        st.sampled_from(["repeat_step", "repeat_caution", "extra_time", "nonsense"]),
        st.integers(-2, 4),
    ),
    max_size=2,
    unique_by=lambda item: item.id,
).map(tuple)
answers = st.lists(
    st.builds(
        Answer,
        st.sampled_from(["a1", "a2", "zz"]),
        st.sampled_from(["applied", "not_applied", "adjusted", "waived", "x"]),
        st.sampled_from(["", "Tried it"]),
    ),
    max_size=2,
).map(tuple)


# The kinds of event with codes that lead somewhere in one of the packs.
SENSE: dict[EventKind, tuple[str, ...]] = {
    EventKind.CONCERN: ("DIS-04", "DIS-07", "RED-01", "RED-13", "TALK", "chatting", "WANDER", "DIS-02"),
    EventKind.ACHIEVEMENT: ("ACH-A1", "ACH-T2"),
    EventKind.LADDER_STEP: ("LRN-01", "TCH-01", "PPL-01"),
    EventKind.CONFIRM: ("gap", ""),
    EventKind.STATION: ("register", "repair", "sit", "reading", "return"),
    EventKind.LATE: ("OTH-01",),
    EventKind.HOMEWORK_MISSED: ("OTH-02",),
}


@st.composite
def any_event(draw: st.DrawFn, name: str, number: int, earlier: Sequence[str] = ()) -> Event:
    """An event of any kind, every other one with some sense, about an earlier one or about nothing."""
    sense = draw(st.booleans())
    kind = draw(st.sampled_from(list(EventKind)))
    start = 17 if sense else 3
    day = date(2026, 8, 29) + timedelta(days=draw(st.integers(start, 24 if sense else 370)))
    at = draw(st.times(time(8, 0), time(16, 30))).replace(microsecond=0)
    codes = SENSE.get(kind, ("",)) if sense else words_of(name)[0]
    spot = Spot(
        draw(st.sampled_from([Where.LESSON, Where.OUT_OF_CLASS] if sense else list(Where))),
        "8R-P3" if sense else draw(st.sampled_from(["8R-P3", "slot", ""])),
        draw(st.sampled_from(["P3", "P5"] if sense else ["BREAK", "", "P9"])),
    )
    return Event(
        f"e{number}",
        kind,
        draw(st.sampled_from(codes)),
        moment(day, at),
        spot,
        draw(st.sampled_from(["7", "8", ""])),
        ROLES if sense and draw(st.booleans()) else tuple(sorted(draw(st.sets(st.sampled_from(ROLES))))),
        draw(st.sampled_from(["", "9"])),
        8 if sense else draw(st.sampled_from([None, 7, 14])),
        draw(st.sampled_from(earlier if sense and earlier else ["", "elsewhere", *earlier])),
        draw(likely_details(name)),
        () if sense else draw(adjustments),
        draw(answers),
    )


@st.composite
def streams(draw: st.DrawFn, name: str, most: int = 8) -> tuple[Event, ...]:
    """A row of such events."""
    events: list[Event] = []
    for number in range(draw(st.integers(1, most))):
        earlier = [event.id for event in events]
        events.append(draw(any_event(name, number, earlier)))
    return tuple(events)


@st.composite
def plain_streams(draw: st.DrawFn, name: str, most: int = 30) -> tuple[Event, ...]:
    """A row of records without details over a few weeks, in few lessons; now and then one is taken back."""
    codes = [code for item in pack(name).items.values() for code in (item.code, *item.aliases)]
    few = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=4))
    kinds = [EventKind.ACHIEVEMENT, EventKind.CONCERN]
    events: list[Event] = []
    for number in range(draw(st.integers(1, most))):
        day = TUESDAY + timedelta(days=draw(st.integers(0, 40)))
        event = happened(
            f"e{number}",
            draw(st.sampled_from(few)),
            draw(st.sampled_from(kinds)),
            day=day,
            where=draw(st.sampled_from([Where.LESSON, Where.LESSON, *Where])),
            scope=f"{day}/{draw(st.sampled_from('ab'))}",
        )
        if events and draw(st.integers(0, 9)) == 0:
            event = event._replace(
                kind=EventKind.VOID, about=draw(st.sampled_from(events)).id, details={"reason": "A mis-tap"}
            )
        events.append(event)
    return tuple(events)


@st.composite
def lesson_streams(draw: st.DrawFn, name: str, most: int = 40) -> tuple[Event, ...]:
    """Many acts in few lessons, so that pupils are referred, now and then twice by one id; some arrive and go back."""
    items = [item for item in pack(name).items.values() if not item.details]
    few = draw(st.lists(st.sampled_from(items), min_size=1, max_size=3))
    first = draw(
        st.sampled_from([date(2026, 9, 10), date(2026, 10, 16), date(2026, 12, 14), date(2027, 7, 12)])
    )
    acts = [EventKind.ACHIEVEMENT, EventKind.CONCERN]
    usual = {str(kind): kind for kind in acts}
    events: list[Event] = []
    for number in range(draw(st.integers(2, most))):
        item, day = draw(st.sampled_from(few)), first + timedelta(days=draw(st.integers(0, 12)))
        event = happened(
            f"e{draw(st.sampled_from([number] * 20 + [number // 2]))}",
            item.code,
            draw(st.sampled_from([usual.get(pack(name).groups[item.group].kind, EventKind.LATE)] * 9 + acts)),
            day=day,
            at=draw(st.sampled_from(["09:05", "11:20", "15:59"])),
            scope=f"{day}/{draw(st.sampled_from('ab'))}",
            period=draw(st.sampled_from(["P3", "P1", ""])),
        )._replace(year_group=draw(st.sampled_from([8, 8, 11, None])))
        if events and draw(st.integers(0, 7)) == 0:
            about = draw(st.sampled_from(events)).id
            kind = draw(st.sampled_from([EventKind.VOID, EventKind.ARRIVAL, EventKind.RELEASE]))
            event = happened(f"x{number}", "", kind, day=day, about=about, roles=ROLES, reason="So")
        events.append(event)
    return tuple(events)


def told_of_voids(events: Iterable[Event], decisions: Mapping[str, Decision], event: Event) -> Event:
    """A void completed with what its subject had posted, as the application does before it asks."""
    if event.kind != EventKind.VOID or event.about not in decisions:
        return event
    subject = next(item for item in events if item.id == event.about)
    return event._replace(voids=taken_back(subject, decisions[event.about]))
