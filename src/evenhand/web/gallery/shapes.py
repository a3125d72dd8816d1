"""The shape that each component asks of a page: a page of an app uses the same attribute names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms


@dataclass(frozen=True)
class Quote:
    """A paragraph in the policy's voice."""

    cite: str
    text: str


@dataclass(frozen=True)
class Row:
    """One line of a reason."""

    label: str
    value: str
    cite: str = ""


@dataclass(frozen=True)
class Link:
    """A way on."""

    words: str
    url: str


@dataclass(frozen=True)
class Why:
    """components/why_sheet.html."""

    label: str
    quotes: tuple[Quote, ...]
    rows: tuple[Row, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Tile:
    """components/tile.html."""

    id: int
    first: str
    last: str
    initials: str
    seat: int = 0
    recognised: int = 0
    adjusts: bool = False
    warnings: str = ""
    away: str = ""
    queued: bool = False
    lang: str = ""
    dir: str = ""
    photo: str = ""
    is_long: bool = False


@dataclass(frozen=True)
class Line:
    """One pupil's line in components/follow.html."""

    key: str
    name: str
    before: str
    outcome: str
    cite: str
    why: Why
    adjustment: str = ""


@dataclass(frozen=True)
class Follow:
    """components/follow.html."""

    heading: str
    lines: tuple[Line, ...]
    stamp: str = ""


@dataclass(frozen=True)
class Task:
    """components/task.html."""

    key: str
    title: str
    reason: str
    due: str
    action: str
    url: str
    cite: str = ""
    late: bool = False
    why: Why | None = None
    method: str = "get"
    more_url: str = "#more"
    version: str = "1"


@dataclass(frozen=True)
class Entry:
    """components/entry.html."""

    key: str
    kind: str
    icon: str
    what: str
    at: str
    meta: tuple[str, ...]
    note: str = ""
    why: Why | None = None
    open: bool = False
    struck: str = ""


@dataclass(frozen=True)
class Expected:
    """components/expect.html."""

    key: str
    name: str
    form: str
    sent: str
    due: datetime
    room: str
    late: str = ""
    told: str = ""
    minutes: int = 5
    arrive_url: str = "#arrived"
    room_url: str = "#call"
    lang: str = ""
    dir: str = ""
    version: str = "1"


@dataclass(frozen=True)
class Station:
    """A station of a stay; `state` is done, now or nothing."""

    words: str
    state: str = ""


@dataclass(frozen=True)
class Stay:
    """components/stay.html."""

    key: str
    name: str
    form: str
    initials: str
    since: str
    stations: tuple[Station, ...]
    back: str
    why: Why
    tell: str = ""
    tell_url: str = "#call"
    told: str = ""
    open: bool = False
    lang: str = ""
    dir: str = ""
    version: str = "1"


@dataclass(frozen=True)
class Clause:
    """components/clause.html."""

    id: str
    text: str
    force: str
    fates: tuple[str, ...]
    gap: str = ""
    url: str = "#clause"


@dataclass(frozen=True)
class Check:
    """components/check.html."""

    number: int
    title: str
    words: str
    state: str = ""
    cite: str = ""
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One part of components/segmented.html."""

    words: str
    value: str = ""
    current: bool = False
    url: str = ""
    count: int | None = None


@dataclass(frozen=True)
class StepMark:
    """One of components/six_steps.html."""

    number: int
    words: str
    state: str = ""
    url: str = "#step"


@dataclass(frozen=True)
class Person:
    """Someone of the demo cast."""

    key: str
    name: str
    role: str
    initials: str


@dataclass(frozen=True)
class CastSchool:
    """A school of the demo and its people."""

    name: str
    about: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Cast:
    """components/cast.html."""

    url: str
    schools: tuple[CastSchool, ...]


class ReflectionForm(forms.Form):
    """A form with each kind of control."""

    minutes = forms.IntegerField(label="Minutes late", help_text="From the bell to the door.")
    place = forms.ChoiceField(
        label="Where", choices=[("", "Choose a place"), ("hall", "Hall"), ("field", "Field")]
    )
    words = forms.CharField(label="What happened", widget=forms.Textarea)
