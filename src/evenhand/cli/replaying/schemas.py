"""JSON Schemas of the files that go in and come out, made from the engine's own types; and the page that shows them.

`make docs` writes docs/interchange.md from here.
"""

from __future__ import annotations

import json
import sys
import types
import typing
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, Final

from evenhand.cli.replaying.events import LEFT_OUT, NEEDED, OF_THE_EVENT, OPTIONAL
from evenhand.cli.replaying.faults import Fault
from evenhand.cli.replaying.folding import COUNTED
from evenhand.cli.replaying.ical_words import KINDS as DATES
from evenhand.cli.replaying.kinds import ALIASES
from evenhand.engine.decisions import Reason
from evenhand.engine.facts import Adjustment, Answer
from evenhand.engine.period_ends import KINDS as PERIODS
from evenhand.engine.values import EventKind, Role, Where
from evenhand.engine.wire import OUTCOMES, UNANSWERED

Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
TEXT: Final[Schema] = {"type": "string"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
COUNTS: Final[Schema] = {"type": "object", "additionalProperties": COUNT}
PLAIN: Final[dict[object, Schema]] = {
    str: TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    # The format "time" of JSON Schema would have an offset; these are times on the school's own clock.
    time: {"type": "string", "pattern": r"^\d\d:\d\d:\d\d$"},
    types.NoneType: {"type": "null"},
}


def schema_of(hint: Any) -> Schema:
    """The schema of a type as `lines` writes it: named tuples as objects, other tuples as lists."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [schema_of(one) for one in args]}
    if origin is tuple:
        return {"type": "array", "items": schema_of(args[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": schema_of(args[1])}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [one.value for one in hint]}
    return _object({name: schema_of(inner) for name, inner in typing.get_type_hints(hint).items()})


def decisions_schema() -> Schema:
    """One line of decisions.jsonl."""
    answer = {
        "outcomes": {"type": "array", "items": {"$ref": "#/$defs/outcome"}},
        "refused": {"type": "array", "items": {"$ref": "#/$defs/refusal"}},
        "defaults": {"type": "array", "items": TEXT, "description": "settings whose defaults stood in"},
    }
    moment = {"type": "string", "format": "date-time"}
    event = {
        "school": TEXT, "event": TEXT, "at": moment, "pupil": TEXT,
        "kind": {"enum": [kind.value for kind in EventKind]}, "code": TEXT, **answer,
    }  # fmt: skip
    close = {
        "school": TEXT, "close": {"enum": list(PERIODS)}, "period": TEXT, "at": moment, "pupil": TEXT, **answer,
    }  # fmt: skip
    return {
        "$schema": DRAFT,
        "title": "One line of decisions.jsonl",
        "oneOf": [_object(event), _object(close)],
        "$defs": {
            "outcome": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in OUTCOMES]},
            "refusal": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in UNANSWERED]},
            **{kind: _outcome(kind, made) for kind, made in OUTCOMES.items()},
            **{kind: _named(kind, made) for kind, made in UNANSWERED.items()},
        },
    }


def events_schema() -> Schema:
    """One line of an events file in JSON Lines; the same columns as in CSV."""
    fact: Schema = {
        "anyOf": [TEXT, {"type": "integer"}, {"type": "boolean"}, {"type": "array", "items": TEXT}]
    }
    own: Schema = {
        **dict.fromkeys(OF_THE_EVENT, TEXT),
        "where": {"enum": [where.value for where in Where]},
        "adjustments": {"type": "array", "items": _open(Adjustment)},
        "answers": {"type": "array", "items": _open(Answer)},
    }
    columns: Schema = {
        **{name: {"type": ["string", "null"]} for name in (*NEEDED, *OPTIONAL)},
        "id": {"type": "string", "minLength": 1},
        "pupil": TEXT,
        "by": {"type": "string", "minLength": 1},
        "kind": {"enum": [*(kind.value for kind in EventKind), *ALIASES]},
        "at": {"type": "string", "format": "date-time"},
        "details": {
            "anyOf": [
                {"type": "object", "properties": own, "additionalProperties": fact},
                {"type": ["string", "null"], "description": "the same object as text"},
            ]
        },
    }
    required = ["id", "at", "pupil", "kind", "by"]
    return {"$schema": DRAFT, "title": "One row of an events file", **_object(columns), "required": required,
            "additionalProperties": True}  # fmt: skip


def faults_schema() -> Schema:
    """One line of faults.jsonl."""
    return {"$schema": DRAFT, "title": "One line of faults.jsonl", **schema_of(Fault)}


def summary_schema() -> Schema:
    """The whole of summary.json."""
    groups = dict.fromkeys(COUNTED, COUNTS)
    moment = {"type": ["string", "null"], "format": "date-time"}
    school = _object({"first": moment, "last": moment, **groups})
    return {
        "$schema": DRAFT,
        "title": "summary.json",
        **_object(
            {
                "pack": _object(dict.fromkeys(("id", "version", "digest"), TEXT)),
                "settings": TEXT,
                "calendar": TEXT,
                "zone": TEXT,
                **groups,
                "faults": _object({"people": COUNT, "events": COUNT}),
                "columns_passed_over": {
                    "type": "object", "additionalProperties": {"type": "array", "items": TEXT},
                },
                "schools": {"type": "object", "additionalProperties": school},
            }
        ),
    }  # fmt: skip


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _open(made: Any) -> Schema:
    """An object of which the fields with defaults may be left out."""
    hints = typing.get_type_hints(made)
    required = [name for name in hints if name not in made._field_defaults]
    return _object({name: schema_of(hint) for name, hint in hints.items()}) | {"required": required}


def _named(kind: str, made: Any) -> Schema:
    hints = typing.get_type_hints(made)
    return _object({"kind": {"const": kind}, **{name: schema_of(hint) for name, hint in hints.items()}})


def _outcome(kind: str, made: Any) -> Schema:
    """An outcome: its fields, and its reason's beside them."""
    hints = {name: hint for name, hint in typing.get_type_hints(made).items() if name != "reason"}
    why = typing.get_type_hints(Reason)
    return _object(
        {
            "kind": {"const": kind},
            **{name: schema_of(hint) for name, hint in hints.items()},
            "cites": schema_of(why["cites"]),
            "why": TEXT,
            "values": {
                "type": "object",
                "additionalProperties": {"anyOf": [{"type": "integer"}, TEXT, {"type": "boolean"}]},
            },
            "used": schema_of(why["used"]),
        }
    )


HEAD: Final = """# Files in and out

`make docs` writes this page from `src/evenhand/cli/replaying/schemas.py`.

## Events

CSV with a header, or JSON Lines (`.jsonl`), UTF-8, in the order in which things were recorded. Columns: {needed};
and if you have them {optional}. {left_out} may be left out where no row needs them.
Other columns are passed over and named in the summary.

- `id`: an id of its own for each event. The same row twice is the same record; the same id with other content is a
  fault.
- `at`: RFC 3339 with an offset. It is read as the school's local time (`--zone`). A space for the `T`, `+0100` or a time
  without seconds are understood, and stand in the decisions as RFC 3339 has them.
- `pupil`, `by`: ids; with `--pupils` and `--staff` they must be in those files. Year group, groups and roles come
  from there.
- `kind`: {kinds}. Or in plain words: {aliases}.
- `code`: the catalogue's code or alias, of an achievement for that kind, of anything else for a concern;
  for `close` one of {periods}.
- `lesson`: the lesson's key. The same key on another day is another lesson. Empty for social time: `slot` in the
  details says which, else the period of the day does.
- `details`: an object, in CSV as JSON in one cell: what the catalogue demands, and what belongs to the event:
  {own}. `about` is the id of the earlier event that a correction, an arrival or an outcome belongs to; `where` one
  of {where}. A correction says `about` and `reason` (or `undo`: true), and is about an entry of the same pupil.

A row of kind `close` hands in what the next end of that period must know of the pupil (sessions, absences …),
or without a `pupil` of the school, and
nothing follows from it.

Periods are closed at the last second of their last school day, in event-time order: before the first row, in the
order of the file, that happened later. A row that was recorded later still stands where it stands. After the last
row everything is closed until the end of its week, or until `--until`. A close has a line for each pupil for whom
anything follows.

`--pupils` is a CSV with `id`, `year_group`, any groups (`form`, `house` …) and perhaps `school`; `--staff` one
with `id` and `roles`, of {roles}.

A calendar is TOML, or iCalendar with whole-day events that say in CATEGORIES, or first in SUMMARY, what they are:
{dates}. Summaries such as `Autumn term`, `October half term`, `Christmas holiday` and `Good Friday` are
understood too. Half terms that fill less than half of the term around them are holidays within it. Cancelled events
are passed over; repeats (RRULE, RDATE, EXDATE) are followed for three years; one that differs from its row
(RECURRENCE-ID) is refused.

Bells and the cycle then come from a TOML file of the same name. Without one, bells come from timed events in the
school's own time (`Period 1`, `P1`, `Lesson 1`, `Registration`, `Tutor time`, `Break`, `Lunch`, or anything with
LESSON, REGISTRATION, SOCIAL or AFTER in CATEGORIES), on the weekdays on which they begin, and the cycle from whole-day
events called `Week A` and `Week B`, one for each week with school days. Without timed events it is a plain day of
five lessons.

Several schools stand in one file with a column `school`, or in a file each. Two runs give the same bytes, on one
process or on several.
"""


def page() -> str:
    """The whole page as Markdown."""
    head = HEAD.format(
        needed=_listed(NEEDED),
        optional=_listed(OPTIONAL),
        left_out=_listed(LEFT_OUT),
        kinds=_listed(kind.value for kind in EventKind),
        aliases=", ".join(f"{word} ({kind.value})" for word, kind in ALIASES.items()),
        periods=_listed(PERIODS),
        own=_listed(OF_THE_EVENT),
        where=_listed(where.value for where in Where),
        roles=_listed(role.value for role in Role),
        dates=", ".join(word.lower() for word in DATES),
    )
    schemas = (
        ("An events file", events_schema()),
        ("decisions.jsonl", decisions_schema()),
        ("faults.jsonl", faults_schema()),
        ("summary.json", summary_schema()),
    )
    blocks = [f"## Schema: {name}\n\n```json\n{json.dumps(made, indent=1)}\n```\n" for name, made in schemas]
    return "\n".join([head, *blocks])


def _listed(words: typing.Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    sys.stdout.write(page())
