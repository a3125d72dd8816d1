"""The catalogue: each code once, and each behaviour mapped to what follows from it."""

from __future__ import annotations

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.schema import Item, Ladder, Pack


def check_catalogue(inspection: Inspection) -> None:
    """Codes and aliases used twice, and behaviours from which nothing follows."""
    _check_codes(inspection)
    if ("ladders",) not in inspection.draft.broken:
        for path, item in inspection.every(Item):
            reason = unmapped(inspection.pack, item)
            if reason:
                message = f'unmapped behaviour: {item.code} "{item.label}" {reason}'
                inspection.report(path, message, "a ladder or route that takes it, with its figures")


def unmapped(pack: Pack, item: Item) -> str:
    """Why nothing would follow from recording a behaviour (STAR Table 1); "" when something does."""
    group = pack.groups.get(item.group)
    if group is None or group.kind != "concern":
        return ""
    if any(item.group == route.group and item.code in (route.codes or (item.code,)) for route in pack.routes):
        return ""
    ladders = [ladder for ladder in pack.ladders.values() if takes(ladder, item)]
    if not ladders:
        return f'is in the group "{item.group}", which no ladder and no route takes'
    posted = {
        effect.ledger
        for ladder in ladders
        for step in ladder.steps
        for effect in step.effects
        if effect.kind == "post" and effect.stage
    }
    missing = sorted(posted - set(item.points))
    if posted and len(missing) == len(posted):
        return f"has no figure in the ledger {' or '.join(missing)} that its ladder posts to"
    return ""


def takes(ladder: Ladder, item: Item) -> bool:
    """Whether an item of this group can happen where this ladder holds."""
    return item.group in ladder.groups and (not item.only_for or bool(set(item.only_for) & set(ladder.where)))


def _check_codes(inspection: Inspection) -> None:
    seen: dict[str, str] = {}
    for path, item in inspection.every(Item):
        places = [
            (item.code, (*path, "code")),
            *((a, (*path, "aliases", n)) for n, a in enumerate(item.aliases)),
        ]
        for word, place in places:
            other = seen.setdefault(word.casefold(), item.code)
            if other != item.code:
                inspection.report(place, f'"{word}" already means {other}', "each code and alias once")
