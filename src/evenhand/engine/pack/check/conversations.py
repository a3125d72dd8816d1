"""Conversations: numbers that can be met, duties and stations that exist, and chases in their order."""

from __future__ import annotations

from itertools import pairwise

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Booklet, Conversation, Effect, Figure

PROMISES = ("repair", "support")


def check_conversations(inspection: Inspection) -> None:
    """What a conversation asks for that nobody could give, and what it refers to that is not there."""
    tasks = {effect.id for _, effect in inspection.every(Effect) if effect.kind == "task"}
    stations = {one.id for place in inspection.pack.placements.values() for one in place.stations}
    for path, talk in inspection.every(Conversation):
        _check_numbers(inspection, path, talk)
        if talk.task:
            inspection.one_of((*path, "task"), "task", talk.task, sorted(tasks))
        if talk.station:
            inspection.one_of((*path, "station"), "station", talk.station, sorted(stations))
        for promise in talk.promises:
            inspection.one_of((*path, "promises", promise), "promise", promise, PROMISES)
        _check_prompts(inspection, path, talk)
    for path, booklet in inspection.every(Booklet):
        inspection.one_of((*path, "station"), "station", booklet.station, sorted(stations))
        _check_prompts(inspection, path, booklet)


def _check_prompts(inspection: Inspection, path: KeyPath, form: Conversation | Booklet) -> None:
    """What stands beside a prompt names one that is there."""
    known = [str(prompt.value) for prompt in form.prompts]
    for name in ("simple", "symbols"):
        for value in getattr(form, name):
            inspection.one_of((*path, name, value), "prompt", value, known)
    for name in ("account", "linked") if isinstance(form, Conversation) else ():
        if getattr(form, name):
            inspection.one_of((*path, name), "prompt", getattr(form, name), known)


def _check_numbers(inspection: Inspection, path: KeyPath, talk: Conversation) -> None:
    least, most = _numbers(inspection, talk.minimum), _numbers(inspection, talk.maximum)
    if least and most and max(least) > min(most):
        message = f"asks for at least {max(least)} prompts and at most {min(most)}"
        inspection.report((*path, "minimum"), message, "a minimum within the maximum")
    if least and max(least) > len(talk.prompts):
        message = f"asks for {max(least)} of {len(talk.prompts)} prompts"
        inspection.report((*path, "minimum"), message, "as many prompts as it asks for")
    for number, (earlier, later) in enumerate(pairwise(talk.chases), start=1):
        before, after = _numbers(inspection, earlier.after), _numbers(inspection, later.after)
        if before and after and after[-1] <= before[-1]:
            message = "comes no later than the chase before it"
            inspection.report((*path, "chases", number, "after"), message, "chases in order of their days")


def _numbers(inspection: Inspection, figure: Figure) -> list[int]:
    """The values of a figure as they stand: each dated one of a parameter, the default of a setting."""
    source, _, key = str(figure).partition(":")
    setting, param = inspection.pack.settings.get(key), inspection.pack.params.get(key)
    found: list[Figure] = []
    if source == "param" and param is not None:
        found = [dated.value for dated in param.values]
    elif source == "setting" and setting is not None:
        found = [setting.default]
    return [value for value in found if isinstance(value, int)]
