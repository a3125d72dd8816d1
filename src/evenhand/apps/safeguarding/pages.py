"""The pages of the walled record: what waits, and one disclosure with what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evenhand.apps.access.naming import names_of
from evenhand.apps.safeguarding.forms import KINDS
from evenhand.apps.safeguarding.models import Disclosure
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School

MOST = 200


@dataclass(frozen=True)
class Line:
    """One disclosure in the list: who, when, by whom it was passed on, and whether somebody has taken it up."""

    url: str
    name: str
    form: str
    at: str
    by: str
    taken: str


@dataclass(frozen=True)
class Entry:
    """One thing that the team did."""

    what: str
    who: str
    words: str
    at: str
    by: str


@dataclass(frozen=True)
class DisclosurePage:
    """One disclosure."""

    pk: str
    name: str
    form: str
    at: str
    by: str
    words: str
    entries: tuple[Entry, ...]


def waiting(school: School) -> tuple[Line, ...]:
    """The disclosures, those not taken up first, then the newest."""
    rows = list(Disclosure.objects.select_related("pupil").defer("words").order_by("-at", "-pk")[:MOST])
    rows.sort(key=lambda row: row.taken_at is not None)
    names = names_of([ident for row in rows for ident in (row.by_id, row.taken_by_id)])
    return tuple(
        Line(
            f"/safeguarding/{row.pk}/",
            row.pupil.display_name,
            row.pupil.form,
            _at(school, row.at),
            names.get(row.by_id or 0, ""),
            f"Taken up by {names.get(row.taken_by_id or 0, '')}, {_at(school, row.taken_at)}"
            if row.taken_at
            else "",
        )
        for row in rows
    )


def page_of(school: School, row: Disclosure) -> DisclosurePage:
    """One disclosure with what was done about it."""
    entries = list(row.entries.order_by("at", "pk"))
    names = names_of([row.by_id, *(entry.by_id for entry in entries)])
    kinds = dict(KINDS)
    return DisclosurePage(
        str(row.pk),
        row.pupil.display_name,
        row.pupil.form,
        _at(school, row.at),
        names.get(row.by_id or 0, ""),
        row.words,
        tuple(
            Entry(kinds[one.kind], one.who, one.words, _at(school, one.at), names.get(one.by_id or 0, ""))
            for one in entries
        ),
    )


def _at(school: School, at: datetime) -> str:
    there = local(school, at)
    return f"{there.day:%a} {there.day.day} {there.day:%b}, {there.time:%H:%M}"
