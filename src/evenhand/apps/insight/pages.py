"""The page of a term's figures, as whoever looks may see them: names and entries, or numbers from a size on."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.insight import counting, hiding, outcomes
from evenhand.apps.insight.blocks import Span, blocks_of
from evenhand.apps.insight.models import Analysis, Finding
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of

MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a table in words; `change` says how many more or fewer, "" where that may not be said."""

    key: str
    label: str
    now: str
    before: str
    change: str


@dataclass(frozen=True, slots=True)
class Table:
    """Entries counted by one thing; `more` lines are not shown."""

    by: str
    label: str
    cells: tuple[Cell, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that came of the figures."""

    kind: str
    about: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page. `small` is the size below which counts are hidden, 0 where the entries may be read.

    `compared`: whether the tables say how each figure has changed since the term before.
    """

    span: Span
    before: Span | None
    blocks: tuple[Span, ...]
    total: str
    total_before: str
    tables: tuple[Table, ...]
    small: int
    compared: bool
    works: bool
    closed: bool
    outcomes: tuple[Outcome, ...]
    marked: tuple[Pupil, ...]
    pupils: tuple[Pupil, ...]
    kinds: tuple[tuple[str, str], ...]
    people: tuple[tuple[int, str], ...]


def may_read(actor: Actor) -> bool:
    """Whether the actor may read the entries behind the figures, of every year group."""
    return Capability.REVIEW_ENTRIES in actor.capabilities and not actor.bound.get(Capability.REVIEW_ENTRIES)


def figures_page(actor: Actor, span: Span, before: Span | None, *, governors: bool = False) -> Page:
    """The figures of a block beside those of the one before; for `governors` as those see them who may not read entries."""
    school = school_of(actor.school_id)
    reads = may_read(actor) and not governors
    small = 0 if reads else counting.small_of(school)
    facts = counting.facts_in(school, span)
    earlier = counting.facts_in(school, before) if before else []
    # A difference would give away what is hidden, and without a term before there is none.
    compared = small == 0 and before is not None
    tables = tuple(
        _table(by, label, counting.table(by, facts, earlier), small, compared=compared)
        for by, label in counting.dimensions(school).items()
        if reads or by != "pupil"
    )
    return Page(
        span,
        before,
        blocks_of(school),
        hiding.shown([len(facts)], small)[0],
        hiding.shown([len(earlier)], small)[0] if before else "",
        tuple(one for one in tables if one.cells),
        small,
        compared,
        reads,
        Analysis.objects.filter(block=span.id).exists(),
        _outcomes(school, span) if reads else (),
        tuple(outcomes.undiscussed(span.id)) if reads else (),
        tuple(_pupils(facts)) if reads else (),
        tuple(outcomes.KINDS.items()),
        tuple(colleagues(now())) if reads else (),
    )


def _table(by: str, label: str, rows: list[counting.Row], small: int, *, compared: bool) -> Table:
    told = hiding.shown([row.now for row in rows], small)
    earlier = hiding.shown([row.before for row in rows], small)
    cells = tuple(
        Cell(row.key, row.label, *words, _change(row) if compared else "")
        for row, words in zip(rows, zip(told, earlier, strict=True), strict=True)
    )
    return Table(by, label, cells[:MOST_ROWS], max(0, len(cells) - MOST_ROWS))


def _change(row: counting.Row) -> str:
    if row.now == row.before:
        return "the same"
    return f"{abs(row.now - row.before)} {'more' if row.now > row.before else 'fewer'}"


def _outcomes(_school: School, span: Span) -> tuple[Outcome, ...]:
    rows = list(
        Finding.objects.filter(block=span.id)
        .exclude(kind=outcomes.DISCUSS)
        .select_related("pupil")
        .order_by("pk")
    )
    names = names_of(list({row.owner_id for row in rows if row.owner_id}))
    return tuple(
        Outcome(
            outcomes.KINDS[row.kind],
            row.pupil.display_name if row.pupil else row.about,
            row.words,
            names.get(row.owner_id or 0, ""),
        )
        for row in rows
    )


def _pupils(facts: list[counting.Fact]) -> list[Pupil]:
    keys = {fact.pupil_id for fact in facts}
    return sorted(Pupil.objects.filter(pk__in=keys), key=lambda one: (one.display_name, one.pk))
