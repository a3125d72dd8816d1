"""Events, states and decisions as plain JSON values and back, and their canonical bytes and digests.

Tuples become lists in field order, so the stored form is compact and its digest depends on nothing but the content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, time
from functools import cache
from hashlib import sha256
from typing import Any

from evenhand.engine import decisions as d
from evenhand.engine import facts as f
from evenhand.engine.values import EventKind, Where

Plain = Any
SHORTEST_STATE = 6
PLAIN = frozenset({str, int, bool, type(None)})
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
OUTCOMES: dict[str, type[Any]] = {
    "post": d.Post,
    "step": d.Step,
    "place": d.Place,
    "owe": d.Owe,
    "task": d.Task,
    "tell": d.Tell,
    "propose": d.Propose,
    "recognise": d.Recognise,
    "level": d.Level,
    "review": d.Review,
    "case": d.Case,
    "formal": d.Formal,
}
UNANSWERED: dict[str, type[Any]] = {
    "missing": d.Missing,
    "conflict": d.Conflict,
    "outside_calendar": d.OutsideCalendar,
    "policy_silent": d.PolicySilent,
}


def canonical_text(plain: Plain) -> str:
    """The one text of a plain value: sorted keys, no spaces."""
    return ENCODER.encode(plain)


def canonical(plain: Plain) -> bytes:
    """The one byte form of a plain value: its one text in UTF-8."""
    return canonical_text(plain).encode()


def digest_of_text(text: str) -> str:
    """The SHA-256, in hexadecimal, of what `canonical_text` made."""
    return sha256(text.encode()).hexdigest()


def digest(plain: Plain) -> str:
    """The SHA-256 of the canonical bytes, in hexadecimal."""
    return sha256(canonical(plain)).hexdigest()


def to_plain(value: object) -> Plain:
    """Any value of the engine as JSON: dates and times in ISO form, tuples as lists, mappings as objects."""
    kind: Any = type(value)
    return value if kind in PLAIN else _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Plain]:
    """How values of a type are written; looking it up once spares asking every value what it is."""
    if issubclass(kind, tuple | list):
        return _items_to_plain
    if issubclass(kind, str):
        return str
    if issubclass(kind, int):
        return _as_it_is
    if issubclass(kind, Mapping):
        return _mapping_to_plain
    if issubclass(kind, date | time):
        return _iso
    raise TypeError(f"{kind.__name__} cannot be stored")


def _items_to_plain(items: tuple[Any, ...] | list[Any]) -> Plain:
    return [item if type(item) in PLAIN else to_plain(item) for item in items]


def _mapping_to_plain(held: Mapping[Any, Any]) -> Plain:
    return {str(key): item if type(item) in PLAIN else to_plain(item) for key, item in held.items()}


def _as_it_is(value: int) -> Plain:
    return value


def _iso(value: date | time) -> Plain:
    return value.isoformat()


def decision_to_plain(decision: d.Decision) -> Plain:
    """A decision as an object: outcomes and ways not to answer, each a list that starts with its kind."""
    return {
        "outcomes": [[outcome.kind, *to_plain(outcome)] for outcome in decision.outcomes],
        "unanswered": [[item.kind, *to_plain(item)] for item in decision.unanswered],
        "policy": decision.policy,
        "settings": decision.settings,
        "calendar": decision.calendar,
    }


def decision_from_plain(plain: Plain) -> d.Decision:
    """The decision that `decision_to_plain` wrote."""
    return d.Decision(
        tuple(_outcome(item) for item in plain["outcomes"]),
        tuple(_unanswered(item) for item in plain["unanswered"]),
        plain["policy"],
        plain["settings"],
        plain["calendar"],
    )


def state_to_plain(state: f.PupilState) -> Plain:
    """A pupil's state as a list in field order, without the empty parts at its end beyond the first six.

    So a state that uses none of the later parts is the same, and has the same digest, as before they were thought of.
    """
    plain = to_plain(state)
    while len(plain) > SHORTEST_STATE and not plain[-1]:
        plain.pop()
    return plain


def state_from_plain(plain: Plain) -> f.PupilState:
    """The state that `state_to_plain` wrote; nothing at all is the empty state."""
    if not plain:
        return f.EMPTY_STATE
    totals, counts, windows, stays, requests, owed, *later = plain
    return f.PupilState(
        totals,
        counts,
        tuple(
            f.Window(ladder, scope, tuple(_mark(mark) for mark in marks)) for ladder, scope, marks in windows
        ),
        tuple(_stay(stay) for stay in stays),
        tuple(_request(item) for item in requests),
        tuple(
            f.Owed(i, kind, date.fromisoformat(day), slot, minutes, *rest)
            for i, kind, day, slot, minutes, *rest in owed
        ),
        *_later(*later),
    )


def _later(
    recent: Plain = None,
    fired: Plain = None,
    cases: Plain = (),
    levels: Plain = (),
    sanctions: Plain = (),
    reports: Plain = (),
    counted: Plain = (),
) -> tuple[Any, ...]:
    """The parts of a state that one stored by an earlier version may lack."""
    return (
        {name: tuple(date.fromisoformat(day) for day in days) for name, days in (recent or {}).items()},
        fired or {},
        tuple(_opened(*case) for case in cases),
        tuple(
            f.Held(register, level, date.fromisoformat(since), *rest)
            for register, level, since, *rest in levels
        ),
        tuple(
            f.Sanction(
                i,
                kind,
                stage,
                about,
                _day(start),
                _day(last),
                units,
                tuple(done),
                tuple(_done(one) for part in acts for one in part),
            )
            for i, kind, stage, about, start, last, units, done, *acts in sanctions
        ),
        tuple(
            f.Report(i, kind, date.fromisoformat(started), _day(until), *_card(*rest))
            for i, kind, started, until, *rest in reports
        ),
        tuple(
            f.Counted(name, key, event, date.fromisoformat(day), value)
            for name, key, event, day, value in counted
        ),
    )


def _opened(
    ident: str,
    kind: str,
    stage: str,
    opened: str,
    about: str,
    reasons: Plain,
    causes: Plain = (),
    done: Plain = (),
) -> f.Opened:
    return f.Opened(
        ident,
        kind,
        stage,
        date.fromisoformat(opened),
        about,
        tuple(reasons),
        tuple(f.Cause(event, date.fromisoformat(day), code) for event, day, code in causes),
        tuple((act, event) for act, event in done),
    )


def _card(
    targets: Plain = (), plan: str = "", marked: Plain = (), set_by: Plain = (), ended_by: str = ""
) -> tuple[Any, ...]:
    return tuple(targets), plan, tuple(marked), tuple((event, _day(day)) for event, day in set_by), ended_by


def event_to_plain(event: f.Event) -> Plain:
    """An event as a list in field order."""
    return to_plain(event)


def event_from_plain(plain: Plain) -> f.Event:
    """The event that `event_to_plain` wrote."""
    (ident, kind, code, at, spot, by, roles, witness, year, about, details, adjustments, answers, voids) = (
        plain
    )
    return f.Event(
        ident,
        EventKind(kind),
        code,
        _moment(at),
        _spot(spot),
        by,
        tuple(roles),
        witness,
        year,
        about,
        {name: tuple(value) if isinstance(value, list) else value for name, value in details.items()},
        tuple(f.Adjustment(*item) for item in adjustments),
        tuple(f.Answer(*item) for item in answers),
        _voided(voids) if voids else None,
    )


def _moment(plain: Plain) -> f.Moment:
    return f.Moment(date.fromisoformat(plain[0]), time.fromisoformat(plain[1]), plain[2], plain[3])


def _spot(plain: Plain) -> f.Spot:
    return f.Spot(Where(plain[0]), *plain[1:])


def _done(plain: Plain) -> f.Done:
    event, act, day, known, counted = plain
    return f.Done(
        event,
        act,
        date.fromisoformat(day),
        tuple((name, value) for name, value in known),
        tuple((name, value) for name, value in counted),
    )


def _mark(plain: Plain) -> f.Mark:
    return f.Mark(
        plain[0], plain[1], plain[2], plain[3], tuple((ledger, value) for ledger, value in plain[4])
    )


def _claim(plain: Plain) -> f.Claim:
    event, day, clock, *later = plain
    return f.Claim(event, _day(day), _clock(clock), *_claim_later(*later))


def _claim_later(
    since: Plain = None, period: str = "", first: Plain = None, moves: Plain = ()
) -> tuple[Any, ...]:
    """The parts of a claim that one stored by an earlier version may lack."""
    return (
        _day(since),
        period,
        (date.fromisoformat(first[0]), time.fromisoformat(first[1])) if first else None,
        tuple(
            f.Move(event, kind, date.fromisoformat(day), days, _clock(clock))
            for event, kind, day, days, clock in moves
        ),
    )


def _stay(plain: Plain) -> f.Stay:
    ident, placement, stage, opened, period, scope, owner, claims, arrived, done, destination, early = plain
    return f.Stay(
        ident,
        placement,
        stage,
        _moment(opened),
        period,
        scope,
        owner,
        tuple(_claim(item) for item in claims),
        arrived,
        tuple(done),
        destination,
        (date.fromisoformat(early[0]), time.fromisoformat(early[1])) if early else None,
    )


def _request(plain: Plain) -> f.Request:
    event, ladder, step, code, witness, at, spot = plain
    return f.Request(event, ladder, step, code, witness, _moment(at), _spot(spot))


def _voided(plain: Plain) -> f.Voided:
    event, kind, posts, day, stay, owed, *code = plain
    pairs = tuple((ledger, value) for ledger, value in posts)
    return f.Voided(event, EventKind(kind), pairs, date.fromisoformat(day), stay, owed, *code)


def _day(plain: Plain) -> date | None:
    return date.fromisoformat(plain) if plain else None


def _clock(plain: Plain) -> time | None:
    return time.fromisoformat(plain) if plain else None


def _deadline(plain: Plain) -> d.Deadline | None:
    return d.Deadline(date.fromisoformat(plain[0]), _clock(plain[1]), plain[2]) if plain else None


def _reason(plain: Plain) -> d.Reason:
    cites, key, values, used = plain
    return d.Reason(
        tuple(cites),
        key,
        tuple((name, value) for name, value in values),
        tuple(d.Used(name, value, _day(since)) for name, value, since in used),
    )


def _gates(plain: Plain) -> tuple[d.Gate, ...]:
    return tuple(d.Gate(*item) for item in plain)


_READ: dict[str, Callable[[Plain], object]] = {
    "reason": _reason,
    "due": _deadline,
    "arrive_by": _deadline,
    "release": _deadline,
    "leave_today": _deadline,
    "register_by": _deadline,
    "gates": _gates,
    "start": _clock,
    "end": _clock,
    "cites": tuple,
    "facts": tuple,
    "clauses": tuple,
    "day": date.fromisoformat,
    "since": _day,
    "first": _day,
    "last": _day,
    "returns": _day,
}


def _outcome(plain: Plain) -> d.Outcome:
    kind, *values = plain
    outcome: d.Outcome = _tuple(OUTCOMES[kind], values)
    return outcome


def _unanswered(plain: Plain) -> d.Unanswered:
    kind, *values = plain
    item: d.Unanswered = _tuple(UNANSWERED[kind], values)
    return item


def _tuple(made: type[Any], values: list[Plain]) -> Any:
    pairs = zip(made._fields, values, strict=True)
    return made(**{name: _READ[name](value) if name in _READ else value for name, value in pairs})
