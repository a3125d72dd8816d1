"""The form of the card flow as commands, for devices without script; with script the same fields go by the queue."""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.apps.conduct.commands import Command, Problem
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.engine.facts import Fact
from evenhand.engine.values import EventKind
from evenhand.web.steps.page import Card, StepsPage


def command_of(page: StepsPage, lesson: int, pupil: int, given: Mapping[str, str]) -> Command | Problem:
    """What the pressed button asks to record: `take`, `option`, `outcome`, `call` or `praise`."""
    last = page.cards[page.shown - 1].taken
    if given.get("praise"):
        return Command(new_event_id(), EventKind.ACHIEVEMENT, pupil, given["praise"], lesson_id=lesson)
    if given.get("outcome"):
        about = given.get("about") or (last.id if last else "")
        details = {name: given[name] for name in ("outcome", "escort") if given.get(name)}
        code = last.code if last else ""
        return Command(
            new_event_id(), EventKind.LADDER_STEP, pupil, code, lesson_id=lesson, details=details, about=about
        )
    if given.get("call"):
        return _call(lesson, pupil, given)
    position = given.get("take", "")
    card = next((one for one in page.cards if str(one.position) == position), None)
    if card is None:
        return Problem("", "step", "Choose one of the policy's steps.")
    return Command(
        new_event_id(),
        EventKind.LADDER_STEP,
        pupil,
        page.chosen.code,
        lesson_id=lesson,
        details=details_of(page, card, given),
    )


def details_of(page: StepsPage, card: Card, given: Mapping[str, str]) -> dict[str, Fact]:
    """The details that this step's record carries, from the form and from what was chosen without a tap."""
    details: dict[str, Fact] = {"step": card.position}
    for name in (*card.sends, "option", "reason"):
        value = given.get(name) or str(getattr(page.chosen, name, "") or "")
        if value and name != "minutes":
            details[name] = value
    if "minutes" in card.sends and details.get("consequence") in page.choices.owing and page.chosen.minutes:
        details["minutes"] = page.chosen.minutes
    return details


def _call(lesson: int, pupil: int, given: Mapping[str, str]) -> Command:
    code, _, stage = given["call"].partition(":")
    details: dict[str, Fact] = {"stage": stage}
    if given.get("responder"):
        details["responder"] = given["responder"]
    return Command(
        new_event_id(),
        EventKind.CALL,
        pupil,
        code,
        lesson_id=lesson,
        details=details,
        about=given.get("about", ""),
    )
