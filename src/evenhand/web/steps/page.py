"""The page of the card flow, built before the template: one card for each step, with all that it says and asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.apps.conduct.pages import lesson_name, said_for_help
from evenhand.apps.conduct.trail import Taken
from evenhand.engine.pack.schema import Choice, Effect, LadderStep
from evenhand.web.steps.choices import Choices, Chosen, consequence_words
from evenhand.web.steps.following import Follows, follows, proposals_of
from evenhand.web.steps.reading import Reading
from evenhand.web.steps.script import Stem, said, stems

BECAUSE = {
    "scope_starts": "A new lesson starts afresh.",
    "another_act": "After joining in, something else starts at the first step.",
    "adjustment_repeats": "The agreed adjustment gives this step again.",
    "asked_to_repeat": "You chose to give this step again.",
    "next_step": "It went on after the step before.",
    "named_condition": "The policy names this act.",
}


@dataclass(frozen=True, slots=True)
class Prompted:
    """A call to be made at once: its task, what to do, who is called, and whether only an outcome asks for it."""

    code: str
    label: str
    audience: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One step. `sends` names the fields of the form that its record carries; `taken` the last time it was taken."""

    position: int
    label: str
    phrase: str
    purpose: str
    private: bool
    seconds: int
    take_up: int
    stance: tuple[str, ...]
    stems: tuple[Stem, ...]
    options: tuple[Choice, ...]
    places: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    outcome_asks: Mapping[str, tuple[str, ...]]
    records: tuple[str, ...]
    sends: tuple[str, ...]
    cites: tuple[tuple[str, str], ...]
    follows: tuple[Follows, ...]
    calls: tuple[Prompted, ...]
    offers: Mapping[str, tuple[str, ...]]
    state: str
    taken: Taken | None
    unprepared: bool = False

    @property
    def asks_receiver(self) -> bool:
        """Whether the step sends the pupil to somebody."""
        return "receiving" in self.records


@dataclass(frozen=True, slots=True)
class StepsPage:
    """Everything on the page. `shown` is the card in view, `suggested` the step that the policy suggests."""

    pupil_name: str
    first: str
    initials: str
    photo: str
    lang: str
    direction: str
    subtitle: str
    ladder: str
    mark: str
    school: str
    help_now: str
    cards: tuple[Card, ...]
    shown: int
    suggested: int
    because: str
    choices: Choices
    chosen: Chosen
    helps: tuple[str, ...]
    entry: str
    give_back: str
    data: Mapping[str, Any]
    help_words: str


def build(reading: Reading, chosen: Chosen, choices: Choices, shown: int) -> StepsPage:
    """The page for what was read and chosen; `shown` 0 takes the step last taken and still open, else the suggested."""
    pupil, pack = reading.pupil, reading.pack
    ladder = reading.standing.ladder
    cards = tuple(_card(reading, step, chosen, choices) for step in ladder.steps)
    positions = [card.position for card in cards]
    suggested = reading.standing.suggestion.position
    last = reading.trail[-1] if reading.trail else None
    waiting = last.position if last and not last.outcome and cards[last.position - 1].outcomes else suggested
    vocabulary = pack.vocabulary
    return StepsPage(
        pupil_name=pupil.display_name,
        first=pupil.first_name,
        initials=pupil.initials,
        photo=pupil.photo,
        lang=pupil.lang,
        direction=pupil.direction,
        subtitle=f"{reading.lesson.group.name} · {reading.lesson.period}",
        ladder=ladder.label,
        mark=pack.mark,
        school=reading.school.short_name,
        help_now=vocabulary.get("help_now", "Help now"),
        cards=cards,
        shown=shown if shown in positions else waiting,
        suggested=suggested,
        because=BECAUSE.get(reading.standing.suggestion.key, ""),
        choices=choices,
        chosen=chosen,
        helps=reading.helps,
        entry=vocabulary.get("entry", "entry"),
        give_back=vocabulary.get("give_back", "time given back"),
        data=data_for_script(reading, cards, choices),
        help_words=said_for_help(reading.lesson.room, lesson_name(reading.lesson)),
    )


def _card(reading: Reading, step: LadderStep, chosen: Chosen, choices: Choices) -> Card:
    rules, pack = reading.standing.rules, reading.pack
    taken = next((one for one in reversed(reading.trail) if one.position == step.position), None)
    places = (*step.options, *reading.standing.places[step.position]) if "destination" in step.records else ()
    asks_consequence = "consequence" in step.records
    scripted = {name for prompt in step.prompts for name in choices.named_in(prompt.text)}
    return Card(
        position=step.position,
        label=step.label,
        phrase=step.phrase,
        purpose=step.purpose,
        private=step.private,
        seconds=rules.number(step.seconds),
        take_up=reading.standing.take_up[step.position],
        stance=step.stance,
        stems=stems(
            step.prompts, fills(reading, chosen, choices), pack.forbidden_words, reading.school.short_name
        ),
        options=() if places or asks_consequence else step.options,
        places=places,
        outcomes=step.outcomes,
        outcome_asks=step.outcome_records,
        records=step.records,
        sends=_sends(step, scripted),
        cites=tuple((cite, pack.clauses[cite].text) for cite in step.cites if cite in pack.clauses),
        follows=follows(reading, step),
        calls=tuple(_call(pack.roles, effect) for effect in step.effects if effect.stamp),
        offers=proposals_of(reading, step),
        state="done" if taken else "",
        taken=taken,
        unprepared=asks_consequence and bool(_unprepared(reading)),
    )


def _unprepared(reading: Reading) -> dict[str, list[int]]:
    """The consequences that need a reason until one of the steps before them is tried, with those steps (INF-CR-11)."""
    places = {step.id: step.position for step in reading.standing.ladder.steps}
    wanted = {
        one.id: [places[step] for step in one.after if step in places]
        for one in reading.pack.consequences.values()
    }
    tried = {one.position for one in reading.trail}
    return {name: steps for name, steps in wanted.items() if steps and not tried & set(steps)}


def _sends(step: LadderStep, scripted: set[str]) -> tuple[str, ...]:
    wanted = [*step.records, *(name for name in ("rule", "change", "consequence") if name in scripted)]
    if "consequence" in wanted:
        wanted += ["minutes", "suggested_consequence"]
    return tuple(dict.fromkeys(wanted))


def _call(roles: Mapping[Any, tuple[str, ...]], effect: Effect) -> Prompted:
    outcome = effect.when.details.get("outcome", "")
    titles = {str(role): names[0] for role, names in roles.items()}
    audience = titles.get(effect.audience, effect.audience.replace("_", " "))
    return Prompted(effect.id, effect.label, audience, (str(outcome),) if outcome else ())


def fills(reading: Reading, chosen: Chosen, choices: Choices) -> dict[str, str]:
    """What stands in the gaps of the stems for these choices."""
    item = reading.pack.items.get(chosen.code)
    rule = next((tag.label for tag in reading.pack.tags if tag.id == chosen.rule), "")
    return {
        "first": reading.pupil.first_name,
        "school": reading.school.short_name,
        "act": said(item.label) if item else "",
        "rule": said(rule),
        "change": said(chosen.change),
        "consequence": consequence_words(choices, chosen),
        "minutes": str(chosen.minutes) if chosen.minutes else "",
        "positive": said(chosen.positive),
    }


def data_for_script(reading: Reading, cards: tuple[Card, ...], choices: Choices) -> dict[str, Any]:
    """What the page's script needs to go on without a network, as plain values."""
    stands = reading.standing
    return {
        "lesson": reading.lesson.pk,
        "pupil": reading.pupil.pk,
        "first": reading.pupil.first_name,
        "name": reading.pupil.display_name,
        "key": f"{reading.lesson.scope_key}/{reading.pupil.pk}",
        "school": reading.school.short_name,
        "forbidden": list(reading.pack.forbidden_words),
        "entries": {code: place for code, place in stands.entries.items() if place},
        "because": BECAUSE,
        "unprepared": _unprepared(reading),
        "owes": {value: room.label for value, room in choices.owing.items()},
        "left": {value: room.left for value, room in choices.owing.items()},
        "trail": [
            {
                "id": one.id,
                "position": one.position,
                "code": one.code,
                "outcome": one.outcome,
                "at": one.at.isoformat(),
                "calls": [call.code for call in one.calls],
            }
            for one in reading.trail
        ],
        "steps": {
            str(card.position): {
                "label": card.label,
                "repeats": stands.repeats[card.position],
                "sends": list(card.sends),
                "records": list(card.records),
                "takeUp": card.take_up,
                "asks": {name: list(fields) for name, fields in card.outcome_asks.items()},
                "options": bool(card.options),
                "act": any(part.fill == "act" for stem in card.stems for part in stem.parts),
                "note": stands.ladder.steps[card.position - 1].note_only,
                "outcomes": [choice.value for choice in card.outcomes],
            }
            for card in cards
        },
    }
