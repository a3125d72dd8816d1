"""Figures: each a reference to a dated, cited value of the right unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import pairwise
from typing import Any, Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.convert import hints_of
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import (
    Category,
    Chase,
    Choice,
    Condition,
    Counter,
    DatedValue,
    Due,
    Duty,
    Effect,
    Figure,
    FormalSanction,
    HandIn,
    Ladder,
    LadderStep,
    Param,
    Placement,
    Programme,
    Register,
    RegisterLevel,
    ReportCard,
    Routine,
    Setting,
    StagedPath,
    Station,
    TimeOwed,
    Trigger,
)
from evenhand.engine.pack.wording import told
from evenhand.engine.values import DueRule, Origin, Unit

ANSWERS: Final = (DatedValue, Choice, Setting)
"""Declarations whose own figures are the values that others refer to."""

CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

_MINUTES = (Unit.MINUTES,)
UNITS: Final[Mapping[tuple[type, str], tuple[Unit, ...]]] = {
    (LadderStep, "seconds"): (Unit.SECONDS,),
    (LadderStep, "take_up_seconds"): (Unit.SECONDS,),
    (LadderStep, "times"): (Unit.COUNT,),
    (LadderStep, "repeat_limit"): (Unit.COUNT,),
    (Station, "minutes"): _MINUTES,
    (HandIn, "alert"): _MINUTES,
    (Duty, "warn"): _MINUTES,
    (Duty, "need"): (Unit.COUNT,),
    (Placement, "release_days"): (Unit.SCHOOL_DAYS,),
    (Placement, "arrival_minutes"): _MINUTES,
    (Placement, "late_finish_minutes"): _MINUTES,
    (Placement, "gap_days"): (Unit.SCHOOL_DAYS, Unit.CALENDAR_DAYS),
    (Chase, "after"): (Unit.SCHOOL_DAYS,),
    (Placement, "carry_days"): (Unit.SCHOOL_DAYS,),
    (Placement, "extension_cap"): (Unit.SCHOOL_DAYS,),
    (Placement, "review_minutes"): _MINUTES,
    (TimeOwed, "start_offset"): _MINUTES,
    (TimeOwed, "length"): _MINUTES,
    (TimeOwed, "register_minutes"): _MINUTES,
    (TimeOwed, "lead"): _MINUTES,
    (TimeOwed, "cut_off"): (Unit.TIME,),
    (TimeOwed, "cap"): _MINUTES,
    (TimeOwed, "increment"): _MINUTES,
    (Effect, "value"): (Unit.POINTS, Unit.COUNT, Unit.SESSIONS),
    (Trigger, "number"): (Unit.COUNT, Unit.POINTS, Unit.SCHOOL_DAYS, Unit.WEEKS),
    (Trigger, "days"): (Unit.SCHOOL_DAYS,),
    (Trigger, "factor"): (Unit.COUNT, Unit.RATIO),
    (Trigger, "base_days"): (Unit.SCHOOL_DAYS,),
    (Trigger, "base_shortest"): (Unit.SCHOOL_DAYS,),
    (Routine, "next_day_at"): (Unit.TIME,),
    (Due, "at"): (Unit.TIME,),
    (Programme, "every"): (Unit.POINTS, Unit.COUNT),
    (Programme, "number"): (Unit.PUPILS, Unit.COUNT),
    (Programme, "least"): (Unit.PERCENTAGE_POINTS,),
    (Programme, "quota"): (Unit.PUPILS,),
    (Programme, "share"): (Unit.PERCENT,),
    (Programme, "weeks"): (Unit.WEEKS,),
    (RegisterLevel, "threshold"): (Unit.POINTS, Unit.COUNT),
    (Category, "at_least"): (Unit.COUNT,),
    (Register, "confirm_from"): (Unit.COUNT,),
    (ReportCard, "compare_days"): (Unit.SCHOOL_DAYS,),
    (ReportCard, "suggest_from"): (Unit.COUNT,),
    (FormalSanction, "year_cap"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "school_cap"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "single_cap"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "reason_above"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "represent_above"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "review_above"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "provision_above"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "public_days"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "work_days"): (Unit.SCHOOL_DAYS,),
    (FormalSanction, "flag_at"): (Unit.COUNT,),
}
DUE_UNITS: Final[Mapping[DueRule, tuple[Unit, ...]]] = {
    DueRule.MINUTES: _MINUTES,
    DueRule.SCHOOL_DAYS: (Unit.SCHOOL_DAYS,),
    DueRule.WEEKS: (Unit.WEEKS,),
    DueRule.SCHOOL_DAYS_BEFORE: (Unit.SCHOOL_DAYS,),
    DueRule.NTH_SCHOOL_DAY: (Unit.SCHOOL_DAYS,),
    DueRule.HOURS_BEFORE: (Unit.HOURS,),
}
MODES: Final[Mapping[tuple[type, str], tuple[Figure, ...]]] = {
    (Ladder, "scope"): ("lesson", "half_day", "day", "slot", "week", "half_term", "stay"),
    (Ladder, "match"): ("any", "same", "highest"),
    (Ladder, "pending"): ("note", "second_proposal"),
    (Placement, "return_after"): ("every_but_lunchtime", "first_only"),
    (Placement, "cut_off"): ("ends", "resumes"),
    (Placement, "release_point"): ("same_period_end", "same_period_start", "clock_time"),
    (Placement, "late_finish"): ("any_day_past_bell", "day_one_only", "both_days", "never"),
    (Placement, "gap_action"): ("confirm", "waive", "none"),
    (Placement, "overlap"): ("merge", "stack", "latest"),
    (Ladder, "adjust_mode"): ("prompt", "off"),
    (Ladder, "chain_points"): ("additive", "replace"),
    (Effect, "owner"): ("author", "witness"),
    (Programme, "nested"): (True, False),
    (Counter, "rule"): ("confirmed_merged_once", "each_act"),
    (Routine, "anchor"): ("school_weeks", "calendar"),
    (Routine, "if_closed"): ("last_school_day", "next_school_day"),
    (StagedPath, "reached"): ("confirmed", "reported"),
    (StagedPath, "look_back"): ("whole_time", "school_year", "term"),
    (Category, "counted_on"): ("decision", "start"),
    (Register, "boundary"): ("higher", "lower"),
    (Register, "combine"): ("max", "points", "events"),
    (Register, "update"): ("live_up_snapshot_down", "snapshot"),
    (ReportCard, "alone"): ("one_at_a_time", "any"),
    (FormalSanction, "boundary"): ("representation_band", "review_band"),
    (FormalSanction, "totals"): ("halves_and_prior", "whole_days"),
    (FormalSanction, "across_terms"): ("by_day", "by_start"),
    (FormalSanction, "half_return"): ("next_session", "next_day"),
    (FormalSanction, "sixth_start"): ("first_affected", "next_day"),
    (FormalSanction, "count_window"): ("academic_year", "rolling_12_months", "whole_school"),
    (FormalSanction, "further"): ("refuse", "warn"),
    (FormalSanction, "half_days"): (True, False),
    (FormalSanction, "terms"): (3, 6),
    (HandIn, "on"): (True, False),
    (HandIn, "others"): (True, False),
}
"""Figures that choose between ways that the engine knows."""


def check_figures(inspection: Inspection) -> None:
    """Bare or unknown figures, wrong units, ways that the engine does not know, undated or uncited values."""
    for path, declaration, name, value in _figures(inspection):
        _check_figure(inspection, (*path, name), declaration, name, value)
    for path, param in inspection.every(Param):
        _check_values(inspection, path, param)
    for path, due in inspection.every(Due):
        _check_due(inspection, path, due)


def _figures(inspection: Inspection) -> Iterator[tuple[KeyPath, Any, str, Figure]]:
    """Every field that takes a figure and was given one other than its default."""
    for path, declaration in inspection.declarations:
        if isinstance(declaration, ANSWERS):
            continue
        for field in fields(declaration):
            value = getattr(declaration, field.name)
            kind: type = type(declaration)
            is_figure = hints_of(kind)[field.name] == Figure
            if is_figure and not (value == field.default and type(value) is type(field.default)):
                yield path, declaration, field.name, value


def _check_figure(inspection: Inspection, path: KeyPath, owner: Any, name: str, value: Figure) -> None:
    if not value or (isinstance(owner, Condition) and value is True):
        return
    source, _, key = value.partition(":") if isinstance(value, str) else ("", "", "")
    if source == "param":
        inspection.known(path, "param", key)
    elif source == "setting":
        inspection.known(path, "setting", key)
    else:
        expected = '"param:<key>" or "setting:<key>", so that the figure is cited and dated'
        inspection.report(path, f"{told(value)} is a bare figure", expected, f'"param:…{name}"')
        return
    _check_unit(inspection, path, owner, name, source, key)
    check_mode(inspection, path, MODES.get((type(owner), name), ()), source, key)


def _check_unit(inspection: Inspection, path: KeyPath, owner: Any, name: str, source: str, key: str) -> None:
    units = UNITS.get((type(owner), name), ())
    if isinstance(owner, Due) and name == "n":
        units = DUE_UNITS.get(owner.rule, ())
    declared: Param | Setting | None = (
        inspection.pack.params.get(key) if source == "param" else inspection.pack.settings.get(key)
    )
    if declared is None or not units:
        return
    unit = declared.unit or (Unit.TIME if isinstance(declared, Setting) and declared.type == "time" else None)
    if unit not in units:
        wanted = " or ".join(units)
        message = f'"{source}:{key}" counts {unit or "nothing"}, and {wanted} belong here'
        inspection.report(
            path, message, f"a figure in {wanted}", f'unit = "{units[0]}" there, or another key'
        )


def check_mode(
    inspection: Inspection, path: KeyPath, modes: tuple[Figure, ...], source: str, key: str
) -> None:
    """Report each value of a param or setting that does nothing where it is used."""
    if not modes:
        return
    if source == "setting" and key in inspection.pack.settings:
        setting = inspection.pack.settings[key]
        values = [choice.value for choice in setting.choices] or [setting.default]
    elif source == "param" and key in inspection.pack.params:
        values = [dated.value for dated in inspection.pack.params[key].values]
    else:
        return
    for value in values:
        if value not in modes:
            message = f'"{source}:{key}" may be {told(value)}, which does nothing here'
            inspection.report(path, message, f"only {', '.join(map(str, modes))}")


def _check_values(inspection: Inspection, path: KeyPath, param: Param) -> None:
    places = [(*path, "values", number) for number in range(len(param.values))]
    if not param.values:
        inspection.report((*path, "values"), f'"{param.key}" has no value', "at least one dated value")
    for place, dated in zip(places, param.values, strict=True):
        _check_dated(inspection, place, param, dated)
    for place, (earlier, later) in zip(places[1:], pairwise(param.values), strict=True):
        if later.since == earlier.since:
            message = f"two values hold from {later.since.isoformat()}"
            inspection.report((*place, "since"), message, "one value from each day")
        elif later.since < earlier.since:
            message = f"{later.since.isoformat()} comes before {earlier.since.isoformat()} above it"
            inspection.report((*place, "since"), message, "the oldest value first", "them in order of date")


def _check_dated(inspection: Inspection, path: KeyPath, param: Param, dated: DatedValue) -> None:
    source = inspection.pack.source
    if dated.origin is Origin.DEFAULT:
        if not dated.why:
            inspection.report(path, "a default without its reason", "why it is so", 'why = "…"')
    elif not dated.cite:
        message = f'this value of "{param.key}" cites nothing'
        mend = 'cite = ["…"], or origin = "default" with why = "…"'
        inspection.report(path, message, "the clause that gives it", mend)
    if dated.origin is Origin.POLICY and dated.since < source.effective_from:
        message = f"{dated.since.isoformat()} is before the policy took effect"
        inspection.report((*path, "since"), message, f"{source.effective_from.isoformat()} or later")
    if not fits_unit(param.unit, dated.value):
        wanted = 'a time such as "12:10"' if param.unit is Unit.TIME else "a whole number"
        message = f"{told(dated.value)} does not count {param.unit}"
        inspection.report((*path, "value"), message, wanted)


def fits_unit(unit: Unit | None, value: Figure) -> bool:
    """Whether a value can be of this unit: a time is text, a ratio either, all else a whole number."""
    if unit is Unit.TIME:
        return isinstance(value, str) and bool(CLOCK.fullmatch(value))
    if unit is Unit.RATIO or unit is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool)


def _check_due(inspection: Inspection, path: KeyPath, due: Due) -> None:
    if due.law and due.rule not in DUE_UNITS:
        inspection.report((*path, "law"), f'"{due.rule}" counts nothing that the law could limit')
    lawful = due.law is not None
    words = {DueRule.AT_TIME: "at", DueRule.TOLD: "detail"}
    needed = "" if lawful else "n" if due.rule in DUE_UNITS else words.get(due.rule, "")
    if needed and not getattr(due, needed):
        message = f'"{due.rule}" does not say when'
        inspection.report(
            (*path, needed),
            message,
            needed,
            f'{needed} = "…"' if needed == "detail" else f'{needed} = "param:…"',
        )
