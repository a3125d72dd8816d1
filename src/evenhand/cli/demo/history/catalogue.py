"""The pack's items by what they bring about, so that the story names none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Item, Pack, Placement
from evenhand.engine.values import EventKind, Where

OFTEN = 28


@dataclass(frozen=True, slots=True)
class Shelf:
    """Items to recognise, items that count up a ladder, items that go straight to a step, and routed ones."""

    rules: Rules
    praised: tuple[Item, ...]
    counted: tuple[Item, ...]
    straight: tuple[Item, ...]
    grave: tuple[Item, ...]
    anywhere: tuple[Item, ...]
    straight_anywhere: tuple[Item, ...]
    routed: tuple[Item, ...]

    def placement(self, kind: str) -> Placement:
        """The first placement of that kind."""
        return next(item for item in self.rules.pack.placements.values() if item.kind == kind)

    def routed_to(self, effect: str) -> Item | None:
        """The routed item that brings about an effect of that kind, if there is one."""
        for item in self.routed:
            if any(e.kind == effect for route in self.rules.routes(item.code) for e in route.effects):
                return item
        return None


def shelve(policy: Policy, day: date, everyday: Sequence[str] = ()) -> Shelf:
    """The items of the policy in force on that day; those of `everyday` stand among the praised many times."""
    rules = policy.on(day)
    pack = rules.pack
    kinds = {group.id: group.kind for group in pack.groups.values()}
    concerns = [item for item in pack.items.values() if kinds[item.group] == "concern"]
    grave = tuple(item for item in concerns if _is_grave(rules, item))
    return Shelf(
        rules,
        _praised(pack, everyday),
        tuple(
            i for i in concerns if _enters(rules, i, Where.LESSON) == 0 and i not in grave and not i.subtypes
        ),
        tuple(
            i for i in concerns if _enters(rules, i, Where.LESSON) > 0 and i not in grave and not i.subtypes
        ),
        tuple(i for i in grave if not i.subtypes and not i.details),
        tuple(
            i
            for i in concerns
            if _enters(rules, i, Where.OUT_OF_CLASS) == 0 and not i.details and i not in grave
        ),
        tuple(
            i
            for i in concerns
            if _enters(rules, i, Where.OUT_OF_CLASS) > 0 and not i.details and i not in grave
        ),
        tuple(i for i in pack.items.values() if kinds[i.group] == "event" and rules.routes(i.code)),
    )


def _praised(pack: Pack, everyday: Sequence[str]) -> tuple[Item, ...]:
    """Every recognition that needs no details, and the everyday ones again and again, the first most often."""
    kinds = {group.id: group.kind for group in pack.groups.values()}
    each = [item for item in pack.items.values() if kinds[item.group] == "achievement" and not item.details]
    often = [pack.items[code] for place, code in enumerate(everyday) for _ in range(OFTEN - 2 * place)]
    return (*each, *often)


def event_kind(item_effect: str) -> EventKind:
    """How a routed item that brings about time owed, or a task, is recorded."""
    return EventKind.LATE if item_effect == "owe" else EventKind.HOMEWORK_MISSED


def _enters(rules: Rules, item: Item, where: Where) -> int:
    """The step at which the item enters the ladder there: 0 by counting, -1 not at all."""
    plan = rules.plan(where, item.code)
    if plan is None or (item.only_for and where not in item.only_for):
        return -1
    return plan.entry


def _is_grave(rules: Rules, item: Item) -> bool:
    """Whether an act of this kind asks somebody to consider a formal sanction."""
    plan = rules.plan(Where.LESSON, item.code)
    if plan is None:
        return False
    effects = [effect for step in plan.ladder.steps for effect in step.effects if effect.kind == "propose"]
    return any(effect.when.tags and set(effect.when.tags) <= set(item.tags) for effect in effects)
