"""What a device sends, as commands. Every fault of form is found, none of it is guessed at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.engine.facts import Answer, Fact
from evenhand.engine.values import EventKind, Where

MOST = 100
FIELDS = {
    "id", "kind", "pupil", "code", "happened_at", "device_at", "where", "lesson", "place", "details", "answers",
    "witness", "on_behalf_of", "text", "about",
}  # fmt: skip
OUTCOMES = ("applied", "not_applied", "adjusted", "waived")


# Columns hold as many characters; the rest is checked where the words are known.
LONGEST = {"code": 60, "about": 64}
LONGEST_WORDS = 10_000
MOST_DETAILS = 40
LARGEST = 2**63
EARLIEST, LATEST = 2000, 2200
UNWRITABLE = "{field} holds characters that are no text. Type it again."


def read(body: bytes) -> tuple[Command, ...]:
    """The commands in a request's JSON body: `{"records": [...]}`, at most a hundred.

    Raises:
        Refused: with every fault of form.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        # Also a number of thousands of digits, and lists nested beyond all reason.
        raise Refused((Problem("", "body", f"The request is not JSON: {error}."),)) from error
    records = sent.get("records") if isinstance(sent, dict) else None
    if not isinstance(records, list) or not records:
        raise Refused((Problem("", "records", "Send a list of at least one record."),))
    if len(records) > MOST:
        raise Refused(
            (Problem("", "records", f"{len(records)} records in one request; {MOST} is the most."),)
        )
    problems: list[Problem] = []
    commands = [command for record in records if (command := _command(record, problems)) is not None]
    if problems:
        raise Refused(tuple(problems))
    return tuple(commands)


def is_writable(text: str) -> bool:
    """Whether both databases can keep it: no NUL, no half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _fact(value: Any) -> Fact | None:
    """A detail's value as the engine takes it; None where it is none."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if -LARGEST < value < LARGEST else None
    if isinstance(value, str):
        return value if is_writable(value) and len(value) <= LONGEST_WORDS else None
    if isinstance(value, list) and all(isinstance(item, str) and is_writable(item) for item in value):
        return tuple(value)
    return None


class _Reader:
    """Reads the fields of one record and notes what is wrong with each."""

    def __init__(self, record: Mapping[str, Any], problems: list[Problem]) -> None:
        self.record = record
        self.problems = problems
        self.ident = str(record.get("id", ""))

    def wrong(self, field: str, message: str) -> None:
        """Note a fault of one field."""
        self.problems.append(Problem(self.ident, field, message))

    def text(self, field: str) -> str:
        """A text, "" where it is not given."""
        value = self.record.get(field, "")
        if not isinstance(value, str):
            self.wrong(field, f"{field} must be text.")
            return ""
        longest = LONGEST.get(field)
        if longest is not None and len(value) > longest:
            self.wrong(field, f"{field} has {len(value)} characters; {longest} is the most.")
        if not is_writable(value):
            self.wrong(field, UNWRITABLE.format(field=field))
            return ""
        return value

    def number(self, field: str) -> int | None:
        """A whole number, None where it is not given."""
        value = self.record.get(field)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self.wrong(field, f"{field} must be a whole number.")
            return None
        if value is not None and not 0 < value < LARGEST:
            self.wrong(field, f"{field} is not a number that anything here has.")
            return None
        return value

    def instant(self, field: str) -> datetime | None:
        """An instant in RFC 3339 form with its offset, None where it is not given."""
        value = self.text(field)
        if not value:
            return None
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            self.wrong(field, f"{field} must look like 2026-11-17T11:02:00+00:00.")
            return None
        if at.tzinfo is None:
            self.wrong(field, f"{field} needs its offset from UTC, like 2026-11-17T11:02:00+00:00.")
        elif not EARLIEST < at.year < LATEST:
            self.wrong(field, f"{field} is in the year {at.year}. Look at the device's clock.")
            return None
        return at

    def details(self) -> dict[str, Fact]:
        """The details: text, whole numbers, yes or no, or lists of text."""
        given = self.record.get("details", {})
        if not isinstance(given, dict):
            self.wrong("details", "details must be an object.")
            return {}
        if len(given) > MOST_DETAILS or not all(is_writable(name) for name in given):
            self.wrong("details", f"details must be at most {MOST_DETAILS}, named by words.")
            return {}
        found: dict[str, Fact] = {}
        for name, value in given.items():
            fact = _fact(value)
            if fact is None:
                self.wrong(name, f"{name} must be text, a whole number, yes or no, or a list of text.")
            else:
                found[name] = fact
        return found

    def answers(self) -> tuple[Answer, ...]:
        """What was said of each agreed adjustment."""
        given = self.record.get("answers", [])
        if not isinstance(given, list):
            self.wrong("answers", "answers must be a list.")
            return ()
        found: list[Answer] = []
        for item in given:
            if not isinstance(item, dict) or item.get("outcome") not in OUTCOMES:
                self.wrong(
                    "answers",
                    f"Each answer needs an adjustment and an outcome, one of {', '.join(OUTCOMES)}.",
                )
                continue
            adjustment, reason = str(item.get("adjustment", "")), str(item.get("reason", ""))
            if not (is_writable(adjustment) and is_writable(reason)):
                self.wrong("answers", UNWRITABLE.format(field="answers"))
                continue
            found.append(Answer(adjustment, str(item["outcome"]), reason))
        return tuple(found)


def _command(record: Any, problems: list[Problem]) -> Command | None:
    if not isinstance(record, dict):
        problems.append(Problem("", "records", "Each record must be an object."))
        return None
    reader = _Reader(record, problems)
    before = len(problems)
    for name in sorted(set(record) - FIELDS):
        reader.wrong(name, f"{name} is not a field of a record.")
    ident = _uuid(reader)
    kind = _one_of(reader, "kind", EventKind, "")
    where = _one_of(reader, "where", Where, Where.LESSON)
    pupil = reader.number("pupil")
    if pupil is None:
        reader.wrong("pupil", "Say which pupil.")
    lesson, witness, behalf = reader.number("lesson"), reader.number("witness"), reader.number("on_behalf_of")
    happened_at, device_at = reader.instant("happened_at"), reader.instant("device_at")
    code, place, text, about = (reader.text(field) for field in ("code", "place", "text", "about"))
    details, answers = reader.details(), reader.answers()
    if len(problems) > before or ident is None or pupil is None:
        return None
    return Command(
        ident,
        EventKind(kind),
        pupil,
        code,
        happened_at,
        device_at,
        Where(where),
        lesson,
        place,
        details,
        answers,
        witness,
        behalf,
        text,
        about,
    )


def _uuid(reader: _Reader) -> UUID | None:
    try:
        return UUID(reader.text("id"))
    except ValueError:
        reader.wrong("id", "Each record needs its own id, a UUID made by the device.")
        return None


def _one_of(reader: _Reader, field: str, allowed: type[EventKind] | type[Where], default: str) -> str:
    try:
        return allowed(reader.record.get(field, default))
    except ValueError:
        reader.wrong(field, f"{field} must be one of {', '.join(allowed)}.")
        return default
