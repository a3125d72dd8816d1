"""The profile as one adult sees it at the point of use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.wording import day_words
from evenhand.apps.conduct.wishes import wishes_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support import profiling
from evenhand.apps.support.facts import agreed_on, agreed_words
from evenhand.apps.support.models import ProfileEntry, ProfileVersion, Strategy
from evenhand.apps.support.profiling import HISTORY, KINDS, NEED
from evenhand.apps.support.searching import is_on
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.pack.schema import Pack

VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known; `name` is the need in the policy's words, for those who may see it."""

    id: int
    words: str
    name: str
    more: str


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one kind."""

    kind: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole profile. `old` is the number of an earlier version, 0 for the one in force."""

    pupil: Pupil
    parts: tuple[Part, ...]
    adjustments: tuple[str, ...]
    strategies: tuple[Strategy, ...]
    version: ProfileVersion | None
    old: int
    when: str
    review: str
    late: bool
    read: bool
    keeps: bool
    kinds: tuple[tuple[str, str], ...]
    patterns: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]
    versions: tuple[tuple[int, str, str], ...]
    may_agree: bool = False
    praise: str = ""
    may_search: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing has been written down yet."""
        return not (self.parts or self.adjustments or self.strategies or self.praise)


def profile_page(actor: Actor, pupil: Pupil, number: int = 0) -> Page:
    """What this adult may know of a pupil; as it stood at an earlier version where one is asked for."""
    school = school_of(actor.school_id)
    pack, day = policy_of(school.pk).pack, today(school)
    keeps = profiling.keeps(actor, pupil)
    versions = list(
        ProfileVersion.objects.filter(pupil=pupil).select_related("by").order_by("-number")[:VERSIONS]
    )
    latest = versions[0] if versions else None
    asked = next((row for row in versions if row.number == number), None) if keeps else None
    old = asked if asked is not latest else None
    at = old.at if old else None
    shown = old or latest
    review = shown.review_on if shown else None
    return Page(
        pupil,
        tuple(
            _parts(pack, profiling.entries_of(actor, pupil, at), named=profiling.sees_history(actor, pupil))
        ),
        tuple(
            agreed_words(pack, row.kind, words) for row, words in agreed_on(day, [pupil.pk]).get(pupil.pk, ())
        ),
        tuple(profiling.strategies_of(pupil, at)),
        shown,
        old.number if old else 0,
        day_words(local(school, shown.at).day) if shown else "",
        day_words(review) if review else "",
        bool(review and review < day),
        profiling.has_read(actor, latest),
        keeps,
        tuple((kind, label) for kind, label in KINDS.items() if keeps or kind in profiling.BY_ANYBODY),
        tuple((one.id, one.label) for one in pack.patterns.values()) if keeps else (),
        tuple(profiling.unread(pupil, day)) if keeps else (),
        tuple((row.number, day_words(local(school, row.at).day), row.change) for row in versions)
        if keeps
        else (),
        actor.may(Capability.REVIEW_ENTRIES, pupil.year_group),
        _praise(pupil),
        actor.may(Capability.RECORD_SEARCH, pupil.year_group) and is_on(school.pk),
    )


def _praise(pupil: Pupil) -> str:
    """How the pupil likes praise; "" where nobody has said."""
    wishes = wishes_of([pupil.pk]).get(pupil.pk)
    if wishes is None:
        return ""
    said = "Praise is a quiet word, not before others." if wishes.quiet else "Praise is for all to hear."
    return f"{said} Not named on screens and in assembly." if wishes.unnamed else said


def _parts(pack: Pack, rows: list[ProfileEntry], *, named: bool) -> Iterator[Part]:
    for kind, label in KINDS.items():
        lines = tuple(_line(pack, row, named=named) for row in rows if row.kind == kind)
        if lines:
            yield Part(kind, label, lines)


def _line(pack: Pack, row: ProfileEntry, *, named: bool) -> Line:
    pattern = pack.patterns.get(row.pattern)
    more = [row.source] if row.source and (named or row.kind not in (NEED, HISTORY)) else []
    more += [_day(row.dated)] if row.dated else []
    more += (
        [f"{row.by.name}, {_day(row.at.date())}"]
        if row.kind in profiling.VOICE or row.kind == "success"
        else []
    )
    return Line(row.pk, row.words, pattern.label if pattern and named else "", " · ".join(more))


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
