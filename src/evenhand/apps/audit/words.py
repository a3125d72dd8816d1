"""What an entry of the chain says, in words."""

from __future__ import annotations

from collections.abc import Mapping
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
    "event.void": "Took back a record",
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
HIDDEN: Final = frozenset({"digest", "content_digest", "payload_digest", "decision", "state"})
LONGEST = 160


def act_words(action: str) -> str:
    """What was done: in our words where we have them, else the action's own name as a sentence."""
    known = ACTS.get(action)
    if known:
        return known
    thing, _, verb = action.partition(".")
    if not verb:
        return thing.replace("_", " ").capitalize()
    return f"{THINGS.get(thing, thing.replace('_', ' ')).capitalize()}: {verb.replace('_', ' ')}"


def subject_words(subject: str) -> str:
    """To what it was done, with enough of its id to tell it apart."""
    thing, _, key = subject.partition(":")
    name = THINGS.get(thing, thing.replace("_", " "))
    return f"{name} {key}".strip()


def detail_words(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The body as (label, words), without digests and empty values, long ones cut."""
    said = []
    for key, value in body.items():
        if key not in HIDDEN and value not in (None, "", [], {}):
            said.append((key.replace("_", " ").capitalize(), _value_words(value)))
    return tuple(said)


def _value_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        words = ", ".join(_value_words(one) for one in value)
    elif isinstance(value, Mapping):
        words = ", ".join(f"{key} {_value_words(one)}" for key, one in value.items())
    else:
        words = str(value)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
