"""One act about a formal sanction, from the person who records it to what follows; only a decider's act issues one."""

from __future__ import annotations

from evenhand.engine.decisions import Formal, Missing, Propose, Used, Value
from evenhand.engine.facts import Done, Fact, Sanction
from evenhand.engine.pack.schema import FormalSanction, Pack, SanctionGate, SanctionStage
from evenhand.engine.rules.due import day_in
from evenhand.engine.rules.formal_sanction import totals
from evenhand.engine.rules.formal_sanction.deciders import may_decide, may_record
from evenhand.engine.rules.formal_sanction.duties import bring_about, standing_out
from evenhand.engine.rules.formal_sanction.gates import check, is_text
from evenhand.engine.rules.formal_sanction.issuing import Worked, work_out
from evenhand.engine.rules.formal_sanction.letters import write
from evenhand.engine.rules.formal_sanction.records import (
    CONSIDERED,
    ISSUED,
    WITHDRAWN,
    add_act,
    find,
    known,
    recorded,
)
from evenhand.engine.rules.formal_sanction.withdrawing import take_back
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import Act, SanctionForm

OPENING = frozenset({Act.CONSIDER, Act.RAISE, Act.PROPOSE, Act.ISSUE})
FIXED = frozenset({Act.EXTEND, Act.CONVERT})
DECIDING = frozenset({Act.ISSUE, Act.WITHDRAW})
# Facts that an act keeps on record for later ones; what a person wrote stays with the event.
NOT_KEPT = frozenset({"excluded_dates"})
# Facts that are fields of the outcome, or notes for the engine's own use.
UNTOLD = frozenset(
    {
        "halves",
        "run_first",
        "run_units",
        "first",
        "last",
        "returns",
        "units",
        "term_half_days",
        "year_half_days",
    }
)


class Step:
    """One act while it is being checked. It never leaves the engine."""

    __slots__ = ("act", "declared", "sanction", "stages", "title", "turn", "worked")

    def __init__(self, turn: Turn, act: Act, declared: FormalSanction, sanction: Sanction | None) -> None:
        self.turn = turn
        self.act = act
        self.declared = declared
        self.sanction = sanction
        self.stages: tuple[SanctionStage, ...] = ()
        self.title = ""
        self.worked = Worked({}, {}, ())

    @property
    def about(self) -> str:
        """The id of the sanction."""
        return self.sanction.id if self.sanction else self.turn.event.id


def act_on(turn: Turn) -> None:
    """Check what somebody records about a formal sanction, put it on record and say what follows."""
    step = _opened(turn)
    _tell_of(turn, step)
    step.stages = _stages(turn, step)
    cites = _cites(step)
    for stage in step.stages:
        may_record(turn, tuple(map(str, stage.roles)), stage.cites)
    if step.act in DECIDING:
        step.title = may_decide(turn, step.declared)
    _in_order(step, cites)
    step.worked = _worked(step)
    turn.event = turn.event._replace(details={**turn.event.details, **step.worked.facts})
    step.stages = _stages(turn, step)
    _in_order(step, cites)
    checked = check(turn, step.declared, step.sanction, _gates(step), step.about)
    if checked.missing:
        raise Unable(Missing(checked.missing, checked.cites))
    turn.event = turn.event._replace(details={**turn.event.details, **checked.facts})
    sanction = _put_on_record(step, checked.facts)
    _formal(step, sanction, cites)
    if step.act == Act.LETTER:
        write(turn, step.declared, sanction)
    bring_about(
        turn, step.declared, (effect for stage in step.stages for effect in stage.effects), sanction.id
    )
    turn.outcomes.extend(checked.reviews)


def stages_of(pack: Pack, kind: str, act: Act) -> tuple[SanctionStage, ...]:
    """What the pack declares for an act about sanctions of a kind, in its order."""
    return tuple(
        stage for stage in pack.sanction_stages if stage.act == act and (not stage.of or kind in stage.of)
    )


def _opened(turn: Turn) -> Step:
    """The act, the kind and the sanction that the event is about; a kind never changes (¶171)."""
    event, pack = turn.event, turn.rules.pack
    told = event.details.get("stage")
    if told not in set(Act):
        raise Unable(Missing(("detail:stage",)))
    act = Act(str(told))
    sanction = find(turn.sanctions, event.about)
    declared = pack.sanctions.get(sanction.kind if sanction else event.code)
    if declared is None:
        raise Unable(Missing(("sanction",) if event.code in pack.sanctions or not event.code else ("code",)))
    if sanction is None and act not in OPENING:
        raise Unable(Missing(("sanction",), declared.cites))
    if sanction is not None and (act in FIXED or event.code not in ("", sanction.kind)):
        raise Unable(Missing(("new_decision",), declared.further_cites or declared.cites))
    return Step(turn, act, declared, sanction)


def _tell_of(turn: Turn, step: Step) -> None:
    """Let filters, gates and dates see what is on record; what this event says comes after.

    What an earlier act of the same kind said is not taken for this one's word.
    """
    own: dict[str, Fact] = {"form": str(step.declared.form), "about": step.about}
    turn.event = turn.event._replace(details={**own, **known(step.sanction, step.act), **turn.event.details})


def _stages(turn: Turn, step: Step) -> tuple[SanctionStage, ...]:
    found = stages_of(turn.rules.pack, step.declared.id, step.act)
    if not found:
        raise Unable(Missing(("stage:" + step.act,), step.declared.cites))
    where, details = turn.event.spot.where, turn.event.details
    return tuple(stage for stage in found if turn.rules.applies(stage.when, turn.item, where, details))


def _cites(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for stage in step.stages for cite in stage.cites)) or step.declared.cites


def _in_order(step: Step, cites: tuple[str, ...]) -> None:
    """Each act in its turn: after those it needs, before those that close it, with the details it asks for."""
    turn, sanction = step.turn, step.sanction
    if step.act == Act.ISSUE and sanction is not None and sanction.stage not in (CONSIDERED, "proposed"):
        raise Unable(Missing(("new_decision",), step.declared.further_cites or cites))
    if sanction is not None and sanction.stage == WITHDRAWN:
        raise Unable(Missing(("sanction",), cites))
    missing = ["act:" + act for stage in step.stages for act in stage.after if not recorded(sanction, act)]
    missing += ["too_late:" + act for stage in step.stages for act in stage.before if recorded(sanction, act)]
    needs = dict.fromkeys(name for stage in step.stages for name in stage.needs)
    missing += ["detail:" + name for name in needs if not _told(turn.event.details.get(name, ""))]
    if missing:
        raise Unable(Missing(tuple(dict.fromkeys(missing)), cites))


def _told(value: Fact) -> bool:
    """Whether a detail is there at all: no is an answer, a blank is none."""
    return bool(value.strip()) if isinstance(value, str) else value != ()


def _worked(step: Step) -> Worked:
    """What the act comes to: a period and its totals, the half-days that a withdrawal gives back, a count in the term."""
    turn, declared = step.turn, step.declared
    if step.act == Act.ISSUE or (step.act == Act.PROPOSE and _has_period(turn)):
        _further(step)
        worked = work_out(turn, declared, step.sanction)
        return worked if step.act == Act.ISSUE else worked._replace(adds={})
    if step.act == Act.WITHDRAW and step.sanction is not None and step.sanction.stage == ISSUED:
        return take_back(turn, declared, step.sanction)
    if step.act == Act.RAISE:
        key, many = totals.in_term(turn, declared)
        flagged = bool(declared.flag_at) and many >= turn.rules.number(declared.flag_at)
        return Worked({"in_term": many, "flagged": flagged}, {key: 1}, ())
    return Worked(_standing(turn, declared), {}, ())


def _has_period(turn: Turn) -> bool:
    return any(turn.event.details.get(name) for name in ("start", "periods", "lunches"))


def _further(step: Step) -> None:
    """A further sanction for the same incident needs new evidence, where it is allowed at all (¶171, G1)."""
    turn, declared = step.turn, step.declared
    incident = step.sanction.about if step.sanction else turn.event.about
    if not totals.follows_on(turn, declared, step.about, incident):
        return
    if turn.rules.value(declared.further) == "refuse":
        raise Unable(Missing(("limit:same_incident",), declared.further_cites))
    if not is_text(turn.event.details.get("new_evidence", "")):
        raise Unable(Missing(("detail:new_evidence",), declared.further_cites))


def _standing(turn: Turn, declared: FormalSanction) -> dict[str, Fact]:
    """The pupil's totals as they stand, for whoever weighs a decision (INF-SE-4)."""
    if declared.form == SanctionForm.RECORD:
        return {}
    day = turn.calendar.school_day_on_or_after(turn.event.at.day)
    term, year = (
        next(key for key in totals.periods_of(turn, day) if key.startswith(start)) for start in ("t:", "y:")
    )
    before = {"term_half_days": term, "year_half_days": year}
    return {name: totals.before(turn, declared, key) for name, key in before.items()}


def _gates(step: Step) -> tuple[SanctionGate, ...]:
    return tuple(gate for stage in step.stages for gate in stage.gates)


def _put_on_record(step: Step, late: dict[str, Fact]) -> Sanction:
    turn, event = step.turn, step.turn.event
    sanction = step.sanction or Sanction(event.id, step.declared.id, CONSIDERED, event.about)
    adds = dict(step.worked.adds)
    counts = step.declared.form in (SanctionForm.PERIOD, SanctionForm.LUNCHTIME)
    if step.act == Act.ISSUE and counts:
        adds |= totals.decided_keys(turn)
    return add_act(
        turn,
        sanction,
        Done(event.id, str(step.act), event.at.day, _kept(step, late), tuple(sorted(adds.items()))),
    )


def _kept(step: Step, late: dict[str, Fact]) -> tuple[tuple[str, Value], ...]:
    """What stays on record for later acts: what was worked out, the details that the stage asks for, who was told."""
    details = step.turn.event.details
    keep = {name: value for name, value in step.worked.facts.items() if name not in NOT_KEPT}
    names = [name for stage in step.stages for name in stage.needs]
    if step.act == Act.NOTIFIED:
        names += ["notice", "to"]
    keep |= late | {name: details[name] for name in names if name in details}
    return tuple(sorted((name, value) for name, value in keep.items() if not isinstance(value, tuple)))


def _formal(step: Step, sanction: Sanction, cites: tuple[str, ...]) -> None:
    turn, details = step.turn, step.turn.event.details
    units = details.get("units", 0) if step.act in (Act.PROPOSE, Act.ISSUE) else sanction.units
    term, year = (_whole(details.get(name)) for name in ("term_half_days", "year_half_days"))
    why = turn.why(cites, "formal_" + step.act, _values(step))._replace(used=_unique(step.worked.used))
    turn.outcomes.append(
        Formal(
            step.declared.id,
            sanction.id,
            str(step.act),
            turn.event.by,
            day_in(details.get("first")),
            day_in(details.get("last")),
            day_in(details.get("returns")),
            _whole(units),
            term,
            year,
            why,
        )
    )
    if step.act == Act.PROPOSE:
        decider = str(step.declared.decider)
        turn.outcomes.append(Propose(step.declared.id, step.declared.label, decider, sanction.id, why))


def _values(step: Step) -> tuple[tuple[str, Value], ...]:
    """What was worked out, who acted for whom, and the lines of a checklist that stand out, as named values."""
    values = [
        (name, value)
        for name, value in step.worked.facts.items()
        if name not in UNTOLD and not isinstance(value, tuple)
    ]
    if step.title:
        values.append(("acting_as", step.title))
    items = [item for stage in step.stages for gate in stage.gates for item in gate.items]
    if out := standing_out(step.turn, items):
        values.append(("highlighted", ",".join(out)))
    return tuple(values)


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _unique(used: tuple[Used, ...]) -> tuple[Used, ...]:
    return tuple(dict.fromkeys(used))
