"""What makes a calendar contradict itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Final

from evenhand.engine.school_calendar.bells import bells_on
from evenhand.engine.school_calendar.year import CLOSURE_KINDS, AcademicYear, is_open

WEEKDAYS: Final = frozenset(range(7))


def calendar_problems(years: tuple[AcademicYear, ...]) -> list[str]:
    """Every contradiction in these years, one sentence each; an empty list where there is none."""
    if not years:
        return ["a calendar needs at least one academic year"]
    problems = [f"year {year.id!r}: {problem}" for year in years for problem in year_problems(year)]
    for earlier, later in pairwise(years):
        if later.first != earlier.last + timedelta(days=1):
            problems.append(f"year {later.id!r} must begin on the day after year {earlier.id!r} ends")
    problems += _twice("year", (year.id for year in years))
    problems += _twice("block", (block.id for year in years for block in year.blocks))
    problems += _twice("term", (term.id for year in years for term in year.terms))
    return problems


def year_problems(year: AcademicYear) -> list[str]:
    """Every contradiction within one year; the bells are looked at only when the dates make sense."""
    if year.last < year.first:
        return ["it must begin before it ends"]
    problems = [problem for check in DATE_CHECKS for problem in check(year)]
    return problems or [problem for check in BELL_CHECKS for problem in check(year)]


def _twice(noun: str, ids: Iterable[str]) -> list[str]:
    seen = list(ids)
    return [f"{noun} {name!r} is there twice" for name in sorted({n for n in seen if seen.count(n) > 1})]


def _blocks(year: AcademicYear) -> Iterator[str]:
    closed = {closure.date for closure in year.closures}
    if not year.blocks:
        yield "it has no block"
    for block in year.blocks:
        if block.last < block.first:
            yield f"block {block.id!r} must begin before it ends"
        elif block.first < year.first or block.last > year.last:
            yield f"block {block.id!r} lies outside the year"
        elif not any(
            is_open(block.first + timedelta(days=number), closed)
            for number in range((block.last - block.first).days + 1)
        ):
            yield f"block {block.id!r} has no school day"
    for earlier, later in pairwise(year.blocks):
        if later.first <= earlier.last:
            yield f"blocks {earlier.id!r} and {later.id!r} overlap"


def _terms(year: AcademicYear) -> Iterator[str]:
    known = {term.id for term in year.terms}
    used = [block.term_id for block in year.blocks]
    for block in year.blocks:
        if block.term_id not in known:
            yield f"block {block.id!r} names the unknown term {block.term_id!r}"
    for name in sorted(known - set(used)):
        yield f"term {name!r} has no block"
    runs = [name for number, name in enumerate(used) if number == 0 or used[number - 1] != name]
    for name in sorted({name for name in runs if runs.count(name) > 1}):
        yield f"the blocks of term {name!r} do not follow each other"


def _dates(year: AcademicYear) -> Iterator[str]:
    for closure in year.closures:
        if closure.kind not in CLOSURE_KINDS:
            yield f"closure {closure.date.isoformat()} has the unknown kind {closure.kind!r}"
        if not year.first <= closure.date <= year.last:
            yield f"closure {closure.date.isoformat()} lies outside the year"
    yield from _twice("closure", (closure.date.isoformat() for closure in year.closures))
    yield from _twice("cycle date", (day.isoformat() for day, _ in year.cycle))
    for day, _ in year.cycle:
        if not year.first <= day <= year.last:
            yield f"cycle date {day.isoformat()} lies outside the year"


def _bell_sets(year: AcademicYear) -> Iterator[str]:
    for bell_set in year.bell_sets:
        yield from bell_set.problems()
    known = {bell_set.id for bell_set in year.bell_sets}
    yield from _twice("bell set", (bell_set.id for bell_set in year.bell_sets))
    for number, rule in enumerate(year.bell_rules, start=1):
        if rule.bell_set_id not in known:
            yield f"bell rule {number} names the unknown bell set {rule.bell_set_id!r}"
        if not WEEKDAYS.issuperset(rule.weekdays or ()):
            yield f"bell rule {number} names a weekday that is not between 0 (Monday) and 6"


def _bell_cover(year: AcademicYear) -> Iterator[str]:
    sets = {bell_set.id: bell_set for bell_set in year.bell_sets}
    if any(rule.bell_set_id not in sets for rule in year.bell_rules):
        return
    bare = [day for day in year.school_days() if bells_on(year.bell_rules, sets, day) is None]
    if bare:
        yield f"no bell rule for every year group holds on {len(bare)} school days, first {bare[0]}"


def _doubles(year: AcademicYear) -> Iterator[str]:
    keys = {period.key for bell_set in year.bell_sets for period in bell_set.periods}
    for number, double in enumerate(year.double_lessons, start=1):
        if len(set(double.periods)) <= 1:
            yield f"double lesson {number} needs at least two periods"
        for key in double.periods:
            if key not in keys:
                yield f"double lesson {number} names the unknown period {key!r}"


Check = Callable[[AcademicYear], Iterator[str]]
DATE_CHECKS: tuple[Check, ...] = (_blocks, _terms, _dates)
BELL_CHECKS: tuple[Check, ...] = (_bell_sets, _bell_cover, _doubles)
