"""What helps a pupil soon: the policy's own supports, first on the page while a count has opened a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.wording import day_words
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.words import title_of
from evenhand.engine.facts import Opened, PupilState
from evenhand.engine.pack.schema import Card, Pack
from evenhand.engine.rules.cases import CLOSED
from evenhand.engine.values import CardKind
from evenhand.web.pupils.reading import owing

C = Capability
# Where a support is done: the name of the address, and what that page asks for.
PAGES: Final[Mapping[str, tuple[str, Capability]]] = {
    "profile": ("support:profile", C.SEE_PUPIL),
    "adjustments": ("support:adjustments", C.AGREE_ADJUSTMENT),
    "report": ("support:start", C.RECORD),
    "contact": ("contact-log", C.TELL_FAMILY),
    "agreed": ("support:agreed-for", C.AGREE_ADJUSTMENT),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One support: where it is done by this adult, "" without a page, and `ask` whom to ask where it is another's."""

    label: str
    text: str
    cite: str
    url: str
    ask: str


@dataclass(frozen=True, slots=True)
class Support:
    """The menu: what this adult can do first, then what others do. `why` is for those whom the case concerns."""

    actions: tuple[Action, ...]
    why: str


def support_of(actor: Actor, pack: Pack, pupil: Pupil, state: PupilState) -> Support | None:
    """The menu while something is owed in an open case that a count of the policy opened; None for everybody else."""
    paths = {effect.path for trigger in pack.triggers.values() for effect in trigger.effects if effect.path}
    case = next((one for one in state.cases if one.kind in paths and one.stage != CLOSED), None)
    if case is None or not _owed(pack, pupil, case):
        return None
    actions = list(_actions(actor, pack, pupil))
    if not actions:
        return None
    return Support(tuple(sorted(actions, key=lambda one: bool(one.ask))), _why(actor, pack, pupil, case))


def _owed(pack: Pack, pupil: Pupil, case: Opened) -> bool:
    """Whether a task of that kind of case is still to do: a case rests, open, once all are done."""
    path = pack.paths[case.kind]
    effects = (*path.effects, *(effect for act in path.acts for effect in act.effects))
    kinds = [effect.id for effect in effects if effect.kind == "task"]
    return bool(kinds) and any(owing(pupil.pk, kinds))


def _actions(actor: Actor, pack: Pack, pupil: Pupil) -> Iterator[Action]:
    for card in pack.cards.values():
        if card.kind == CardKind.SUPPORT:
            name, needs = PAGES.get(card.screen, ("", C.SEE_PUPIL))
            may = actor.may(needs, pupil.year_group) and _is_of(actor, card)
            ask = "" if may else ", ".join(title_of(pack, role) for role in card.roles)
            url = reverse(name, args=[pupil.pk]) if name and may else ""
            yield Action(card.label, card.text, next(reversed(card.cites), ""), url, ask)


def _is_of(actor: Actor, card: Card) -> bool:
    return not card.roles or any(str(role) in actor.roles for role in card.roles)


def _why(actor: Actor, pack: Pack, pupil: Pupil, case: Opened) -> str:
    """Which case and since when, for those who keep the profile or may open such a case."""
    path = pack.paths[case.kind]
    if not (
        actor.may(C.EDIT_STRATEGIES, pupil.year_group)
        or any(str(role) in actor.roles for role in path.opened_by)
    ):
        return ""
    return f"{path.label}, open since {day_words(case.opened)}"
