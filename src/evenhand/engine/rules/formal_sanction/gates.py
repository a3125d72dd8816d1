"""Gates before an act about a formal sanction: checklists, reasons, earlier acts, barred grounds, panels, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from evenhand.engine.decisions import Review, Used
from evenhand.engine.facts import Fact, Sanction
from evenhand.engine.pack.schema import FormalSanction, SanctionGate, When
from evenhand.engine.rules.due import day_in
from evenhand.engine.rules.formal_sanction.dates import dated
from evenhand.engine.rules.formal_sanction.panel import panel_lacks
from evenhand.engine.rules.formal_sanction.records import recorded
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import GateForm

MOST_REASONS = 3


class Asked(NamedTuple):
    """What a gate is asked about."""

    turn: Turn
    declared: FormalSanction
    sanction: Sanction | None
    gate: SanctionGate

    @property
    def name(self) -> str:
        """The detail that the gate looks at."""
        return self.gate.detail or self.gate.id

    def detail(self, name: str) -> Fact:
        """A detail of the event or of the record, "" where there is none."""
        return self.turn.event.details.get(name, "")

    def holds(self, when: When) -> bool:
        """Whether a filter lets something pass here."""
        turn = self.turn
        return turn.rules.applies(when, turn.item, turn.event.spot.where, turn.event.details)

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the gate's lines that apply."""
        return tuple(item.id for item in self.gate.items if self.holds(item.when))

    @property
    def excused(self) -> bool:
        """Whether a reason stands in."""
        return is_text(self.detail(self.gate.id + "_reason"))


class Checked(NamedTuple):
    """What the gates that do not hold lack, with their clauses; `facts` says of each dated gate whether it is late."""

    missing: tuple[str, ...]
    cites: tuple[str, ...]
    facts: dict[str, Fact]
    reviews: tuple[Review, ...]


def is_text(value: Fact) -> bool:
    """Whether a detail says anything: a blank text and an unticked box do not."""
    return bool(value.strip()) if isinstance(value, str) else value is not False and value != ()


def words(value: Fact) -> tuple[str, ...]:
    """A detail as a row of words."""
    if isinstance(value, tuple):
        return value
    return (str(value),) if value != "" else ()


def check(
    turn: Turn, declared: FormalSanction, sanction: Sanction | None, gates: Iterable[SanctionGate], about: str
) -> Checked:
    """Ask every gate that applies; a gate that only warns raises a review instead of holding the act up."""
    missing: list[str] = []
    cites: list[str] = []
    facts: dict[str, Fact] = {}
    reviews: list[Review] = []
    for gate in gates:
        asked = Asked(turn, declared, sanction, gate)
        if not asked.holds(gate.when):
            continue
        lacks = _ASK[gate.form](asked)
        if gate.form == GateForm.BY:
            facts[gate.id + "_late"] = bool(lacks)
        if lacks and gate.warn is not None:
            why = turn.why(gate.cites, "gate_warns", (("gate", gate.id),))
            reviews.append(Review(about, str(gate.warn), why._replace(used=_used(asked))))
        elif lacks:
            missing += lacks
            cites += gate.cites
    return Checked(tuple(missing), tuple(dict.fromkeys(cites)), facts, tuple(reviews))


def _used(asked: Asked) -> tuple[Used, ...]:
    return dated(asked.turn, asked.declared, asked.gate.due).used if asked.gate.due else ()


def _ticks(asked: Asked) -> tuple[str, ...]:
    ticked = words(asked.detail(asked.name))
    return tuple(f"gate:{asked.gate.id}.{item}" for item in asked.items if item not in ticked)


def _reasons(asked: Asked) -> tuple[str, ...]:
    if not asked.gate.items:
        return _given(asked)
    return tuple(
        f"gate:{asked.gate.id}.{item}"
        for item in asked.items
        if not is_text(asked.detail(f"{asked.name}.{item}"))
    )


def _given(asked: Asked) -> tuple[str, ...]:
    return () if is_text(asked.detail(asked.name)) else ("gate:" + asked.gate.id,)


def _excused(asked: Asked) -> tuple[str, ...]:
    return () if asked.excused else _given(asked)


def _required(asked: Asked) -> tuple[str, ...]:
    act = asked.gate.act
    return () if act is not None and recorded(asked.sanction, act) else ("gate:" + asked.gate.id,)


def _recorded(asked: Asked) -> tuple[str, ...]:
    return () if asked.excused else _required(asked)


def _barred(asked: Asked) -> tuple[str, ...]:
    if not any(word in asked.items for word in words(asked.detail(asked.name))):
        return ()
    unless = asked.gate.unless
    if unless is not None and asked.holds(unless):
        return () if asked.excused else (f"detail:{asked.gate.id}_reason",)
    return ("gate:" + asked.gate.id,)


def _one_of(asked: Asked) -> tuple[str, ...]:
    given = words(asked.detail(asked.name))
    return () if given and all(word in asked.items for word in given) else ("gate:" + asked.gate.id,)


def _notified(asked: Asked) -> tuple[str, ...]:
    done = asked.sanction.done if asked.sanction else ()
    return tuple(
        f"gate:{asked.gate.id}.{item}"
        for item in asked.items
        if f"notified:{asked.gate.id}:{item}" not in done
    )


def _panel(asked: Asked) -> tuple[str, ...]:
    size = asked.turn.rules.number(asked.gate.size)
    lacks = panel_lacks(words(asked.detail(asked.name)), [item.id for item in asked.gate.items], size)
    return tuple(f"gate:{asked.gate.id}.{item}" for item in lacks)


def _by(asked: Asked) -> tuple[str, ...]:
    given = day_in(asked.detail(asked.name))
    if given is None:
        return ("detail:" + asked.name,)
    due = dated(asked.turn, asked.declared, asked.gate.due).due
    return ("gate:" + asked.gate.id,) if due is not None and given > due.day else ()


def _codes(asked: Asked) -> tuple[str, ...]:
    """One to three of the law's reasons that may be used on the day; nothing is asked where no law is known."""
    law = asked.turn.rules.law
    if law is None:
        return ()
    given = words(asked.detail(asked.name))
    allowed = law.reasons_on(asked.turn.event.at.day)
    fits = 0 < len(given) <= MOST_REASONS and all(code in allowed for code in given)
    return () if fits else ("gate:" + asked.gate.id,)


_ASK: Final[dict[GateForm, Callable[[Asked], tuple[str, ...]]]] = {
    GateForm.TICKS: _ticks,
    GateForm.REASONS: _reasons,
    GateForm.GIVEN: _given,
    GateForm.EXCUSED: _excused,
    GateForm.REQUIRED: _required,
    GateForm.RECORDED: _recorded,
    GateForm.BARRED: _barred,
    GateForm.ONE_OF: _one_of,
    GateForm.NOTIFIED: _notified,
    GateForm.PANEL: _panel,
    GateForm.BY: _by,
    GateForm.CODES: _codes,
}
