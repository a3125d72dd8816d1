"""What the demonstration consists of, read from demo.toml and names.toml beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Size:
    """How much of the plan is built: at most so many forms in a year and pupils in a form. None: all of it."""

    forms: int | None = None
    pupils: int | None = None


FULL = Size()
SMALL = Size(forms=1, pupils=12)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the secondary timetable: periods in a cycle, and how many teach it."""

    name: str
    code: str
    periods: int
    teachers: int


@dataclass(frozen=True, slots=True)
class Specialist:
    """A subject taught to every class by one adult, in these periods."""

    subject: str
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff who has a name and roles in the plan."""

    title: str
    given: str
    family: str
    roles: tuple[str, ...]
    subject: str = ""
    form: str = ""
    year_group: int | None = None


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """One school of the plan; `day` and `specialists` are those of a school taught by class teachers.

    `everyday` are the codes of what adults recognise most, in order.
    """

    key: str
    name: str
    short_name: str
    slug: str
    pack: str
    calendar: str
    years: tuple[int, ...]
    forms: tuple[str, ...]
    sizes: tuple[int, ...]
    places: tuple[str, ...]
    domain: str
    staff: tuple[Person, ...]
    subjects: tuple[Subject, ...] = ()
    specialists: tuple[Specialist, ...] = ()
    day: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Names of one origin; `share` per thousand pupils."""

    id: str
    share: int
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]
    lang: str = ""
    direction: str = "auto"


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """The whole plan. `opens` is the local time at which the demonstration begins."""

    trust: str
    seed: int
    zone: str
    opens: datetime
    first_day: date
    roster_day: datetime
    schools: tuple[SchoolPlan, ...]
    origins: tuple[Origin, ...] = field(default=())


def read_plan() -> DemoPlan:
    """The plan as it is written."""
    plain = tomllib.loads(_text("demo.toml"))
    names = tomllib.loads(_text("names.toml"))
    origins = tuple(Origin(**_tuples(item)) for item in names["origin"])
    schools = tuple(_school(item) for item in plain.pop("school"))
    return DemoPlan(**plain, schools=schools, origins=origins)


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words.toml."""
    return tuple(tomllib.loads(_text("words.toml"))[name])


def _school(plain: dict[str, Any]) -> SchoolPlan:
    return SchoolPlan(
        **_tuples(
            {key: value for key, value in plain.items() if key not in ("staff", "subject", "specialist")}
        ),
        staff=tuple(Person(**_tuples(item)) for item in plain["staff"]),
        subjects=tuple(Subject(**item) for item in plain.get("subject", ())),
        specialists=tuple(Specialist(**_tuples(item)) for item in plain.get("specialist", ())),
    )


def _tuples(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
