"""The policy's catalogue as the tray offers it: good news first, the acts an adult uses most at the front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.apps.conduct.foreseeing import available
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Item, Pack
from evenhand.engine.values import Where

FIRST_RECOGNITIONS = 4
FIRST_CONCERNS = 5
RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Choice:
    """One act to tap. `value` is what it posts at once ("+2"), "" for nothing; `usual` puts it at the front."""

    code: str
    label: str
    definition: str
    value: str = ""
    usual: bool = False
    needs: bool = False
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """A group of the catalogue with its acts."""

    id: str
    label: str
    help: str
    choices: tuple[Choice, ...]

    @property
    def more(self) -> int:
        """How many acts there are in all, 0 where each is shown at once."""
        return len(self.choices) if any(not choice.usual for choice in self.choices) else 0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the tray offers: the first recognitions, every group of them, the shortcuts, the groups of concerns."""

    first: tuple[Choice, ...]
    shortcuts: tuple[Choice, ...]
    recognitions: tuple[ChoiceGroup, ...]
    concerns: tuple[ChoiceGroup, ...]

    @property
    def count(self) -> int:
        """How many recognitions the policy names."""
        return sum(len(group.choices) for group in self.recognitions)


def build_catalogue(rules: Rules, usual: Mapping[str, int], where: Where) -> Catalogue:
    """The catalogue for a kind of place; `usual` counts how often this adult used each act lately."""
    items = [item for item in rules.pack.items.values() if not item.only_for or where in item.only_for]
    kinds = {group.id: group.kind for group in rules.pack.groups.values()}
    praise = [item for item in items if kinds[item.group] == "achievement"]
    favourites = _first(praise, usual, FIRST_RECOGNITIONS)
    return Catalogue(
        tuple(_choice(rules, item, usual=True) for item in favourites),
        tuple(
            _choice(rules, rules.pack.items[shortcut.item], label=shortcut.label, shortcut=shortcut.id)
            for shortcut in rules.pack.shortcuts
        ),
        tuple(_groups(rules, praise, {}, "achievement")),
        tuple(_groups(rules, items, usual, "concern")),
    )


def known_acts(rules: Rules, codes: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the page's script must know of each act: label, kind, details that it demands, conditions."""
    kinds = {group.id: group.kind for group in rules.pack.groups.values()}
    acts: dict[str, dict[str, Any]] = {}
    for item in rules.pack.items.values():
        if kinds[item.group] not in {"achievement", "concern"}:
            continue
        act: dict[str, Any] = {
            "label": item.label,
            "kind": kinds[item.group],
            "cite": next(iter(item.cites), ""),
        }
        if item.code in codes:
            act["as"] = codes[item.code]
        if item.details:
            act["details"] = list(item.details)
        if item.conditions:
            act["conditions"] = available(rules, item)
        acts[item.code] = act
    return acts


def known_titles(pack: Pack, also: Iterable[str]) -> dict[str, str]:
    """What people call the paragraphs that the page's script may cite, where that is not their number."""
    cited = set(also)
    for item in pack.items.values():
        cited.update(item.cites, *(condition.cites for condition in item.conditions))
    for ladder in pack.ladders.values():
        cited.update(*(step.cites for step in ladder.steps))
    return {cite: pack.titled(cite) for cite in sorted(cited) if pack.titled(cite) != cite}


def known_details(rules: Rules) -> list[dict[str, Any]]:
    """The details that acts of the catalogue demand, as fields of a form."""
    wanted = {name for item in rules.pack.items.values() for name in item.details}
    return [
        {
            "id": detail.id,
            "label": detail.label,
            "type": detail.type,
            "required": detail.required,
            "minimum": detail.minimum,
            "maximum": detail.maximum,
            "unit": str(detail.unit or ""),
            "choices": [{"value": choice.value, "label": choice.label} for choice in detail.choices],
        }
        for detail in rules.pack.details.values()
        if detail.id in wanted
    ]


def _first(items: list[Item], usual: Mapping[str, int], most: int) -> list[Item]:
    """The acts used most, then the shortest of each group, so that a new teacher sees one of every value."""
    plain = [item for item in items if not item.details]
    ranked = sorted((item for item in plain if usual.get(item.code)), key=lambda item: -usual[item.code])
    short = sorted(plain, key=lambda item: len(item.label), reverse=True)
    one_of_each = {item.group: item for item in short}
    by_group = [one_of_each[group] for group in dict.fromkeys(item.group for item in plain)]
    in_turn = {item.code: item for item in (*ranked, *by_group, *plain)}
    return list(in_turn.values())[:most]


def _groups(rules: Rules, items: list[Item], usual: Mapping[str, int], kind: str) -> list[ChoiceGroup]:
    groups = []
    for group in rules.pack.groups.values():
        mine = [item for item in items if item.group == group.id]
        if group.kind != kind or not mine:
            continue
        ranked = sorted(mine, key=lambda item: (-usual.get(item.code, 0), len(item.label)))
        first = {item.code for item in ranked[:FIRST_CONCERNS]}
        choices = tuple(_choice(rules, item, usual=item.code in first) for item in ranked)
        groups.append(ChoiceGroup(group.id, group.label, group.help, choices))
    return groups


def _choice(rules: Rules, item: Item, *, usual: bool = False, label: str = "", shortcut: str = "") -> Choice:
    ledgers = rules.pack.ledgers
    # A ledger that only counts has no points to show: each entry is one.
    posted = sum(
        stages.get(RECORDED, 0) for name, stages in item.points.items() if ledgers[name].kind == "points"
    )
    shown = rules.pack.groups[item.group].kind == "achievement" and posted
    return Choice(
        item.code,
        label or item.label,
        item.definition,
        f"+{posted}" if shown else "",
        usual,
        bool(item.details),
        shortcut,
    )
