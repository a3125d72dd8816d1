"""The policy in force: a pack with the school's own dated settings, resolved for the day of an event."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, time
from hashlib import sha256
from typing import NamedTuple

from evenhand.engine.decisions import Gate, PolicySilent, Used, Value
from evenhand.engine.pack.moments import Moments
from evenhand.engine.pack.reasons import Reasons
from evenhand.engine.pack.scales import by_ledger, of_cards, scales_of, tallied, watched_sanctions
from evenhand.engine.pack.schema import (
    Effect,
    Entry,
    Figure,
    Item,
    Ladder,
    LadderStep,
    Pack,
    Param,
    Placement,
    Programme,
    Route,
    Setting,
    When,
)
from evenhand.engine.pack.schema.effects import ALWAYS
from evenhand.engine.pack.schema.law import Law
from evenhand.engine.pack.watching import Watch
from evenhand.engine.values import LawFigure, ProgrammeForm, Where

PARAM = "param:"
SETTING = "setting:"
LAW = "law:"


class SettingValue(NamedTuple):
    """A school's answer to an open question, from a day on."""

    key: str
    value: Value
    since: date


class SettingsInvalid(ValueError):
    """The school's settings do not fit the pack. `problems` lists every one in words."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class Plan(NamedTuple):
    """How one item runs on one ladder: the step it enters at (0: by counting).

    `conflict` holds the clauses of entries that send it to different steps: the pack gives no order between them.
    """

    item: Item
    ladder: Ladder
    entry: int
    entry_cites: tuple[str, ...]
    conflict: tuple[str, ...] = ()


class Crossing(NamedTuple):
    """A programme that looks at a sum whenever it changes: the ledgers it is made of with their factors, and the step."""

    programme: Programme
    parts: Mapping[str, int]
    every: int


class Rules:
    """A policy's figures and tables as they stand on one day. Build through `Policy.on`."""

    def __init__(
        self, pack: Pack, settings: tuple[SettingValue, ...], day: date, law: Law | None = None
    ) -> None:
        self.pack = pack
        self.law = law
        self._day = day
        self._used = {PARAM + key: _param_on(param, day) for key, param in pack.params.items()}
        self._used.update(
            {SETTING + key: _setting_on(setting, settings, day) for key, setting in pack.settings.items()}
        )
        self._silences = {
            key: PolicySilent(setting.question, key)
            for key, setting in pack.settings.items()
            if setting.question and self._used[SETTING + key].since is None
        }
        self.reasons = Reasons(self._used, self._silences)
        self.moments = Moments(self.setting)
        self._values: dict[Figure, Value] = {reference: used.value for reference, used in self._used.items()}
        self._plans = {
            (where, item.code): plan
            for item in pack.items.values()
            for where in Where
            if (plan := self._plan(item, where)) is not None
        }
        self.usual_paths = {ladder.id: self._usual_path(ladder) for ladder in pack.ladders.values()}
        self._items = {name: item for item in pack.items.values() for name in (*item.aliases, item.code)}
        self.talks = {talk.task: talk for talk in pack.conversations.values() if talk.task}
        self.suggested = tuple(talk for talk in pack.conversations.values() if talk.suggest_role)
        self.gates = {placement.id: self._gates(placement) for placement in pack.placements.values()}
        self._routes = {item.code: _routes(pack, item) for item in pack.items.values()}
        self.watch = self._watch()
        self._programmes = {
            form: tuple(item for item in pack.programmes.values() if item.form == form)
            for form in ProgrammeForm
        }
        self.watches = tuple(
            Crossing(item, pack.parts_of(self.measure(item)), self.number(item.every))
            for item in self._programmes[ProgrammeForm.THRESHOLD]
        )
        self.worded: dict[tuple[str, str, str], tuple[Effect, ...]] = {}
        self.watched = frozenset(ledger for crossing in self.watches for ledger in crossing.parts)
        self.scales = scales_of(self)
        self.live_scales = tuple(scale for scale in self.scales if scale.live)
        self.live_by_ledger = by_ledger(self.live_scales)
        self.tallied = tallied(self.scales)
        self.watched_sanctions = watched_sanctions(self)
        self.carded = of_cards(pack)

    def _watch(self) -> Watch:
        """Which counters, triggers and paths watch which acts, with the triggers that the settings leave in force."""
        triggers = {
            one.id: one
            for one in self.pack.triggers.values()
            if all(self.setting(key) == value for key, value in one.when.settings.items())
        }
        back = {
            one.id: self.number(one.days) + self.number(one.base_days) + self.number(one.number)
            for one in triggers.values()
        }
        return Watch(self.pack, triggers, back)

    def _gates(self, placement: Placement) -> tuple[Gate, ...]:
        """What must be recorded before the pupil may leave."""
        return tuple(
            Gate(gate.station, gate.owner, gate.station, str(gate.override_role or ""))
            for gate in placement.gates
            if self.word(gate.mode) != "off"
        )

    def _usual_path(self, ladder: Ladder) -> tuple[int, ...]:
        """The positions that acts reach one after the other where no pupil's adjustment says otherwise."""
        return tuple(step.position for step in ladder.steps for _ in range(max(1, self.number(step.times))))

    def programmes(self, form: ProgrammeForm) -> tuple[Programme, ...]:
        """The programmes of one form, in the pack's order."""
        return self._programmes[form]

    def measure(self, programme: Programme) -> str:
        """The ledger or total that a programme counts by on this day."""
        return programme.measures[self.word(programme.basis)] if programme.basis else programme.measure

    def _plan(self, item: Item, where: Where) -> Plan | None:
        for ladder in self.pack.ladders.values():
            if where in ladder.where and item.group in ladder.groups:
                entries = [entry for entry in ladder.entries if self._claims(entry, item)]
                if not entries:
                    return Plan(item, ladder, 0, ())
                if len({entry.step for entry in entries}) > 1:
                    clauses = dict.fromkeys(cite for entry in entries for cite in entry.cites)
                    return Plan(item, ladder, 0, (), tuple(clauses))
                step = step_named(ladder, entries[0].step)
                return Plan(item, ladder, step.position if step else 0, entries[0].cites)
        return None

    def _claims(self, entry: Entry, item: Item) -> bool:
        held = all(self.setting(key) == value for key, value in entry.settings.items())
        return held and (item.group in entry.groups or bool(set(entry.tags) & set(item.tags)))

    def used(self, figure: Figure) -> Used | None:
        """The figure with its key and start date; None for a literal."""
        return self._used.get(figure) if isinstance(figure, str) else None

    def silence(self, used: Used) -> PolicySilent | None:
        """The open question that a used default stands in for; None for what the policy or the school has said."""
        return self._silences.get(used.key) if used.since is None else None

    def value(self, figure: Figure) -> Value:
        """What the figure stands for on this day. A checked pack holds no reference to nothing."""
        return self._values.get(figure, figure)

    def number(self, figure: Figure) -> int:
        """The figure as a whole number; an empty figure is nought."""
        value = self._values.get(figure, figure)
        return int(value) if value != "" else 0

    def word(self, figure: Figure) -> str:
        """The figure as a word."""
        value = self._values.get(figure, figure)
        return value if isinstance(value, str) else str(value)

    def lawful(self, key: LawFigure | None, category: str) -> Used | None:
        """The law's figure on this day; None where none is known, or none that binds that kind of school ("": any)."""
        if key is None or self.law is None or not (category == "" or self.law.binds(category)):
            return None
        held = self.law.enacted(key, self._day)
        return Used(LAW + key, held.value, held.since) if held else None

    def setting(self, key: str) -> Value:
        """The value in force of one setting."""
        return self._used[SETTING + key].value

    def item(self, code: str) -> Item | None:
        """The catalogue's item of that code or alias (G-07)."""
        return self._items.get(code)

    def plan(self, where: Where, code: str) -> Plan | None:
        """How the item runs on the ladder for that kind of place, if any ladder takes it there."""
        return self._plans.get((where, code))

    def routes(self, code: str) -> tuple[Route, ...]:
        """What the item brings about without a ladder."""
        return self._routes.get(code, ())

    def applies(self, when: When, item: Item | None, where: Where, details: object) -> bool:
        """Whether a filter lets an effect pass for this item in this kind of place."""
        if when is ALWAYS:
            return True
        tags = item.tags if item else ()
        return (
            (not when.where or where in when.where)
            and (not when.groups or (item is not None and item.group in when.groups))
            and (not when.codes or (item is not None and item.code in when.codes))
            and (not when.tags or all(tag in tags for tag in when.tags))
            and not (when.not_tags and any(tag in tags for tag in when.not_tags))
            and (not when.settings or all(self.setting(key) == value for key, value in when.settings.items()))
            and (not when.details or _details_match(when, details))
        )


class Policy:
    """A pack in force at a school, with the school's settings.

    Args:
        pack: the checked pack.
        settings: the school's answers, any order; later `since` wins from that day on.
        law: the law that stands beside the policy; its digest is part of that of the settings.

    Raises:
        SettingsInvalid: an unknown key, a value outside its choices or range, or a fixed setting changed.
    """

    def __init__(self, pack: Pack, settings: Iterable[SettingValue] = (), law: Law | None = None) -> None:
        self.pack = pack
        self.law = law
        self.settings = tuple(sorted(settings, key=lambda item: (item.key, item.since)))
        problems = [problem for item in self.settings for problem in _setting_problems(pack, item)]
        if problems:
            raise SettingsInvalid(problems)
        self.digest = pack.digest
        plain = [[item.key, item.value, item.since.isoformat()] for item in self.settings]
        self.settings_digest = digest_with(plain, law)
        starts = {value.since for param in pack.params.values() for value in param.values}
        self._starts = sorted(starts | {item.since for item in self.settings} | _days_of(law))
        self._rules: dict[int, Rules] = {}
        self._on: dict[date, Rules] = {}

    @classmethod
    def of(cls, pack: Pack, settings: Iterable[SettingValue] = (), law: Law | None = None) -> Policy:
        """The policy of a pack with a school's settings, and the law beside it where one is known."""
        return cls(pack, settings, law)

    def on(self, day: date) -> Rules:
        """The rules as they stand on that day."""
        rules = self._on.get(day)
        if rules is None:
            rules = self._on[day] = self._from(day)
        return rules

    def _from(self, day: date) -> Rules:
        place = bisect_right(self._starts, day)
        rules = self._rules.get(place)
        if rules is None:
            start = self._starts[place - 1] if place else date.min
            rules = self._rules.setdefault(place, Rules(self.pack, self.settings, start, self.law))
        return rules


def step_named(ladder: Ladder, step_id: str) -> LadderStep | None:
    """The ladder's step of that id."""
    return next((step for step in ladder.steps if step.id == step_id), None)


def digest_with(settings: object, law: Law | None) -> str:
    """The digest of a school's settings together with the law that stood beside them."""
    plain = [settings, law.digest] if law else settings
    return sha256(json.dumps(plain, separators=(",", ":")).encode()).hexdigest()


def _days_of(law: Law | None) -> set[date]:
    """The days on which some figure of the law changes."""
    return {value.since for entry in law.figures.values() for value in entry.values} if law else set()


def _param_on(param: Param, day: date) -> Used:
    values = [value for value in param.values if value.since <= day] or [param.values[0]]
    return Used(param.key, values[-1].value, values[-1].since)


def _setting_on(setting: Setting, chosen: tuple[SettingValue, ...], day: date) -> Used:
    mine = [item for item in chosen if item.key == setting.key and item.since <= day]
    return (
        Used(setting.key, mine[-1].value, mine[-1].since)
        if mine
        else Used(setting.key, setting.default, None)
    )


def _routes(pack: Pack, item: Item) -> tuple[Route, ...]:
    return tuple(
        route
        for route in pack.routes
        if route.group == item.group and (not route.codes or item.code in route.codes)
    )


def _details_match(when: When, details: object) -> bool:
    return isinstance(details, Mapping) and all(
        details.get(key) == value for key, value in when.details.items()
    )


def _setting_problems(pack: Pack, item: SettingValue) -> list[str]:
    setting = pack.settings.get(item.key)
    if setting is None:
        return [f"{item.key}: no such setting in {pack.title}"]
    if setting.fixed and item.value != setting.default:
        return [f"{item.key}: fixed by the policy at {setting.default!r}, it cannot be switched"]
    if setting.choices and item.value not in [choice.value for choice in setting.choices]:
        allowed = ", ".join(repr(choice.value) for choice in setting.choices)
        return [f"{item.key}: {item.value!r} is not one of {allowed}"]
    return _wrong_kind(setting, item)


def _wrong_kind(setting: Setting, item: SettingValue) -> list[str]:
    if setting.type == "boolean" and not isinstance(item.value, bool):
        return [f"{item.key}: {item.value!r} is neither true nor false"]
    if setting.type == "time" and not _is_time(item.value):
        return [f"{item.key}: {item.value!r} is not a clock time such as '16:30'"]
    if setting.type == "integer" and not _in_range(setting, item.value):
        return [
            f"{item.key}: {item.value!r} is not a whole number from {setting.minimum} to {setting.maximum}"
        ]
    return []


def _is_time(value: Value) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return time.fromisoformat(value).tzinfo is None
    except ValueError:
        return False


def _in_range(setting: Setting, value: Value) -> bool:
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    low, high = setting.minimum, setting.maximum
    return (low is None or value >= low) and (high is None or value <= high)
