"""Reading plain values strictly: every problem is kept, each with its place in the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any, TypeVar, cast

from evenhand.engine.school_calendar.bells import PERIOD_KINDS, BellRule, BellSet, DoubleLesson, Period
from evenhand.engine.school_calendar.errors import CalendarInvalid
from evenhand.engine.school_calendar.year import CLOSURE_KINDS, AcademicYear, Block, Closure, Term

FORMAT = 1
T = TypeVar("T")
Reader = Callable[[Any], T]


def years_from(document: Mapping[str, Any]) -> tuple[AcademicYear, ...]:
    """The years of a document. Raises `CalendarInvalid` with every place that cannot be read.

    Dates and times may be texts, as JSON has them, or values, as TOML reads them. Lists that may be empty may
    be left out.
    """
    problems: list[str] = []
    top = _Table(document, "calendar", problems)
    if top.take("format", _number) not in (FORMAT, None):
        problems.append(f"calendar.format: only {FORMAT} can be read")
    years = tuple(year for year in top.each("years", _year) if year is not None)
    top.close()
    if problems:
        raise CalendarInvalid(problems)
    return years


class _Table:
    """One object of the document; what cannot be read becomes a problem that names its place."""

    def __init__(self, value: object, place: str, problems: list[str]) -> None:
        self.place = place
        self.problems = problems
        self.rest: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {}
        if not isinstance(value, Mapping):
            problems.append(f"{place}: must be an object")

    def take(self, key: str, read: Reader[T], *, optional: bool = False) -> T:
        """The value under `key`; after a problem None stands in, and the caller's result is thrown away."""
        value = self.rest.pop(key, None)
        if value is None:
            if not optional:
                self.problems.append(f"{self.place}.{key}: is missing")
            return cast("T", None)
        try:
            return read(value)
        except (ValueError, TypeError) as error:
            self.problems.append(f"{self.place}.{key}: {error}")
            return cast("T", None)

    def each(self, key: str, read: Callable[[_Table], T], *, optional: bool = False) -> tuple[T, ...]:
        """What `read` makes of each object of the list under `key`; objects with a problem are left out."""
        made: list[T] = []
        for number, value in enumerate(self.take(key, _list_of(_anything), optional=optional) or ()):
            before = len(self.problems)
            table = _Table(value, f"{self.place}.{key}[{number}]", self.problems)
            entry = read(table)
            table.close()
            if len(self.problems) == before:
                made.append(entry)
        return tuple(made)

    def close(self) -> None:
        """Says which keys nobody has taken."""
        self.problems += [f"{self.place}.{key}: is not known" for key in sorted(self.rest)]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("must be a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("must be a whole number")
    return value


def _date(value: object) -> date:
    return value if type(value) is date else date.fromisoformat(_text(value))


def _time(value: object) -> time:
    read = value if isinstance(value, time) else time.fromisoformat(_text(value))
    if read.tzinfo is not None:
        raise ValueError("must be a local time without a zone")
    return read


def _one_of(kinds: Sequence[T]) -> Reader[T]:
    def read(value: object) -> T:
        for kind in kinds:
            if kind == value:
                return kind
        raise ValueError(f"must be one of {', '.join(map(str, kinds))}")

    return read


def _list_of(read: Reader[T]) -> Reader[tuple[T, ...]]:
    def read_list(value: object) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise TypeError("must be a list")
        return tuple(read(item) for item in value)

    return read_list


def _anything(value: object) -> object:
    return value


def _term(table: _Table) -> Term:
    return Term(table.take("id", _text), table.take("label", _text))


def _block(table: _Table) -> Block:
    return Block(
        id=table.take("id", _text),
        label=table.take("label", _text),
        term_id=table.take("term_id", _text),
        first=table.take("first", _date),
        last=table.take("last", _date),
    )


def _closure(table: _Table) -> Closure:
    return Closure(
        table.take("date", _date), table.take("kind", _one_of(CLOSURE_KINDS)), table.take("label", _text)
    )


def _period(table: _Table) -> Period:
    return Period(
        key=table.take("key", _text),
        label=table.take("label", _text),
        start=table.take("start", _time),
        end=table.take("end", _time),
        kind=table.take("kind", _one_of(PERIOD_KINDS)),
    )


def _bell_set(table: _Table) -> BellSet:
    return BellSet(
        id=table.take("id", _text),
        periods=table.each("periods", _period),
        closing=table.take("closing", _time),
        midday=table.take("midday", _time),
    )


def _bell_rule(table: _Table) -> BellRule:
    return BellRule(
        bell_set_id=table.take("bell_set_id", _text),
        weekdays=table.take("weekdays", _list_of(_number), optional=True),
        dates=table.take("dates", _list_of(_date), optional=True),
        year_groups=table.take("year_groups", _list_of(_number), optional=True),
    )


def _cycle(value: object) -> tuple[tuple[date, str], ...]:
    if not isinstance(value, Mapping):
        raise TypeError("must be an object of dates and cycle days")
    return tuple((_date(day), _text(label)) for day, label in value.items())


def _double_lesson(table: _Table) -> DoubleLesson:
    return DoubleLesson(
        periods=table.take("periods", _list_of(_text)),
        cycle_days=table.take("cycle_days", _list_of(_text), optional=True),
        year_groups=table.take("year_groups", _list_of(_number), optional=True),
    )


def _year(table: _Table) -> AcademicYear | None:
    before = len(table.problems)
    fields: dict[str, Any] = {
        "id": table.take("id", _text),
        "first": table.take("first", _date),
        "last": table.take("last", _date),
        "terms": table.each("terms", _term),
        "blocks": table.each("blocks", _block),
        "closures": table.each("closures", _closure, optional=True),
        "bell_sets": table.each("bell_sets", _bell_set),
        "bell_rules": table.each("bell_rules", _bell_rule),
        "cycle": table.take("cycle", _cycle, optional=True) or (),
        "double_lessons": table.each("double_lessons", _double_lesson, optional=True),
    }
    return AcademicYear(**fields) if len(table.problems) == before else None
