"""What would follow for each pupil of a class from each kind of act, worked out with the page and in its words.

One answer serves all acts that the policy treats alike, and one wording serves all pupils for whom it is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from evenhand.apps.access.actors import Actor
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.engine.facts import Adjustment, Event, Moment, PupilState, Spot
from evenhand.engine.forecast import Forecast, forecast, variants
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Item, Ladder
from evenhand.engine.rules.ladder import ENTRY, marks_in
from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay, SchoolCalendar
from evenhand.engine.values import EventKind, LadderMode, ReleaseRule, Where
from evenhand.engine.wire import state_from_plain

ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
HEAVY = 100
MOST_KEPT = 512
_words_of: dict[tuple[object, ...], dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where and when the acts would happen, and by whose rules. `lesson` is None out of class."""

    actor: Actor
    school: School
    policy: Policy
    calendar: SchoolCalendar
    now: datetime
    where: Where
    lesson: LessonOccurrence | None = None
    leaders: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a pupil stands in this lesson: `warnings` and `away` in words, "" for none."""

    warnings: str = ""
    away: str = ""


@dataclass(frozen=True, slots=True)
class Foresight:
    """`codes` maps each act to the one that stands for it; `by` maps pupil and that act to a place in `outcomes`.

    `reported` is how many of the pupils are on report.
    """

    at: datetime
    codes: Mapping[str, str]
    outcomes: tuple[Mapping[str, Any], ...]
    by: Mapping[int, Mapping[str, int]]
    standing: Mapping[int, Standing]
    clauses: tuple[str, ...]
    reported: int = 0

    def outcome(self, pupil_id: int, code: str) -> Mapping[str, Any] | None:
        """What would follow for that pupil from that act; None where nothing was foreseen."""
        place = self.by.get(pupil_id, {}).get(self.codes.get(code, ""))
        return None if place is None else self.outcomes[place]


def foresee(
    ground: Ground,
    pupils: Sequence[Pupil],
    states: Mapping[int, Any],
    agreed: Mapping[int, Sequence[tuple[Adjustment, str]]],
) -> Foresight:
    """The outcomes of every kind of act for these pupils, and how each stands now."""
    at = local(ground.school, ground.now)
    rules = ground.policy.on(at.day)
    folded = {pupil.id: state_from_plain(states.get(pupil.id)) for pupil in pupils}
    codes = _strict_codes(ground, rules, at)
    outcomes: list[Mapping[str, Any]] = []
    places: dict[str, int] = {}
    alike: dict[tuple[object, ...], dict[str, int]] = {}
    by: dict[int, Mapping[str, int]] = {}
    for pupil in pupils:
        state, own = folded[pupil.id], agreed.get(pupil.id, ())
        key = _alike(_scopes(ground, at, pupil), pupil, state, own)
        if key not in alike:
            alike[key] = {}
            for code in sorted(set(codes.values())):
                # With nothing behind them in this scope all pupils of a year stand alike, whatever their lesson.
                shared = None if any(key[1:]) else (*_common(ground, rules, at, pupil), code)
                words = _kept(shared, partial(_foreseen, ground, rules, at, pupil, state, code, own))
                alike[key][code] = places.setdefault(repr(words), len(outcomes))
                if alike[key][code] == len(outcomes):
                    outcomes.append(words)
        by[pupil.id] = alike[key]
    standing = {pupil.id: _standing(ground, rules, at, pupil, folded[pupil.id]) for pupil in pupils}
    cites = tuple(dict.fromkeys(cite for words in outcomes for cite in words["cites"]))
    reported = sum(1 for state in folded.values() if state.reports)
    return Foresight(ground.now, codes, tuple(outcomes), by, standing, cites, reported)


def available(rules: Rules, item: Item) -> list[dict[str, Any]]:
    """The conditions of an act as the page checks them, with the value of the day and the words of a refusal."""
    details = rules.pack.details
    found = []
    for condition in item.conditions:
        value = rules.value(condition.value)
        label = details[condition.detail].label
        cite = next(iter(condition.cites or item.cites), "")
        found.append(
            {
                "detail": condition.detail,
                "op": condition.op,
                "value": value,
                "words": f"{label}: {_demand(condition.op, value)}. Otherwise the policy does not name this act.",
                "cite": cite,
            }
        )
    return found


def ordinal(n: int) -> str:
    """The word for a place in a row."""
    return ORDINALS[n] if n < len(ORDINALS) else f"{n}th"


def count(n: int) -> str:
    """The word for a number up to ten, else its figure."""
    return COUNTS[n] if n < len(COUNTS) else str(n)


def bare(phrase: str) -> str:
    """A noun phrase without its article."""
    for article in ("a ", "an ", "the "):
        if phrase.startswith(article):
            return phrase.removeprefix(article)
    return phrase


def scope_words(pack: Any, scope: str) -> str:
    """A ladder's scope as it is said: in this lesson, today."""
    words = {
        "lesson": f"in this {pack.vocabulary.get('lesson', 'lesson')}",
        "half_day": "this half-day",
        "day": "today",
        "slot": f"in this {pack.vocabulary.get('social_time', 'slot')}",
    }
    return words.get(scope, "")


def _alike(
    scopes: Collection[str], pupil: Pupil, state: PupilState, agreed: Sequence[tuple[Adjustment, str]]
) -> tuple[object, ...]:
    """What a step can depend on: pupils who are alike in this share one answer. Sums are no part of it."""
    windows = tuple(window for window in state.windows if window.scope in scopes)
    overlays = tuple((adjustment.kind, adjustment.value) for adjustment, _ in agreed)
    return (pupil.year_group, windows, state.stays, state.requests, state.owed, overlays)


def _common(ground: Ground, rules: Rules, at: Moment, pupil: Pupil) -> tuple[object, ...]:
    """What a step depends on for a pupil with nothing behind them: the rules, the minute, the kind of place, the adult."""
    leaders = tuple((role, tuple(names)) for role, names in ground.leaders.items())
    minute = (at.day, at.time.hour, at.time.minute, at.fold)
    period = _spot(ground, at, pupil).period
    return (
        rules, ground.calendar, minute, ground.where, period, pupil.year_group, ground.actor.roles, leaders,
        ground.lesson is None,
    )  # fmt: skip


def _kept(key: tuple[object, ...] | None, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The words of that key, made once in a process; without a key made anew."""
    if key is None:
        return make()
    if key not in _words_of:
        if len(_words_of) >= MOST_KEPT:
            _words_of.clear()
        _words_of[key] = make()
    return _words_of[key]


def _demand(op: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return {"at_least": f"at least {value}", "at_most": f"at most {value}"}.get(op, str(value))


def _strict_codes(ground: Ground, rules: Rules, at: Moment) -> dict[str, str]:
    """The acts on a strict ladder here: an advisory one leaves the step to the adult, so nothing is foretold."""
    standing = variants(ground.policy, at.day, ground.where)
    return {
        code: first
        for code, first in standing.items()
        if (plan := rules.plan(ground.where, code)) and plan.ladder.mode == LadderMode.STRICT
    }


def _spot(ground: Ground, at: Moment, pupil: Pupil) -> Spot:
    if ground.lesson is not None:
        return Spot(ground.where, ground.lesson.scope_key, ground.lesson.period, ground.lesson.room)
    period = ground.calendar.period_at(at.day, at.time, pupil.year_group)
    key = period.key if period else ""
    return Spot(ground.where, f"{at.day.isoformat()}/{key or 'outside'}/{ground.where}", key)


def _foreseen(
    ground: Ground,
    rules: Rules,
    at: Moment,
    pupil: Pupil,
    state: PupilState,
    code: str,
    agreed: Sequence[tuple[Adjustment, str]],
) -> dict[str, Any]:
    event = Event(
        "foreseen",
        EventKind.CONCERN,
        code,
        at,
        _spot(ground, at, pupil),
        str(ground.actor.user_id or ""),
        tuple(sorted(ground.actor.roles)),
        year_group=pupil.year_group,
        adjustments=tuple(adjustment for adjustment, _ in agreed),
    )
    try:
        found = forecast(ground.policy, ground.calendar, state, event)
    except (CalendarEnds, NotASchoolDay):
        return {"before": "the school is closed by its calendar", "outcome": "", "short": "", "cites": []}
    return _words(ground, rules, found, code)


def _words(ground: Ground, rules: Rules, found: Forecast, code: str) -> dict[str, Any]:
    plan = rules.plan(ground.where, code)
    if plan is None or not found.step:
        return {
            "before": "the server will say what follows",
            "outcome": "",
            "short": "recorded",
            "cites": list(found.cites),
        }
    ladder, step = plan.ladder, plan.ladder.steps[found.position - 1]
    if plan.entry:
        before, nth = "straight away", "at once"
    else:
        nth = ordinal(found.ordinal)
        before = f"{nth} {scope_words(rules.pack, found.scope)}".strip()
    light = found.position == 1 and not found.removes and not found.request
    label = step.label.lower()
    return {
        "step": found.step,
        "position": found.position,
        "ordinal": found.ordinal,
        "request": found.request,
        "weight": found.position + (HEAVY if found.removes or found.request else 0),
        "before": f"{before}, {found.phrase}" if light else before,
        "outcome": "" if light else _asked(ground, rules, ladder, found) or bare(found.phrase),
        "short": f"{label} at once" if plan.entry else f"{nth}: {label}",
        "cites": list(found.cites),
        "also": _also(rules, ladder, found),
        "posts": [_posted(rules, ledger, value) for ledger, value in found.posts],
    }


def _asked(ground: Ground, rules: Rules, ladder: Ladder, found: Forecast) -> str:
    """Who would be asked, where a leader has to confirm the step."""
    if not found.request or ladder.confirm_role is None:
        return ""
    names = ground.leaders.get(str(ladder.confirm_role), ())
    title = rules.pack.roles.get(ladder.confirm_role, ("leader",))[0]
    who = names[0] if len(names) == 1 else f"the {title[0].lower()}{title[1:]}"
    return f"{who} will be asked for {found.phrase}"


def _also(rules: Rules, ladder: Ladder, found: Forecast) -> list[str]:
    """What else would be proposed, and to whom: never carried out by the system."""
    labels = []
    for effect in ladder.steps[found.position - 1].effects:
        if effect.kind == "propose" and effect.id in found.proposals and effect.role is not None:
            title = rules.pack.roles.get(effect.role, (str(effect.role),))[0]
            labels.append(f"{title}: {effect.label[0].lower()}{effect.label[1:]}")
    return labels


def _posted(rules: Rules, ledger: str, value: int) -> str:
    declared = rules.pack.ledgers[ledger]
    return f"{value} {declared.singular if value == 1 else declared.plural}"


def _standing(ground: Ground, rules: Rules, at: Moment, pupil: Pupil, state: PupilState) -> Standing:
    return Standing(_warnings(ground, rules, at, pupil, state), _away(rules, at, state))


def _warnings(ground: Ground, rules: Rules, at: Moment, pupil: Pupil, state: PupilState) -> str:
    """The acts that are open in this scope, as a mark on a tile says them: one warning this lesson."""
    if not state.windows:
        return ""
    for ladder in rules.pack.ladders.values():
        if ground.where not in ladder.where or ladder.mode != LadderMode.STRICT:
            continue
        for scope in _scopes(ground, at, pupil):
            marks = [mark for mark in marks_in(state.windows, ladder.id, scope) if mark.outcome != ENTRY]
            if marks:
                step = ladder.steps[marks[-1].position - 1].label.lower()
                here = scope_words(rules.pack, rules.word(ladder.scope)).removeprefix("in ")
                return f"{count(len(marks)) if marks[-1].position == 1 else 'a'} {step} {here}"
    return ""


def _scopes(ground: Ground, at: Moment, pupil: Pupil) -> tuple[str, ...]:
    day = at.day.isoformat()
    spot = _spot(ground, at, pupil).scope
    try:
        session = ground.calendar.session_at(at.day, at.time, pupil.year_group)
    except (CalendarEnds, NotASchoolDay):
        return (spot, day)
    return (spot, f"{day}/{session}", day)


def _away(rules: Rules, at: Moment, state: PupilState) -> str:
    """Where the pupil is, or is expected today, instead of here."""
    for stay in state.stays:
        placement = rules.pack.placements.get(stay.placement)
        if placement is None:
            continue
        if stay.stage == "here":
            return f"in {placement.label}"
        later = placement.release == ReleaseRule.WHOLE_DAY
        due = (
            any(claim.release_day == at.day for claim in stay.claims) if later else stay.opened.day == at.day
        )
        if stay.stage == "expected" and due:
            return f"to {placement.label}"
    return ""
