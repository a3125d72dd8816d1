"""Effects: each kind with all that it needs, at a moment that comes; no removal without a decider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.errors import near
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Effect

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "post": ("ledger",),
    "place": ("placement", "decider"),
    "owe": ("owed",),
    "task": ("id", "label", "role"),
    "tell": ("audience", "channel"),
    "propose": ("id", "label", "role"),
    "open": ("path",),
    "review": ("role",),
}
"""What each kind of effect cannot do without."""

CONVERSATIONS: Final = (
    "opened", "planned", "not_ready", "held", "repair", "support", "refused", "disclosure", "serious",
    "reassigned", "absent",
)  # fmt: skip
MOMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "programmes": ("awarded", "nominated", "lacking"),
    "paths": ("", "opened", "again"),
    "registers": ("reached", "held", "risen", "attendees_missing", "reviewed"),
    "reports": ("suggested", "start", "day", "unmarked", "extend", "review", "end"),
    "placements": ("expected", "arrival", "release", "extended"),
    "conversations": CONVERSATIONS,
    "time_owed": ("set", "unset", "notice", "no_show", "served", "excused", "waived", "deferred"),
}
FORMAL: Final = ("triggers", "paths")
"""Where no effect may touch a pupil: a count or a case has no decider, so it may only tell, ask, propose and open."""

ELSEWHERE: Final = ("",)
CONFIRMER: Final = "confirmer"


def check_effects(inspection: Inspection) -> None:
    """Unknown kinds, missing parts and moments that never come."""
    for path, effect in inspection.every(Effect):
        if effect.kind not in NEEDS:
            inspection.one_of((*path, "kind"), "effect", effect.kind, tuple(NEEDS))
            continue
        for part in NEEDS[effect.kind]:
            if not getattr(effect, part):
                _report_missing(inspection, path, effect.kind, part)
        if path[0] in FORMAL and effect.kind in ("place", "owe", "post"):
            message = f'"{effect.kind}" would act on the pupil without a decider'
            inspection.report((*path, "kind"), message, "task, tell, propose, review or open", "propose")
        if effect.kind == "post":
            _check_post(inspection, path, effect)
        if effect.decider and effect.decider != CONFIRMER:
            inspection.held((*path, "decider"), effect.decider)
        _check_moment(inspection, path, effect)


def _report_missing(inspection: Inspection, path: KeyPath, kind: str, part: str) -> None:
    if kind == "place" and part == "decider":
        message = "places a pupil without a decider"
        expected = "who decides: author, confirmer or a role"
    elif kind == "propose" and part == "role":
        message, expected = "proposes to nobody", "the role that decides"
    else:
        message, expected = f"{kind} without {part}", part
    inspection.report((*path, part), message, expected, f'{part} = "…"')


def _check_post(inspection: Inspection, path: KeyPath, effect: Effect) -> None:
    if bool(effect.stage) == bool(effect.value):
        message = "posts twice over" if effect.stage else "posts nothing"
        inspection.report(path, message, "either stage (the item's own value) or value")
    if effect.ledger and effect.stage in inspection.names["stage"]:
        items = inspection.pack.items.values()
        if not any(effect.stage in item.points.get(effect.ledger, {}) for item in items):
            message = f'no item has a stage "{effect.stage}" in the ledger "{effect.ledger}"'
            inspection.report((*path, "stage"), message)


def _check_moment(inspection: Inspection, path: KeyPath, effect: Effect) -> None:
    moments = MOMENTS.get(str(path[0]), ELSEWHERE)
    if effect.on not in moments:
        message = f'the moment "{effect.on}" never comes here' if effect.on else "says no moment"
        words = ", ".join(moment for moment in moments if moment)
        expected = f"on = one of {words}" if words else "no on: a step or route acts at once"
        inspection.report((*path, "on"), message, expected, near(effect.on, moments))
