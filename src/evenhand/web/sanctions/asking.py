"""What an act about a formal sanction asks of whoever records it: the fields of a form, from the pack's own gates.

The engine alone says whether the act may stand. What it finds missing comes back beside the field that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from evenhand.apps.access.actors import Actor
from evenhand.engine.facts import Fact, Sanction
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Acting, FormalSanction, SanctionGate, SanctionStage, When
from evenhand.engine.rules.formal_sanction.deciders import ACTING_AS
from evenhand.engine.rules.formal_sanction.process import DECIDING, stages_of
from evenhand.engine.rules.formal_sanction.records import recorded
from evenhand.engine.values import Act, GateForm, SanctionForm, Where

LUNCHTIMES = 5
NEEDED = "This is needed first."
SESSIONS = (("am", "In the morning"), ("pm", "After the midday break"))
YES_NO = (("yes", "Yes"), ("no", "No"))
CAPS = ("limit:single", "limit:half_days", "limit:year", "limit:overlap")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to be said. `form`: words, line, number, days, day, one, many. `facts` are what the engine calls it."""

    name: str
    label: str
    form: str
    facts: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    value: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together, with the paragraphs that ask for them; `note` says what needs nothing typed.

    `more`: what the engine asked for besides, once it had looked at the answers.
    """

    title: str
    cites: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    note: str = ""
    more: bool = False


class Asked(NamedTuple):
    """An act that somebody is about to record; `missing` holds what the engine refused for, in words."""

    rules: Rules
    declared: FormalSanction
    act: Act
    actor: Actor
    sanction: Sanction | None
    details: Mapping[str, Fact]
    missing: Mapping[str, str]
    day: date

    def holds(self, when: When) -> bool:
        """Whether a filter of the pack lets something pass here."""
        return self.rules.applies(when, None, Where.OUT_OF_CLASS, self.details)

    @property
    def stages(self) -> tuple[SanctionStage, ...]:
        """What the pack declares for the act, as far as it applies to what is known."""
        return tuple(
            one for one in stages_of(self.rules.pack, self.declared.id, self.act) if self.holds(one.when)
        )


def parts_of(asked: Asked) -> tuple[Part, ...]:
    """Everything that the act asks for, in the pack's order."""
    found = [*_period(asked), *_acting(asked), *_needs(asked)]
    found += [_gate(asked, gate) for stage in asked.stages for gate in stage.gates if asked.holds(gate.when)]
    known = {fact for part in found for one in part.fields for fact in one.facts}
    more = [fact for fact in asked.missing if fact.startswith("detail:") and fact not in known]
    names = [fact.partition(":")[2] for fact in more]
    if names:
        fields = tuple(_typed(asked, name, _label(asked, name)) for name in names)
        found.append(Part("Also needed", (), fields, more=True))
    return tuple(found)


def unplaced(asked: Asked, parts: Iterable[Part]) -> tuple[str, ...]:
    """What the engine refused for and no field asks, in words: an earlier act, a cap, a role."""
    known = {fact for part in parts for one in part.fields for fact in one.facts}
    return tuple(dict.fromkeys(words for fact, words in asked.missing.items() if fact not in known))


def may(actor: Actor, rules: Rules, declared: FormalSanction, act: Act) -> bool:
    """Whether the pack lets somebody in the actor's roles record that act about that kind."""
    stages = stages_of(rules.pack, declared.id, act)
    if not stages or any(stage.roles and not _held(actor, map(str, stage.roles)) for stage in stages):
        return False
    return act not in DECIDING or _decides(actor, declared) or bool(_titles(actor, rules, declared))


def _held(actor: Actor, roles: Iterable[str]) -> bool:
    return bool(actor.roles & set(roles))


def _decides(actor: Actor, declared: FormalSanction) -> bool:
    return str(declared.decider) in actor.roles


def _titles(actor: Actor, rules: Rules, declared: FormalSanction) -> tuple[Acting, ...]:
    """The ways of acting for the decider that the school's settings leave to somebody in the actor's roles."""
    return tuple(
        one
        for one in declared.acting
        if str(one.role) in actor.roles and rules.applies(one.when, None, Where.OUT_OF_CLASS, {})
    )


def _period(asked: Asked) -> Iterator[Part]:
    if asked.act not in (Act.PROPOSE, Act.ISSUE) or asked.declared.form == SanctionForm.RECORD:
        return
    fields: tuple[Field, ...]
    cites = asked.declared.year_cap_cites or asked.declared.single_cap_cites or asked.declared.cites
    match asked.declared.form:
        case SanctionForm.PERIOD:
            fields = (
                _say(asked, Field("start", "First day", "day", ("detail:start", "detail:periods"))),
                _say(asked, Field("session", "From", "one", ("detail:session",), SESSIONS, ("am",))),
                _say(asked, Field("days", "School days, halves as .5", "days", ("detail:half_days", *CAPS))),
            )
        case SanctionForm.LUNCHTIME:
            told = asked.details.get("lunches", ())
            days = told if isinstance(told, tuple) else ()
            fields = tuple(
                Field(
                    "lunches", f"Lunchtime {number + 1}", "day", ("detail:lunches", *CAPS),
                    value=days[number] if number < len(days) else "",
                    problem="" if number else _problem(asked, ("detail:lunches", *CAPS)),
                )
                for number in range(LUNCHTIMES)
            )  # fmt: skip
        case _:
            fields = (_say(asked, Field("start", "From", "day", ("detail:start",))),)
    yield Part("When", cites, fields)


def _acting(asked: Asked) -> Iterator[Part]:
    """Who decides for somebody else says under which title, and what that title asks for."""
    if asked.act not in DECIDING or _decides(asked.actor, asked.declared):
        return
    titles = _titles(asked.actor, asked.rules, asked.declared)
    if titles:
        choices = tuple((one.title, one.title.replace("_", " ").capitalize()) for one in titles)
        needs = dict.fromkeys(name for one in titles for name in one.needs)
        fields = (
            _say(asked, Field(ACTING_AS, "Acting as", "one", (f"role:{asked.declared.decider}",), choices)),
            *(_detail(asked, name) for name in needs),
        )
        yield Part("In place of whoever decides", titles[0].cites, fields)


def _needs(asked: Asked) -> Iterator[Part]:
    for stage in asked.stages:
        if stage.needs:
            yield Part("What is known", stage.cites, tuple(_detail(asked, name) for name in stage.needs))


def _gate(asked: Asked, gate: SanctionGate) -> Part:
    name = gate.detail or gate.id
    items = tuple((one.id, one.label) for one in gate.items if asked.holds(one.when))
    own = (f"gate:{gate.id}", f"detail:{name}")
    why = f"{gate.id}_reason"
    match gate.form:
        case GateForm.TICKS:
            facts = (*own, *(f"gate:{gate.id}.{key}" for key, _ in items))
            fields: tuple[Field, ...] = (_say(asked, Field(name, gate.label, "many", facts, items)),)
        case GateForm.CODES:
            fields = (_say(asked, Field(name, gate.label, "many", own, _codes(asked))),)
        case GateForm.ONE_OF:
            fields = (_say(asked, Field(name, gate.label, "one", own, items)),)
        case GateForm.REASONS if items:
            fields = tuple(
                _say(asked, Field(f"{name}.{key}", label, "words", (f"gate:{gate.id}.{key}",)))
                for key, label in items
            )
        case GateForm.REASONS | GateForm.GIVEN:
            fields = (_say(asked, Field(name, gate.label, "words", own)),)
        case GateForm.EXCUSED:
            fields = (
                _say(asked, Field(name, gate.label, "words", own)),
                _say(asked, Field(why, "Or why it is not there", "words")),
            )
        case GateForm.RECORDED if gate.act and not recorded(asked.sanction, gate.act):
            fields = (_say(asked, Field(why, "It is not on record: say why", "words", own)),)
        case _:
            fields = ()
    return Part(gate.label, gate.cites, fields, "" if fields else _note(asked, gate, items))


def _note(asked: Asked, gate: SanctionGate, items: tuple[tuple[str, str], ...]) -> str:
    """What a gate says that needs nothing typed here."""
    if gate.act is not None:
        return "On record." if recorded(asked.sanction, gate.act) else "This has to be put on record first."
    return "; ".join(label for _, label in items)


def _codes(asked: Asked) -> tuple[tuple[str, str], ...]:
    law = asked.rules.law
    codes = law.reasons_on(asked.day) if law else ()
    return tuple((code, f"{code}: {law.reasons[code].label}") for code in codes) if law else ()


def _detail(asked: Asked, name: str) -> Field:
    """A field for a detail as the pack declares it: yes or no, a number, or words."""
    declared = asked.rules.pack.sanction_facts.get(name) or asked.rules.pack.details.get(name)
    kind = str(declared.type) if declared else "text"
    if kind == "boolean" or name.endswith("_absent"):
        return _say(asked, Field(name, _label(asked, name), "one", (f"detail:{name}",), YES_NO))
    if kind == "integer":
        return _say(asked, Field(name, _label(asked, name), "number", (f"detail:{name}",)))
    return _typed(asked, name, _label(asked, name))


def _typed(asked: Asked, name: str, label: str) -> Field:
    return _say(asked, Field(name, label, "day" if name.endswith("_on") else "words", (f"detail:{name}",)))


def _label(asked: Asked, name: str) -> str:
    pack = asked.rules.pack
    declared = pack.sanction_facts.get(name) or pack.details.get(name)
    return declared.label if declared else name.replace("_", " ").replace(".", ": ").capitalize()


def _say(asked: Asked, one: Field) -> Field:
    """The field with what stands in it and what is wrong with it."""
    told = asked.details.get("half_days" if one.form == "days" else one.name)
    value, chosen = "", one.chosen
    if isinstance(told, bool):
        chosen = ("yes" if told else "no",)
    elif isinstance(told, tuple):
        chosen = told
    elif told is not None:
        value = f"{told / 2:g}" if one.form == "days" and isinstance(told, int) else str(told)
        chosen = (value,)
    return Field(
        one.name, one.label, one.form, one.facts, one.choices, chosen, value, _problem(asked, one.facts)
    )


def _problem(asked: Asked, facts: Iterable[str]) -> str:
    found = next((fact for fact in facts if fact in asked.missing), "")
    return asked.missing[found] if found.startswith("limit:") else NEEDED if found else ""
