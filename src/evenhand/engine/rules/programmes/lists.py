"""Lists made from what was recognised: assembly, roll of honour, whom to celebrate or call next. Questions only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from evenhand.engine.decisions import Recognise
from evenhand.engine.facts import PupilState
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Pack, Programme
from evenhand.engine.school_calendar import SchoolCalendar

WEEK = timedelta(days=7)


class Given(NamedTuple):
    """An award that was given to a pupil of a year group and form."""

    pupil: str
    year_group: int | None
    form: str
    award: Recognise


class Progress(NamedTuple):
    """How many different pupils an adult has recognised towards an aim."""

    reached: int
    aim: int

    @property
    def met(self) -> bool:
        """Whether the aim is reached."""
        return self.reached >= self.aim


def presentation(pack: Pack, given: Iterable[Given], year_group: int | None = None) -> tuple[Given, ...]:
    """What is handed over in the assembly, each once: by the pack's order of programmes, then by pupil (STAR-39b)."""
    order = [programme.id for programme in pack.programmes.values() if programme.presented]
    listed = {
        (one.award.award, one.pupil): one
        for one in given
        if one.award.award in order and year_group in (None, one.year_group)
    }
    return tuple(sorted(listed.values(), key=lambda one: (order.index(one.award.award), one.pupil)))


def roll_of_honour(given: Iterable[Given], programme: str) -> Mapping[str, tuple[str, ...]]:
    """Whoever has the award, by form (STAR-44c, STAR-52)."""
    forms: dict[str, set[str]] = {}
    for one in given:
        if one.award.award == programme:
            forms.setdefault(one.form, set()).add(one.pupil)
    return {form: tuple(sorted(forms[form])) for form in sorted(forms)}


def progress(
    rules: Rules,
    programme: Programme,
    recognised: Iterable[tuple[str, int | None]],
    own_year_group: int | None = None,
) -> Progress:
    """Different pupils out of (pupil, year group); with an own year group only those of it (STAR-34b, STAR-34c)."""
    pupils = {pupil for pupil, year in recognised if own_year_group in (None, year)}
    return Progress(len(pupils), rules.number(programme.number))


def not_celebrated(rules: Rules, programme: Programme, state: PupilState, day: date) -> bool:
    """Whether the pupil has had none of the awards in the weeks before `day` (INF-RW-5)."""
    since = day - WEEK * rules.number(programme.weeks)
    days = [when for award in programme.awards for when in state.recent.get(award, ())]
    return not any(since < when <= day for when in days)


def calls_first(
    rules: Rules,
    programme: Programme,
    calendar: SchoolCalendar,
    states: Mapping[str, PupilState],
    day: date,
) -> tuple[str, ...]:
    """The pupils in the order in which to call home: fewest calls this half-term, then longest ago (INF-RW-8).

    Where the school leaves the order to the adult, the order given.
    """
    if rules.word(programme.rule) == "teacher":
        return tuple(states)
    block = calendar.block_of(day)

    def waiting(pupil: str) -> tuple[int, date]:
        days = states[pupil].recent.get(programme.id, ())
        this = [when for when in days if block and block.first <= when <= block.last]
        return len(this), max(days, default=date.min)

    return tuple(sorted(states, key=waiting))
