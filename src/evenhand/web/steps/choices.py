"""What can be chosen in the scripts, from the pack's lists, and what is chosen until the adult changes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.apps.conduct.standing import Room
from evenhand.apps.conduct.trail import Taken
from evenhand.apps.tenancy import typed
from evenhand.engine.pack.schema import Choice, Item, Tag
from evenhand.web.steps.reading import Positive, Reading
from evenhand.web.steps.script import said

# The lists of tags that an act may be held against; other lists of a pack are its own business.
LISTS = ("rules", "values")
REMINDS_OF = "script.reminds_of"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Named:
    """Choices under a heading."""

    label: str
    acts: tuple[Item, ...] = ()
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen now; `suggested_consequence` is what the page proposed, kept beside the choice (INF-SS-3)."""

    code: str = ""
    rule: str = ""
    consequence: str = ""
    suggested_consequence: str = ""
    minutes: int = 0
    change: str = ""
    positive: str = ""
    destination: str = ""
    receiving: str = ""
    option: str = ""
    reason: str = ""
    escort: str = ""
    pick: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The lists. `owing` maps a consequence to the minutes that it may take; `praise` are the acts to recognise."""

    acts: tuple[Named, ...]
    rules: tuple[Named, ...]
    consequences: tuple[Choice, ...]
    owing: Mapping[str, Room]
    praise: tuple[Item, ...]
    positives: tuple[Positive, ...]
    staff: tuple[str, ...]

    @staticmethod
    def named_in(text: str) -> list[str]:
        """The placeholders of a stem."""
        return _PLACEHOLDER.findall(text)


def choices_of(reading: Reading) -> Choices:
    """The lists for this pupil; a consequence that takes minutes is left out when no break is left (INF-SS-19)."""
    pack, ladder = reading.pack, reading.standing.ladder
    owing = _owing(reading)
    offered = [
        choice
        for step in ladder.steps
        if "consequence" in step.records
        for choice in step.options
        if str(choice.value) not in owing or owing[str(choice.value)].left is not None
    ]
    return Choices(
        acts=tuple(
            Named(pack.groups[group].label, acts=tuple(i for i in pack.items.values() if i.group == group))
            for group in ladder.groups
        ),
        rules=tuple(
            Named(name.capitalize(), tags=tags)
            for name in _lists(reading)
            if (tags := tuple(tag for tag in pack.tags if tag.list == name))
        ),
        consequences=tuple(offered),
        owing=owing,
        praise=tuple(i for i in pack.items.values() if pack.groups[i.group].kind == "achievement"),
        positives=reading.positives,
        staff=reading.staff,
    )


def _lists(reading: Reading) -> tuple[str, ...]:
    """Both lists, or the rules only where the school chose so (G15)."""
    rules = reading.standing.rules
    narrow = REMINDS_OF in rules.pack.settings and rules.setting(REMINDS_OF) == LISTS[0]
    return LISTS[:1] if narrow else LISTS


def _owing(reading: Reading) -> dict[str, Room]:
    return {
        str(value): reading.standing.rooms[effect.owed]
        for step in reading.standing.ladder.steps
        for effect in step.effects
        if effect.kind == "owe"
        and effect.owed in reading.standing.rooms
        and (value := effect.when.details.get("consequence"))
    }


def consequence_words(choices: Choices, chosen: Chosen) -> str:
    """The consequence as the script says it, with its minutes where it takes some."""
    label = next((one.label for one in choices.consequences if one.value == chosen.consequence), "")
    if label and chosen.consequence in choices.owing and chosen.minutes:
        return f"{said(label)}, {minutes_words(chosen.minutes)}"
    return said(label)


def minutes_words(minutes: int) -> str:
    """Minutes with their unit."""
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"


def chosen_from(reading: Reading, choices: Choices, given: Mapping[str, str]) -> Chosen:
    """The choices of the address or form, completed by the trail of this lesson and by the first of each list."""
    before = [one for one in reading.trail if one.details]
    proposed = _proposed(choices, [str(one.details.get("consequence", "")) for one in before])
    consequence = given.get("consequence") or proposed
    last = reading.trail[-1].code if reading.trail else ""
    codes = {item.code for named in choices.acts for item in named.acts}
    code = given.get("code") or last
    minutes = given.get("other_minutes") or given.get("minutes") or _latest(before, "minutes")
    rules = [tag.id for named in choices.rules for tag in named.tags]
    return Chosen(
        code=code if code in codes else "",
        rule=given.get("rule") or _latest(before, "rule") or (rules[0] if rules else ""),
        consequence=consequence,
        suggested_consequence=proposed,
        minutes=_minutes(choices, consequence, minutes),
        change=given.get("change", "") or _latest(before, "change"),
        positive=given.get("positive", "") or (choices.positives[0].words if choices.positives else ""),
        destination=given.get("destination", ""),
        receiving=given.get("receiving", ""),
        option=given.get("option", ""),
        reason=given.get("reason", ""),
        escort=given.get("escort", ""),
        pick=given.get("pick", ""),
    )


def _proposed(choices: Choices, named: list[str]) -> str:
    offered = [str(one.value) for one in choices.consequences]
    ready = [value for value in offered if value in choices.owing and choices.owing[value].left]
    wanted = [value for value in reversed(named) if value in offered]
    return next(iter([*wanted, *ready, *offered]), "")


def _latest(before: Sequence[Taken], name: str) -> str:
    values = [str(one.details.get(name, "")) for one in reversed(before)]
    return next((value for value in values if value), "")


def _minutes(choices: Choices, consequence: str, given: str) -> int:
    room = choices.owing.get(consequence)
    if room is None:
        return 0
    figure = typed.number(given)
    if figure is not None:
        return figure
    return next((one for one in room.choices if room.left and one <= room.left), room.left or 0)
