"""Decisions as lines of JSON, every field by its name: fast, and the same bytes for the same decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from json.encoder import encode_basestring
from typing import Any, Final

from evenhand.engine.close import Period
from evenhand.engine.decisions import Decision, PolicySilent, Post, Reason, Step, Used
from evenhand.engine.facts import Event
from evenhand.engine.values import EventKind

MOST_KEPT: Final = 1024
SAME_KEPT: Final = 1024

Encoder = Callable[[Any], str]


def event_line(school: str, pupil: str, event: Event, at: str, decision: Decision) -> str:
    """The line of one event, without its end."""
    quote = encode_basestring
    held = _ANSWERS.get(id(decision))
    said = held[1] if held is not None and held[0] is decision else answer(decision)
    return (
        f'{{"school":{quote(school)},"event":{quote(event[0])},"at":{quote(at)},"pupil":{quote(pupil)},'
        f'"kind":{_KINDS[event[1]]},"code":{quote(event[2])},{said}}}'
    )


def close_line(school: str, pupil: str, period: Period, at: str, decision: Decision) -> str:
    """The line of one pupil's part of the end of a period, without its end."""
    quote = encode_basestring
    return (
        f'{{"school":{quote(school)},"close":"{period.kind}","period":{quote(period.key)},"at":{quote(at)},'
        f'"pupil":{quote(pupil)},{answer(decision)}}}'
    )


def answer(decision: Decision) -> str:
    """The outcomes, the ways not to answer, and the settings whose defaults stood in, as members of an object."""
    held = _ANSWERS.get(id(decision))
    if held is not None and held[0] is decision:
        return held[1]
    outcomes, unanswered = decision[0], decision[1]
    found = f'"outcomes":[{",".join([outcome(one) for one in outcomes])}],{_unanswered(unanswered)}'
    if len(outcomes) == 1 and type(outcomes[0]) is Post:
        # A plain recognition: the same decision comes again for each.
        _keep_same(_ANSWERS, decision, found)
    return found


def _unanswered(unanswered: tuple[Any, ...]) -> str:
    """The ways not to answer, and the defaults. The same acts have the very same ones, so these are kept by identity."""
    held = _SILENCES.get(id(unanswered))
    if held is not None and held[0] is unanswered:
        return held[1]
    defaults = [one for one in unanswered if isinstance(one, PolicySilent) and one.setting]
    refused = [one for one in unanswered if not (isinstance(one, PolicySilent) and one.setting)]
    found = (
        f'"refused":[{",".join(map(_named, refused))}],'
        f'"defaults":[{",".join(encode_basestring(one.setting) for one in defaults)}]'
    )
    _keep_same(_SILENCES, unanswered, found)
    return found


def outcome(one: Any) -> str:
    """One outcome as an object: its kind, its fields, then why."""
    if type(one) is Step:
        return _step(one)
    return _post(one) if type(one) is Post else f"{_named(one)[:-1]},{_why(one.reason)}}}"


def _step(one: Step) -> str:
    """A step of a ladder: written by name, as `_named` does it, since there is one in each climb."""
    quote = encode_basestring
    ladder, step, position, ordinal, scope, request, reason = one
    return (
        f'{{"kind":"step","ladder":{quote(ladder)},"step":{quote(step)},"position":{position},'
        f'"ordinal":{ordinal},"scope":{quote(scope)},"request":{"true" if request else "false"},{_why(reason)}}}'
    )


def _post(one: Any) -> str:
    held = _POSTS.get(id(one))
    if held is not None and held[0] is one:
        return held[1]
    found = f"{_named(one)[:-1]},{_why(one.reason)}}}"
    _keep_same(_POSTS, one, found)
    return found


def _named(one: Any) -> str:
    """The kind and the fields of an outcome or of a way not to answer, save its reason."""
    heads = _HEADS.get(type(one))
    if heads is None:
        heads = _HEADS[type(one)] = _heads(one)
    write, other = _WRITE.get, _value
    members = [head + (write(type(value)) or other)(value) for head, value in zip(heads, one, strict=False)]
    return f"{''.join(members)}}}"


def _heads(one: Any) -> tuple[str, ...]:
    """What stands before each field of its kind; the reason, which comes last, is written apart."""
    fields = [name for name in one._fields if name != "reason"]
    return tuple(
        (f'{{"kind":"{one.kind}",' if not place else ",") + f'"{name}":' for place, name in enumerate(fields)
    )


def _why(reason: Reason) -> str:
    held = _SAME_REASONS.get(id(reason))
    if held is not None and held[0] is reason:
        return held[1]
    found = _why_of(reason)
    _keep_same(_SAME_REASONS, reason, found)
    return found


def _why_of(reason: Reason) -> str:
    found = _REASONS.get(reason)
    if found is None:
        values = ",".join(f"{encode_basestring(name)}:{_value(value)}" for name, value in reason.values)
        used = ",".join(map(_used, reason.used))
        cites = ",".join(map(encode_basestring, reason.cites))
        found = (
            f'"cites":[{cites}],"why":{encode_basestring(reason.key)},"values":{{{values}}},"used":[{used}]'
        )
        _keep(_REASONS, reason, found)
    return found


def _used(used: Used) -> str:
    since = "null" if used.since is None else f'"{used.since.isoformat()}"'
    return f'{{"key":{encode_basestring(used.key)},"value":{_value(used.value)},"since":{since}}}'


def _keep(kept: dict[Any, str], key: Any, text: str) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = text


def _keep_same(kept: dict[int, tuple[Any, str]], value: Any, text: str) -> None:
    """Keep a text for this very value, found without looking into it. The value is held, so no other gets its id."""
    if len(kept) >= SAME_KEPT:
        kept.clear()
    kept[id(value)] = value, text


_ANSWERS: dict[int, tuple[Any, str]] = {}
_POSTS: dict[int, tuple[Any, str]] = {}
_KINDS: Final = {kind: encode_basestring(kind.value) for kind in EventKind}
_SILENCES: dict[int, tuple[Any, str]] = {}
_SAME_REASONS: dict[int, tuple[Any, str]] = {}
_HEADS: dict[type[Any], tuple[str, ...]] = {}
_REASONS: dict[Reason, str] = {}
_DAYS: dict[date, str] = {}


def _value(value: Any) -> str:
    write = _WRITE.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        write = _WRITE[type(value)] = _record(value._fields)
        return write(value)
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{encode_basestring(name)}:{_value(one)}' for name, one in value.items())}}}"
    raise TypeError(f"{type(value).__name__} cannot be written")


def _record(fields: tuple[str, ...]) -> Encoder:
    """How a tuple with these names is written."""
    heads = [f"{',' if place else ''}{encode_basestring(name)}:" for place, name in enumerate(fields)]

    def write(value: Any) -> str:
        find, other = _WRITE.get, _value
        members = [head + (find(type(one)) or other)(one) for head, one in zip(heads, value, strict=True)]
        return f"{{{''.join(members)}}}"

    return write


def _list(value: Any) -> str:
    return f"[{','.join(map(_value, value))}]"


def _flag(value: Any) -> str:
    return "true" if value else "false"


def _null(value: Any) -> str:
    return "null"


def _day(value: Any) -> str:
    found = _DAYS.get(value)
    if found is None:
        found = f'"{value.isoformat()}"'
        _keep(_DAYS, value, found)
    return found


def _clock(value: Any) -> str:
    return f'"{value.isoformat()}"'


_WRITE: Final[dict[type[Any], Encoder]] = {
    str: encode_basestring,
    int: str,
    bool: _flag,
    type(None): _null,
    tuple: _list,
    list: _list,
    date: _day,
    time: _clock,
}
