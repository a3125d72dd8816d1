"""Tasks, requests and reviews in words: the verb first, then why, then by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import School

if TYPE_CHECKING:
    from evenhand.apps.conduct.models import Event
    from evenhand.engine.pack.schema import Pack

# Acts of which the note is the point: who was spoken to and what was said.
CONTACT = frozenset({"family", "family_call", "family_contact", "family_meeting"})
# A call in place of a message that could not be delivered.
INSTEAD = "phone_instead"
# A meeting with the family that has its date: what is agreed there closes it.
# What a decision asks for when a date with the family is to be set.
TO_SET = ("family_meeting", "book_return")
MEETING = "meeting"
# Under what a task that has no event keeps what the adult said who asked for it.
SAID = "said"
NOTE = frozenset({"repair", "red_line_discussion", "dsl_decision"})
NOTED = ("handover:", "work:")
ACTS = {
    "arrival": "Arrived",
    "release": "Back in lessons",
    "station": "A step of the stay",
    "owed_outcome": "Time owed",
    "void": "An entry was taken back",
    "confirm": "Confirmed",
    "decline": "Declined",
    "call": "A call for support",
}


def needs_contact(task: Task) -> bool:
    """Whether done means that somebody was told: then who, how and what was said."""
    return task.kind in CONTACT or task.kind == INSTEAD or task.kind.startswith("tell:")


def needs_note(task: Task) -> bool:
    """Whether done needs a line about what was said or agreed."""
    return needs_contact(task) or task.kind in NOTE or task.kind.startswith(NOTED)


def title_of(task: Task) -> str:
    """What to do, with the pupil's name in place of "the pupil"."""
    if task.pupil is None:
        return task.label
    name = task.pupil.display_name
    if "the pupil" in task.label:
        return task.label.replace("the pupil", name, 1).replace("the pupil", task.pupil.first_name)
    return f"{task.label}: {name}"


def what_happened(pack: Pack, event: Event | None) -> str:
    """The act that something follows from, in the policy's own words for it."""
    if event is None:
        return ""
    item = pack.items.get(event.code)
    return item.label if item else ACTS.get(event.kind, event.kind.replace("_", " ").capitalize())


def reason_of(school: School, pack: Pack, task: Task, moment: datetime) -> str:
    """The sentence under the title: who, what happened, when and where."""
    if task.kind == "review":
        return _review_reason(task)
    event = task.event
    form = f"{task.pupil.form}. " if task.pupil is not None and task.pupil.form else ""
    if event is None:
        said = task.why.get(SAID, "") if isinstance(task.why, dict) else ""
        return f"{form}{said}".strip()
    where = place_of(event)
    return f"{form}{what_happened(pack, event)}, {when_words(school, event.happened_at, moment)}{where}."


def place_of(event: Event) -> str:
    """Where it happened, after a comma: the class and room, or the place; nothing where it is not known."""
    lesson = event.incident.lesson
    group = lesson.group.name if lesson is not None else ""
    parts = [part for part in (group, event.place) if part]
    return f", {', '.join(parts)}" if parts else ""


def request_words(pack: Pack, proposal: Proposal) -> str:
    """What is asked for: the step as the policy names it."""
    step_id = proposal.kind.partition(":")[2]
    for ladder in pack.ladders.values():
        for step in ladder.steps:
            if step.id == step_id and ladder.confirm_step == step_id:
                return step.phrase
    return proposal.label


def local_time(school: School, at: datetime) -> datetime:
    """The instant by the school's wall clock."""
    return at.astimezone(ZoneInfo(school.zone))


def when_words(school: School, at: datetime, moment: datetime) -> str:
    """10:52 today; yesterday, 15:35; Friday 13 November, 15:35."""
    there, here = local_time(school, at), local_time(school, moment)
    days = (here.date() - there.date()).days
    clock = f"{there:%H:%M}"
    if days == 0:
        return f"{clock} today"
    if days == 1:
        return f"yesterday, {clock}"
    return f"{day_words(there.date())}, {clock}"


def day_words(day: date) -> str:
    """Friday 20 November."""
    return f"{day:%A} {day.day} {day:%B}"


def due_words(school: School, due: datetime | None, moment: datetime) -> str:
    """By when, and how long that is from now where it is today; what is past says since when."""
    if due is None:
        return "When you can"
    there, here = local_time(school, due), local_time(school, moment)
    days = (there.date() - here.date()).days
    end_of_day = (there.hour, there.minute) == (23, 59)
    clock = "the end of the day" if end_of_day else f"{there:%H:%M}"
    if due < moment:
        day = {0: "today", -1: "yesterday"}.get(days, day_words(there.date()))
        return f"Was due {day}" if end_of_day else f"Was due {day}, {clock}"
    if days == 0:
        return f"By {clock}" if end_of_day else f"By {clock}, in {span_words(due - moment)}"
    day = "tomorrow" if days == 1 else day_words(there.date())
    return f"By {day}" if end_of_day else f"By {day}, {clock}"


def span_words(span: timedelta) -> str:
    """3 h 53 min; 12 min; less than a minute."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def step_words(pack: Pack, steps: list[str]) -> str:
    """The ladder's steps of a stored review, as the policy names them."""
    found = []
    for text in steps:
        ladder_id, _, step_id = text.partition("/")
        ladder = pack.ladders.get(ladder_id)
        found += [step.phrase for step in ladder.steps if step.id == step_id] if ladder else []
    return " and ".join(found)


def outcome_words(pack: Pack, steps: list[str], outcomes: list[Any]) -> str:
    """What a decision brought about, from its stored outcomes."""
    posts: dict[str, int] = {}
    for kind, *fields in outcomes:
        if kind == "post":
            posts[fields[0]] = posts.get(fields[0], 0) + fields[1]
    stays = {"released": "back to lessons", "here": "here", "expected": "expected"}
    places = [
        f"{pack.placements[fields[0]].label}: {stays.get(fields[2], fields[2])}"
        for kind, *fields in outcomes
        if kind == "place" and not steps
    ]
    parts = [step_words(pack, steps), *places, *ledger_words(pack, posts), *_of_a_close(pack, outcomes)]
    return ", ".join(part for part in parts if part) or "nothing"


def _of_a_close(pack: Pack, outcomes: list[Any]) -> list[str]:
    """Awards by their labels, and levels by their registers."""
    words = [fields[1] for kind, *fields in outcomes if kind == "recognise"]
    levels = [
        (fields[0], fields[1]) for kind, *fields in outcomes if kind == "level" and fields[1] is not None
    ]
    return words + [
        f"{pack.registers[name].label}: level {level}" for name, level in levels if name in pack.registers
    ]


def ledger_words(pack: Pack, posts: Mapping[str, int]) -> list[str]:
    """3 behaviour points."""
    words = []
    for ledger_id, value in posts.items():
        ledger = pack.ledgers.get(ledger_id)
        if ledger is not None and value:
            words.append(f"{value} {ledger.singular if abs(value) == 1 else ledger.plural}")
    return words


def summary_words(many: int, late: int) -> str:
    """Two things to do, one past its time."""
    if not many:
        return ""
    things = "One thing to do" if many == 1 else f"{_number(many).capitalize()} things to do"
    return (
        f"{things}, {_number(late)} past its time."
        if late == 1
        else (f"{things}, {_number(late)} past their time." if late else f"{things}.")
    )


def pack_of(school: School) -> Pack:
    """The pack in force at the school."""
    return policy_of(school.pk).pack


def _review_reason(task: Task) -> str:
    many = len(task.why.get("differences", ()))
    later = "One later decision" if many == 1 else f"{many} later decisions"
    reason = str(task.why.get("reason", "")).rstrip(".")
    said = f" ({reason})" if reason else ""
    what = "An entry came after the close" if task.why.get("late") else f"An entry was taken back{said}"
    return f"{what}. {later} would have been different."


def _number(many: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[many] if many < len(words) else str(many)
