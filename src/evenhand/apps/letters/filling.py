"""The values that fill a message: whom it is about, and what the decision and its event hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Contact, Pupil
from evenhand.apps.policy.performers import Performed
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.engine.decisions import Owe, Place, Recognise, Tell
from evenhand.engine.pack.schema import Pack
from evenhand.engine.pack.schema.letters import VALUES


def values_about(
    school: School, pupil: Pupil | None, contact: Contact | None, given: Mapping[str, Any]
) -> dict[str, Any]:
    """What every message may name, with what is given on top; days as ISO dates."""
    found = {
        "school": school.name,
        "today": local(school, now()).day.isoformat(),
        "family": contact.name if contact else "",
        "pupil": pupil.first_name if pupil else "",
        "pupil_full": pupil.display_name if pupil else "",
    }
    return found | {key: str(value) for key, value in given.items() if value not in (None, "")}


def values_of(school: School, pack: Pack, item: Performed) -> dict[str, Any]:
    """What a decision and its event say, by placeholder; free text stands in what a formal letter must say alone."""
    event: Event = item.event
    # What the school itself owes at the end of a period belongs to no event that happened.
    happened: datetime | None = event.happened_at
    there = local(school, event.recorded_at if happened is None else happened)
    found: dict[str, Any] = {"day": there.day.isoformat(), "time": _clock(there.time)}
    if event.code in pack.items:
        found["what"] = pack.items[event.code].label
    if event.code in pack.reports:
        found["card"] = pack.reports[event.code].label
    for outcome in item.decision.outcomes:
        found |= _of_outcome(outcome)
    if isinstance(item.outcome, Tell):
        reason = item.outcome.reason
        found |= {key: value for key, value in reason.values if key in VALUES}
        found["paragraphs"] = paragraphs(pack, reason.cites)
        found["facts"] = facts_of(pack, item.outcome.template, event.told() if event.details else {})
    return {key: value for key, value in found.items() if value not in ("", None)}


def paragraphs(pack: Pack, cites: Iterable[str]) -> str:
    """The paragraphs as a letter names them: "¶37, ¶38", or by their headings where the policy has no numbers."""
    known = pack.clauses
    return ", ".join(
        pack.cited(cite) if cite in known and known[cite].named else pack.mark + cite for cite in cites
    )


def facts_of(pack: Pack, template: str, details: Mapping[str, Any]) -> str:
    """What a formal letter must say, a line for each part that is recorded."""
    letter = next((one for one in pack.letters.values() if one.template == template), None)
    parts = letter.parts if letter else ()
    return "\n".join(f"{part.label}: {_said(details[part.id])}" for part in parts if details.get(part.id))


def _of_outcome(outcome: object) -> dict[str, Any]:
    if isinstance(outcome, Owe) and outcome.start and outcome.end:
        return {
            "day": outcome.day.isoformat(),
            "time": _clock(outcome.start),
            "until": _clock(outcome.end),
            "minutes": outcome.minutes,
        }
    if isinstance(outcome, Place) and outcome.leave_today and outcome.leave_today.time:
        return {"until": _clock(outcome.leave_today.time)}
    if isinstance(outcome, Recognise):
        return {"award": outcome.label}
    return {}


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
