"""Counters, triggers and routines: figures that can be met, periods that end, and something to do when they do."""

from __future__ import annotations

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.resolve import PARAM, SETTING
from evenhand.engine.pack.schema import Counter, Figure, Routine, Trigger
from evenhand.engine.rules.windows import PERIODS

RISE_NEEDS = ("days", "factor", "base_days", "base_shortest")
SCREENS = ("referrals", "analysis")
STREAKS = ("streak_with", "streak_without")


def check_triggers(inspection: Inspection) -> None:
    """Counters of nothing or of two things, tests that can never hold or always do, and what would never be judged."""
    for path, counter in inspection.every(Counter):
        _check_counter(inspection, path, counter)
    for path, trigger in inspection.every(Trigger):
        _check_parts(inspection, path, trigger)
        _check_window(inspection, path, trigger)
        _check_number(inspection, path, trigger)
    for path, routine in inspection.every(Routine):
        if bool(routine.anchor) != (routine.every == "fortnight"):
            message = (
                "a fortnight without its anchor" if not routine.anchor else "only a fortnight has an anchor"
            )
            inspection.report((*path, "anchor"), message, "anchor where every is fortnight, and nowhere else")
        if routine.screen:
            inspection.one_of((*path, "screen"), "screen", routine.screen, SCREENS)


def _check_counter(inspection: Inspection, path: KeyPath, counter: Counter) -> None:
    sources = [bool(counter.placements), counter.acts is not None, bool(counter.ledger)]
    if sum(sources) != 1:
        message = "counts nothing" if not any(sources) else "counts several things at once"
        inspection.report(path, message, "exactly one of placements, acts and ledger")
    if counter.rule and not counter.placements:
        inspection.report(
            (*path, "rule"), "only what is sent to a placement can join a stay", "placements, or no rule"
        )
    if counter.by and counter.acts is None:
        inspection.report((*path, "by"), "only acts have details to count apart by", "acts, or no by")


def _check_parts(inspection: Inspection, path: KeyPath, trigger: Trigger) -> None:
    if not trigger.effects:
        inspection.report(path, "brings nothing about", "at least one effect", "[[trigger.effect]]")
    if trigger.per == "case" and all(effect.kind != "open" for effect in trigger.effects):
        inspection.report(
            (*path, "per"), "opens no case that it could wait for", 'an effect "open", or another per'
        )
    if trigger.first and trigger.last and trigger.last < trigger.first:
        message = f"{trigger.last.isoformat()} is before {trigger.first.isoformat()}: it is never in force"
        inspection.report((*path, "last"), message, "the first day or later")
    if trigger.test == "rise":
        for part in RISE_NEEDS:
            if not getattr(trigger, part):
                inspection.report((*path, part), f"a rise without {part}", part, f'{part} = "param:…"')


def _check_window(inspection: Inspection, path: KeyPath, trigger: Trigger) -> None:
    if trigger.test == "at_most" and trigger.window not in PERIODS:
        message = f'"at_most" is judged when a period ends, and "{trigger.window}" does not end'
        inspection.report((*path, "window"), message, f"one of {', '.join(PERIODS)}")
    if trigger.test in ("at_most", "streak_without") and trigger.judge != "close":
        message = f'"{trigger.test}" holds because something did not happen, so no event can show it'
        inspection.report((*path, "judge"), message, 'judge = "close"', '"close"')
    if trigger.test in STREAKS and trigger.window not in ("day", "week"):
        inspection.report(
            (*path, "window"), f'a streak counts days or weeks, not "{trigger.window}"', "day or week"
        )
    if trigger.test == "rise" and trigger.window != "school_days":
        inspection.report(
            (*path, "window"), "a rise is measured in school days", "school_days", '"school_days"'
        )
    if trigger.window == "school_days" and not trigger.days:
        inspection.report((*path, "days"), "does not say how many school days", "days", 'days = "param:…"')
    if trigger.per == "period" and trigger.window in ("school_days", "rolling_year", "always"):
        inspection.report(
            (*path, "per"), f'"{trigger.window}" has no periods', "crossing, pupil, case or event"
        )


def _check_number(inspection: Inspection, path: KeyPath, trigger: Trigger) -> None:
    least = 0 if trigger.test in ("at_most", "exactly") else 1
    for value in _values_of(inspection, trigger.number):
        if isinstance(value, int) and value < least:
            message = (
                f"{trigger.test} {value} always holds"
                if value <= 0 and least
                else f"{value} can never be counted"
            )
            inspection.report((*path, "number"), message, f"a figure of {least} or more")


def _values_of(inspection: Inspection, figure: Figure) -> tuple[Figure, ...]:
    """Every value that a figure has or may have."""
    if not isinstance(figure, str):
        return (figure,)
    pack = inspection.pack
    if figure.startswith(PARAM) and (param := pack.params.get(figure.removeprefix(PARAM))):
        return tuple(dated.value for dated in param.values)
    if figure.startswith(SETTING) and (setting := pack.settings.get(figure.removeprefix(SETTING))):
        low = () if setting.minimum is None else (setting.minimum,)
        return (setting.default, *low, *(choice.value for choice in setting.choices))
    return ()
