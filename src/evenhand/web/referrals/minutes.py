"""When in the lesson referrals happen: the minutes of a block, one's own, of a subject or of the school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.insight import hiding
from evenhand.apps.insight.blocks import Span, blocks_of
from evenhand.apps.insight.counting import small_of
from evenhand.apps.insight.pages import may_read
from evenhand.apps.people.models import Teaching
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of
from evenhand.engine.pack.schema import Card
from evenhand.web.referrals.page import Referral, referrals_between

OWN, SUBJECT, SCHOOL = "own", "subject", "school"
# Whoever answers for how a subject is taught.
SUBJECT_ROLE: Final = "subject_lead"
FINE, COARSE = 5, 10
LEAST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Slice:
    """Some minutes of the lesson: how many in words, and as a bar of `most` where that may be said."""

    label: str
    said: str
    bar: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """One view of a block. `small` is the size below which counts are hidden, 0 where they are exact."""

    what: str
    of: str
    views: tuple[tuple[str, str], ...]
    words: str
    span: Span
    blocks: tuple[Span, ...]
    total: str
    slices: tuple[Slice, ...]
    outside: str
    most: int
    small: int
    cards: tuple[Card, ...]


def views_of(actor: Actor) -> dict[str, str]:
    """What the actor may look at, the widest first: everybody their own."""
    found = {SCHOOL: "All"} if Capability.SEE_REFERRALS in actor.capabilities else {}
    if SUBJECT_ROLE in actor.roles:
        found[SUBJECT] = "My subject"
    return {**found, OWN: "My own"}


def minutes_page(actor: Actor, span: Span, of: str = "") -> Page:
    """The minutes of a block as this person may see them; the widest view where none of theirs is named."""
    school = school_of(actor.school_id)
    pack = policy_of(school.pk).pack
    views = views_of(actor)
    of = of if of in views else next(iter(views))
    small = 0 if of == OWN or may_read(actor) else small_of(school)
    rows, words = _rows(actor, school, span, of)
    slices, outside, most = _slices(rows, small)
    return Page(
        pack.vocabulary.get("referral", "referral"),
        of,
        tuple(views.items()),
        words,
        span,
        blocks_of(school),
        hiding.shown([len(rows)], small)[0],
        slices,
        outside,
        most,
        small,
        tuple(card for card in pack.cards.values() if card.screen == "minutes"),
    )


def _rows(actor: Actor, school: School, span: Span, of: str) -> tuple[list[Referral], str]:
    """The referrals of one view, and whose they are."""
    years = actor.bound.get(Capability.SEE_REFERRALS) if of == SCHOOL else None
    found = referrals_between(span.first, span.last, years)
    if of == OWN:
        return [row for row in found if row.adult == actor.user_id], "Only you see this"
    if of == SUBJECT:
        subjects = subjects_of(actor, span)
        return [row for row in found if row.subject in subjects], ", ".join(sorted(subjects))
    year = policy_of(school.pk).pack.vocabulary.get("year", "Year").capitalize()
    return found, ", ".join(f"{year} {one}" for one in sorted(years)) if years is not None else ""


def subjects_of(actor: Actor, span: Span) -> set[str]:
    """The subjects that the actor teaches in that block; a group without one counts by its name."""
    rows = Teaching.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=span.first),
        staff_id=actor.staff_id or 0,
        valid_from__lte=span.last,
        group__kind="class",
    )
    return {subject or name for subject, name in rows.values_list("group__subject", "group__name")}


def _slices(rows: Sequence[Referral], small: int) -> tuple[tuple[Slice, ...], str, int]:
    """The minutes in order, what lay outside every lesson, and the most of one slice that may be said."""
    width = COARSE if small else FINE
    counted = Counter((row.minute - 1) // width for row in rows if row.minute is not None)
    last = max([*counted, LEAST_MINUTES // width - 1])
    numbers = [counted[place] for place in range(last + 1)]
    outside = sum(row.minute is None for row in rows)
    *said, apart = hiding.shown([*numbers, outside], small)
    open_ = [number for number, words in zip(numbers, said, strict=True) if words.isdecimal()]
    return tuple(_each(numbers, said, width)), apart if outside else "", max(open_, default=0) or 1


def _each(numbers: Sequence[int], said: Sequence[str], width: int) -> Iterator[Slice]:
    for place, (number, words) in enumerate(zip(numbers, said, strict=True)):
        label = f"{place * width + 1} to {(place + 1) * width}"
        yield Slice(label, words, number if words.isdecimal() else None)
