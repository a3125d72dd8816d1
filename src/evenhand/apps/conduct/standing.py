"""Where a pupil stands on an advisory ladder in a lesson: what is suggested next, and what is open to this pupil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct import facts
from evenhand.apps.conduct.checking import Ground, survey
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.policy.performers import adjustments_on
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.facts import Event, PupilState
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Choice, Ladder, LadderStep, TimeOwed
from evenhand.engine.rules.advisory import Suggestion, agreed_places, hint_for
from evenhand.engine.rules.ladder import marks_in, repeats, scope_key
from evenhand.engine.rules.time_owed import next_break, room_left
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind, LadderMode, Where
from evenhand.engine.wire import state_from_plain

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Room:
    """Minutes that may be given back: `left` of `cap` in the next break; None where no break is left today.

    `increment` is more than nought where an adjustment lets the minutes grow in small steps.
    """

    label: str
    cap: int
    left: int | None
    choices: tuple[int, ...]
    increment: int
    never: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A pupil's standing. Mappings are by the step's position; `entries` by the act's code."""

    ladder: Ladder
    rules: Rules
    suggestion: Suggestion
    repeats: Mapping[int, int]
    take_up: Mapping[int, int]
    places: Mapping[int, tuple[Choice, ...]]
    entries: Mapping[str, int]
    rooms: Mapping[str, Room]


def advisory_ladder(policy: Policy, where: Where = Where.LESSON) -> Ladder | None:
    """The ladder on which the adult names the step in that kind of place, if the pack has one."""
    for ladder in policy.pack.ladders.values():
        if ladder.mode == LadderMode.ADVISORY and where in ladder.where:
            return ladder
    return None


def standing(actor: Actor, lesson: LessonOccurrence, pupil_id: int, code: str) -> Standing | None:
    """Where the pupil stands in this lesson with this act in view; None where no advisory ladder holds."""
    policy = policy_of(actor.school_id)
    ladder = advisory_ladder(policy)
    if ladder is None:
        return None
    turn = _turn(policy, actor, lesson, pupil_id, code)
    adjustments = turn.event.adjustments
    plans = {name: turn.rules.plan(Where.LESSON, name) for name in policy.pack.items}
    return Standing(
        ladder=ladder,
        rules=turn.rules,
        suggestion=hint_for(turn, ladder, marks_in(turn.windows, ladder.id, scope_key(turn, ladder))),
        repeats={step.position: repeats(turn.rules, ladder, step, adjustments) for step in ladder.steps},
        take_up={step.position: _take_up(turn, step) for step in ladder.steps},
        places={step.position: agreed_places(turn.rules, turn.event, step) for step in ladder.steps},
        entries={name: plan.entry for name, plan in plans.items() if plan and plan.ladder.id == ladder.id},
        rooms={
            owed.id: _room(turn, owed) for owed in policy.pack.time_owed.values() if owed.form == "minutes"
        },
    )


def _turn(policy: Policy, actor: Actor, lesson: LessonOccurrence, pupil_id: int, code: str) -> Turn:
    school = school_of(actor.school_id)
    calendar = calendar_of(school)
    command = Command(NOBODY, EventKind.LADDER_STEP, pupil_id, code, lesson_id=lesson.pk)
    ground: Ground = survey(school, policy, calendar, now(), [command])
    event: Event = facts.event(ground, actor, command, adjustments_on(lesson.day, [pupil_id]), {})
    head = PupilHead.objects.filter(pupil_id=pupil_id).first()
    state = state_from_plain(head.state) if head is not None and head.state else PupilState()
    return Turn(policy, calendar, state, event)


def _overlaid(turn: Turn, overlay: str) -> list[int]:
    kinds = turn.rules.pack.adjustments
    return [
        item.value
        for item in turn.event.adjustments
        if item.kind in kinds and kinds[item.kind].overlays == overlay
    ]


def _take_up(turn: Turn, step: LadderStep) -> int:
    usual = turn.rules.number(step.take_up_seconds)
    return max([usual, *_overlaid(turn, "take_up_seconds")]) if usual else 0


def _room(turn: Turn, owed: TimeOwed) -> Room:
    slot = next_break(turn, owed)
    grows = _overlaid(turn, "increment")
    step = min(value or turn.rules.number(owed.increment) for value in grows) if grows else 0
    left = max(room_left(turn, owed, slot[0]), 0) if slot else None
    never = " or ".join(filter(None, (", ".join(owed.never[:-1]), *owed.never[-1:])))
    words = f"Never {never}." if never else ""
    return Room(owed.label, turn.rules.number(owed.cap), left, owed.choices, step, words)
