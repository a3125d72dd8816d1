"""What an entry of the chain says, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any, Final

ACTS: Final = {
    "adopt_pack": "Adopted a policy",
    "create_school": "Set up the school",
    "save_school": "Changed the school’s details",
    "save_calendar": "Saved the school year",
    "save_timetable": "Saved the timetable",
    "make_form": "Made a form",
    "import_roster": "Imported the roster",
    "invite": "Invited somebody",
    "join": "Joined the school",
    "grant_role": "Granted a role",
    "end_role": "Ended a role",
    "setting.propose": "Proposed an answer to an open question",
    "setting.approve": "Approved an answer to an open question",
    "setting.decline": "Declined an answer to an open question",
    "chain.verify": "Verified the log",
    "ledgers.recount": "Counted the totals again",
    "period.close": "Closed a period",
    "record": "Recorded",
    "event.record": "Recorded",
    "event.achievement": "Recorded a recognition",
    "event.concern": "Recorded a concern",
    "event.ladder_step": "Recorded a step of the ladder",
    "event.confirm": "Confirmed what had been asked for",
    "event.decline": "Declined what had been asked for",
    "event.arrival": "Recorded an arrival",
    "event.station": "Recorded a part of a stay",
    "event.release": "Released a pupil",
    "event.late": "Recorded that a pupil was late",
    "event.homework_missed": "Recorded that homework was missed",
    "event.owed_outcome": "Recorded what came of time owed",
    "event.call": "Called for help",
    "event.void": "Took back a record",
    "event.attendance": "Recorded attendance",
    "event.absence": "Recorded an absence",
    "event.conduct": "Recorded conduct during a stay",
    "event.conversation": "Recorded a conversation",
    "event.nomination": "Nominated a pupil",
    "event.approval": "Decided on a nomination",
    "event.level": "Recorded a level on a register",
    "event.report": "Recorded on a report card",
    "event.case": "Recorded an act in a case",
    "event.sanction": "Recorded an act about a formal sanction",
    "event.close": "Closed a period for a pupil",
    "read": "Opened a restricted record",
    "staff.away": "Marked somebody away",
    "staff.back": "Ended an absence",
    "digest.told": "Told staff of the morning",
    "safeguarding.passed_on": "Passed something on in confidence",
    "safeguarding.entry": "Wrote down what was done in confidence",
}
THINGS: Final = {
    "event": "record",
    "task": "task",
    "stay": "stay",
    "disclosure": "restricted record",
    "duty": "duty",
    "room": "removal room",
    "note": "handover note",
    "proposal": "proposal",
    "deadline": "deadline",
    "policy": "policy",
    "setting": "open question",
    "grant": "role",
    "school": "school",
    "pupil": "pupil",
    "member": "member",
    "membership": "member",
    "invitation": "invitation",
    "calendar": "school year",
    "timetable": "timetable",
    "chain": "log",
    "ledgers": "totals",
    "block": "analysis of a term",
    "scheme": "groups",
}
LEADS: Final = {"deadline": "A deadline passed"}
"""How an act begins whose first part is no thing that somebody does something to."""
HIDDEN: Final = frozenset({"digest", "content_digest", "payload_digest", "decision", "state"})
LONGEST = 160
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
LONG_ID: Final = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
KEY: Final = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")


def act_words(action: str) -> str:
    """What was done: in our words where we have them, else the action's own name as a sentence."""
    known = ACTS.get(action)
    if known:
        return known
    thing, _, verb = action.partition(".")
    if not verb:
        return _plain(thing).capitalize()
    lead = LEADS.get(thing) or THINGS.get(thing, _plain(thing)).capitalize()
    return f"{lead}: {_plain(verb)}"


def subject_words(subject: str) -> str:
    """To what it was done, with enough of its id to tell it apart."""
    thing, _, key = subject.partition(":")
    name = THINGS.get(thing, _plain(thing))
    return f"{name} {_day_said(key) or LONG_ID.sub(_short, key)}".strip()


def detail_words(body: Mapping[str, Any], zone: tzinfo) -> tuple[tuple[str, str], ...]:
    """The body as (label, words), without digests and empty values, long ones cut; instants by the school's clock."""
    said = []
    for key, value in body.items():
        words = "" if key in HIDDEN else _value_words(value, zone)
        if words:
            said.append((_plain(key).capitalize(), words))
    return tuple(said)


def _value_words(value: Any, zone: tzinfo) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        words = ", ".join(_value_words(one, zone) for one in value)
    elif isinstance(value, Mapping):
        words = ", ".join(f"{_plain(key)} {_value_words(one, zone)}" for key, one in value.items())
    else:
        words = "" if value is None else _text_words(str(value), zone)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _text_words(text: str, zone: tzinfo) -> str:
    """What was kept as a date, an instant, an id or a name of our own, as somebody would say it; all else as it is."""
    if DIGEST.fullmatch(text):
        return ""
    if KEY.fullmatch(text):
        return _plain(text)
    return _day_said(text) or _instant_said(text, zone) or LONG_ID.sub(_short, text)


def _day_said(text: str) -> str:
    """A date in words; "" for anything else, also for what looks like a date and is none."""
    try:
        return _day_words(date.fromisoformat(text)) if DAY.fullmatch(text) else ""
    except ValueError:
        return ""


def _instant_said(text: str, zone: tzinfo) -> str:
    """An instant in words by the clock of the zone; "" for anything else, also for what only looks like one."""
    try:
        at = datetime.fromisoformat(text).astimezone(zone) if INSTANT.fullmatch(text) else None
    except (ValueError, OverflowError):
        return ""
    return f"{_day_words(at)} at {at:%H:%M}" if at else ""


def _day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _plain(key: str) -> str:
    return key.replace("_", " ")


def _short(found: re.Match[str]) -> str:
    return f"…{found[0][-6:]}"
