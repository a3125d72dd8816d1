"""Free words of a record are kept apart from what the engine is told, so that retention can erase them.

The log, the facts of a decision and the pupil's state hold a mark where words were written; the words themselves stand
in the payload row, which the chain covers by a salted digest only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import WRITTEN
from evenhand.engine.facts import Answer, Fact
from evenhand.engine.pack.schema import Pack
from evenhand.engine.rules.restorative.talking import NONE
from evenhand.engine.values import EventKind, GateForm, LetterForm

# Besides the details that the pack itself declares as text.
WORDS: Final = frozenset({"reason", "note", "comment", "praise"})
# Of a conversation, whatever the pack declares under these names for an act: what was said and what was agreed.
TALKED: Final = frozenset(
    {
        "replacement",
        "support",
        "support_owner",
        "repair",
        "repair_owner",
        "affected",
        "outcome",
        "summary",
        "delay_reason",
    }
)
# Of a formal sanction, what the engine itself asks for in words.
ARGUED: Final = frozenset({"length_reason", "new_evidence", "appointed_by", "advice"})
# Rows of words, kept as one text with a line for each: what a pupil on report aims at.
LISTED: Final = frozenset({"targets", "plan_targets"})
TYPED = "said:"  # before a prompt whose answer was typed
ANSWERED = "answer:"  # before the adjustment whose answer has a reason


def sealed(pack: Pack, commands: Iterable[Command]) -> tuple[Command, ...]:
    """The commands with their free words beside the details. Sealing twice changes nothing."""
    return tuple(_sealed(pack, command) for command in commands)


def _sealed(pack: Pack, command: Command) -> Command:
    words = dict(_words_of(pack, command))
    words |= {
        ANSWERED + answer.adjustment: answer.reason
        for answer in command.answers
        if answer.reason not in ("", WRITTEN)
    }
    if not words:
        return command
    return replace(
        command,
        details={name: _mark(value) if name in words else value for name, value in command.details.items()},
        answers=tuple(_bare(answer) for answer in command.answers),
        words=words,
    )


def _words_of(pack: Pack, command: Command) -> Iterable[tuple[str, str]]:
    argued = _argued(pack) if command.kind == EventKind.SANCTION else frozenset()
    for name, value in command.details.items():
        if name in LISTED and isinstance(value, list | tuple) and WRITTEN not in value and any(value):
            yield name, "\n".join(map(str, value))
        elif not isinstance(value, str) or value in ("", NONE, WRITTEN):
            continue
        elif name in argued or _is_free(pack, command.kind, name):
            yield name, value


def _argued(pack: Pack) -> frozenset[str]:
    """The details in which gates and letters of formal sanctions have somebody argue; no rule looks at what they say."""
    found: set[str] = set(ARGUED)
    for stage in pack.sanction_stages:
        for gate in stage.gates:
            name = gate.detail or gate.id
            found.add(f"{gate.id}_reason")
            if gate.form in (GateForm.REASONS, GateForm.GIVEN, GateForm.EXCUSED):
                found |= {name, *(f"{name}.{item.id}" for item in gate.items)}
    parts = (part for letter in pack.letters.values() for part in letter.parts)
    found |= {part.id for part in parts if part.form == LetterForm.GIVEN}
    return frozenset(found - set(pack.sanction_facts))


def _mark(value: Fact) -> Fact:
    """What stands in the details where words were: one mark, or one for each of a row of words."""
    return (WRITTEN,) * len(value) if isinstance(value, list | tuple) else WRITTEN


def _is_free(pack: Pack, kind: EventKind, name: str) -> bool:
    """Whether words stand under this name, and no choice from a list."""
    if name.startswith(TYPED) or (kind == EventKind.CONVERSATION and name in TALKED):
        return True
    declared = pack.details.get(name)
    return declared.type == "text" if declared else name in WORDS


def _bare(answer: Answer) -> Answer:
    return answer._replace(reason=WRITTEN) if answer.reason else answer


def unsealed(answers: Iterable[Answer], words: Mapping[str, str]) -> tuple[Answer, ...]:
    """The answers with the reasons that were given."""
    return tuple(
        answer._replace(reason=words.get(ANSWERED + answer.adjustment, ""))
        if answer.reason == WRITTEN
        else answer
        for answer in answers
    )
