"""The rules that cite a paragraph, in plain words made from their declarations and the figures in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from evenhand.apps.policy import sanction_words
from evenhand.apps.policy.effect_words import (
    PLACES,
    detail_label,
    effect_words,
    figure_words,
    in_force,
    named,
)
from evenhand.apps.policy.programme_words import programme_words
from evenhand.apps.policy.words import listed, sentence, title_of
from evenhand.engine.explain import Found
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import (
    Condition,
    Conversation,
    Effect,
    Entry,
    FormalSanction,
    Item,
    Ladder,
    LadderStep,
    Ledger,
    Letter,
    LetterPart,
    Placement,
    Programme,
    Route,
    SanctionGate,
    SanctionStage,
    Shortcut,
    Station,
    StayGate,
    TimeOwed,
    Total,
    When,
)
from evenhand.engine.values import LadderMode, ReleaseRule, Unit

MOMENTS: Final = {
    "expected": "When a pupil is expected in {0}",
    "arrival": "On arrival in {0}",
    "release": "On release from {0}",
    "set": "When {0} is set",
    "no_show": "When {0} is missed",
    "served": "When {0} is served",
    "confirmed": "When {0} is confirmed",
    "awarded": "When {0} is given",
    "nominated": "When somebody is put forward for {0}",
    "lacking": "Where {0} is lacking",
}
COMPARED: Final = {"at_least": "at least", "at_most": "at most", "equals": "exactly"}
MANY = 4


class RuleLine(NamedTuple):
    """What follows, and where or when: each a sentence."""

    head: str
    bodies: tuple[str, ...]


Said = tuple[str, str]


def rule_words(rules: Rules, found: Sequence[Found]) -> list[RuleLine]:
    """The rules in the pack's order: under each occasion what follows; occasions with the same answer are told together."""
    items = [one.chain[-1] for one in found if isinstance(one.chain[-1], Item)]
    said = [_say(rules, one) for one in found if not isinstance(one.chain[-1], Item)]
    if len(items) > MANY:
        said.append(("Catalogue", f"{len(items)} rows rest on this paragraph"))
    else:
        said += [(f"Catalogue, {item.label}", points_words(rules, item)) for item in items]
    return _together([line for line in dict.fromkeys(said) if line[1]])


def _together(said: Sequence[Said]) -> list[RuleLine]:
    heads: dict[str, list[str]] = {}
    for head, body in said:
        heads.setdefault(body, []).append(head)
    bodies: dict[tuple[str, ...], list[str]] = {}
    for body, where in heads.items():
        bodies.setdefault(tuple(where), []).append(body)
    return [
        RuleLine("; ".join(where), tuple(sentence(body) for body in what)) for where, what in bodies.items()
    ]


def points_words(rules: Rules, item: Item) -> str:
    """What an item posts to which ledger, by stage: "behaviour points: warning 1, referral 3"."""
    parts = [
        f"{rules.pack.ledgers[ledger].label.lower()}: "
        + ", ".join(
            str(value) if stage == "recorded" else f"{stage} {value}" for stage, value in stages.items()
        )
        for ledger, stages in item.points.items()
    ]
    return "; ".join(parts) or "nothing is counted"


def _say(rules: Rules, found: Found) -> Said:
    last = found.chain[-1]
    by_field = _FIELDS.get((type(last), found.field))
    if by_field:
        return by_field(rules, last)
    by_kind = _KINDS.get(type(last))
    return by_kind(rules, found.chain) if by_kind else ("", "")


def _ladder(rules: Rules, chain: Sequence[Any]) -> Said:
    ladder: Ladder = chain[-1]
    where = listed([PLACES[place] for place in ladder.where], "or")
    groups = listed([rules.pack.groups[group].label for group in ladder.groups], "or")
    steps = ", then ".join(step.phrase for step in ladder.steps)
    who = "the rule gives the step" if ladder.mode is LadderMode.STRICT else "the adult chooses the step"
    scope = figure_words(rules, ladder.scope)
    return f"{ladder.label}, {where}", f"{groups}: {steps}; {who}. Counted within: {scope}"


def _step(rules: Rules, chain: Sequence[Any]) -> Said:
    ladder, step = chain[0], chain[-1]
    purpose = f". {step.purpose}" if step.purpose else ""
    return f"{ladder.label}, step {step.position} of {len(ladder.steps)}", f"{step.phrase}{purpose}"


def _entry(rules: Rules, chain: Sequence[Any]) -> Said:
    ladder, entry = chain[0], chain[-1]
    phrase = next(step.phrase for step in ladder.steps if step.id == entry.step)
    who = named(rules, When(tags=entry.tags, groups=entry.groups))
    return ladder.label, f"{who}: straight to {phrase}"


def _effect(rules: Rules, chain: Sequence[Any]) -> Said:
    effect: Effect = chain[-1]
    if not in_force(rules, effect.when):
        return "", ""
    owner = chain[-2]
    if isinstance(owner, LadderStep):
        moment = f"{chain[0].label}, with {owner.phrase}"
    elif isinstance(owner, Route):
        moment = f"When it is recorded: {_route_items(rules, owner)}"
    else:
        moment = MOMENTS.get(effect.on, "{0}").format(owner.label)
    return moment, effect_words(rules, effect)


def _route_items(rules: Rules, route: Route) -> str:
    return named(rules, When(codes=route.codes)) or rules.pack.groups[route.group].label


def _placement(rules: Rules, chain: Sequence[Any]) -> Said:
    placement: Placement = chain[-1]
    stations = listed([station.label.lower() for station in placement.stations])
    return placement.label, f"a stay: {stations}" if stations else "a place that a pupil can be sent to"


def _release(rules: Rules, placement: Placement) -> Said:
    if placement.release is ReleaseRule.MANUAL:
        return placement.label, "an adult says when the pupil goes back"
    days = figure_words(rules, placement.release_days, Unit.SCHOOL_DAYS)
    if placement.release is ReleaseRule.WHOLE_DAY:
        return placement.label, f"the whole day, {days} later"
    point = f" ({figure_words(rules, placement.release_point)})" if placement.release_point else ""
    return placement.label, f"back to lessons at the matching point, {days} later{point}"


def _arrival(rules: Rules, placement: Placement) -> Said:
    minutes = figure_words(rules, placement.arrival_minutes, Unit.MINUTES)
    role = title_of(rules.pack, placement.arrival_alert_role)
    alert = f"; after that the {role} is alerted" if role else ""
    return placement.label, f"the pupil must be there within {minutes}{alert}"


def _late_finish(rules: Rules, placement: Placement) -> Said:
    minutes = figure_words(rules, placement.late_finish_minutes, Unit.MINUTES)
    when = f" ({figure_words(rules, placement.late_finish)})" if placement.late_finish else ""
    return placement.label, f"until {minutes} after the closing bell{when}"


def _gap(rules: Rules, placement: Placement) -> Said:
    days = figure_words(rules, placement.gap_days, Unit.CALENDAR_DAYS)
    action = figure_words(rules, placement.gap_action)
    return f"{placement.label}, where more than {days} lie before the release", action


def _station(rules: Rules, chain: Sequence[Any]) -> Said:
    station: Station = chain[-1]
    minutes = f", {figure_words(rules, station.minutes, Unit.MINUTES)}" if station.minutes else ""
    return f"{chain[0].label}, what a stay holds", f"{station.label}{minutes}"


def _gate(rules: Rules, chain: Sequence[Any]) -> Said:
    placement, gate = chain[0], chain[-1]
    station = next((one.label for one in placement.stations if one.id == gate.station), gate.station)
    role = title_of(rules.pack, gate.override_role)
    past = f"; passed over only by the {role}, with a reason" if role else ""
    return placement.label, f"{station.lower()} comes before going back{past}"


def _time_owed(rules: Rules, chain: Sequence[Any]) -> Said:
    owed: TimeOwed = chain[-1]
    if owed.form == "minutes":
        choices = listed([str(choice) for choice in owed.choices], "or")
        cap = figure_words(rules, owed.cap, Unit.MINUTES)
        return owed.label, f"{choices} minutes, at most {cap} in one break"
    start = figure_words(rules, owed.start_offset, Unit.MINUTES)
    length = figure_words(rules, owed.length, Unit.MINUTES)
    rota = listed([f"{day.capitalize()} {year}" for day, year in owed.rota.items()])
    led = f". Year group that leads: {rota}" if rota else ""
    return owed.label, f"starts {start} after the closing bell, lasts {length}{led}"


def _confirming(rules: Rules, ladder: Ladder) -> Said:
    phrase = next((step.phrase for step in ladder.steps if step.id == ladder.confirm_step), "")
    who = title_of(rules.pack, ladder.confirm_role)
    return ladder.label, f"{phrase} is asked for and stands once confirmed by: {who}"


def _adjusting(rules: Rules, ladder: Ladder) -> Said:
    asked = rules.word(ladder.adjust_mode) == "prompt"
    words = "are answered before an act is recorded" if asked else "are shown and need no answer"
    return ladder.label, f"a pupil's agreed adjustments {words}"


def _condition(rules: Rules, chain: Sequence[Any]) -> Said:
    item, condition = chain[0], chain[-1]
    compared = COMPARED.get(condition.op, condition.op)
    value = figure_words(rules, condition.value)
    return (
        f"Catalogue, {item.label}",
        f"only where “{detail_label(rules, condition.detail).lower()}” is {compared} {value}",
    )


def _ledger(rules: Rules, chain: Sequence[Any]) -> Said:
    ledger: Ledger = chain[-1]
    return ledger.label, f"kept for each pupil, and begun again each {ledger.reset.replace('_', '-')}"


def _total(rules: Rules, chain: Sequence[Any]) -> Said:
    total: Total = chain[-1]
    parts = [
        ("less " if factor < 0 else "") + rules.pack.ledgers[key].label.lower()
        for key, factor in total.parts.items()
    ]
    return total.label, listed(parts).replace(" and less ", " less ")


def _conversation(rules: Rules, chain: Sequence[Any]) -> Said:
    talk: Conversation = chain[-1]
    low, high = figure_words(rules, talk.minimum), figure_words(rules, talk.maximum)
    chosen = "all are asked" if low == high == str(len(talk.prompts)) else f"from {low} to {high} are chosen"
    return talk.label, f"{len(talk.prompts)} questions, {chosen}"


def _shortcut(rules: Rules, chain: Sequence[Any]) -> Said:
    shortcut: Shortcut = chain[-1]
    return "Quick names", f"“{shortcut.label}” for {rules.pack.items[shortcut.item].label}"


_KINDS: Final[dict[type, Callable[[Rules, Sequence[Any]], Said]]] = {
    Ladder: _ladder,
    LadderStep: _step,
    Entry: _entry,
    Effect: _effect,
    Placement: _placement,
    Station: _station,
    StayGate: _gate,
    TimeOwed: _time_owed,
    Condition: _condition,
    Ledger: _ledger,
    Total: _total,
    Conversation: _conversation,
    Shortcut: _shortcut,
    Programme: programme_words,
    FormalSanction: sanction_words.kind_words,
    SanctionStage: sanction_words.stage_words,
    SanctionGate: sanction_words.gate_words,
    Letter: sanction_words.letter_words,
    LetterPart: sanction_words.part_words,
}
_FIELDS: Final[dict[tuple[type, str], Callable[[Rules, Any], Said]]] = {
    (Ladder, "confirm_cites"): _confirming,
    (Ladder, "adjust_cites"): _adjusting,
    (Placement, "release_cites"): _release,
    (Placement, "arrival_cites"): _arrival,
    (Placement, "late_finish_cites"): _late_finish,
    (Placement, "gap_cites"): _gap,
    (FormalSanction, "year_cap_cites"): sanction_words.year_cap,
    (FormalSanction, "further_cites"): sanction_words.further,
    (FormalSanction, "single_cap_cites"): sanction_words.single_cap,
    (FormalSanction, "reason_cites"): sanction_words.long_ones,
    (FormalSanction, "review_cites"): sanction_words.bands,
    (FormalSanction, "provision_cites"): sanction_words.provision,
}
