"""Finding a pupil by name, year or form: one query, never more rows than a screen can hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.people.models import Pupil

MOST = 60


@dataclass(frozen=True)
class FindPage:
    """The search, the forms to choose from, and who was found."""

    words: str
    form: str
    forms: tuple[tuple[str, tuple[str, ...]], ...]
    pupils: tuple[Pupil, ...]
    more: bool
    asked: bool


def find_page(actor: Actor, words: str, form: str) -> FindPage:
    """Those whose names begin so, or a whole form; with neither, the forms by year."""
    words, form = words.strip()[:80], form.strip()[:40]
    rows = _permitted(actor)
    if words:
        for word in words.split()[:4]:
            rows = rows.filter(_named(word))
    if form:
        rows = rows.filter(form=form)
    asked = bool(words or form)
    found = list(rows.order_by("family", "given", "pk")[: MOST + 1]) if asked else []
    return FindPage(words, form, _forms(actor), tuple(found[:MOST]), len(found) > MOST, asked)


def _named(word: str) -> Q:
    named = (
        Q(given__istartswith=word)
        | Q(preferred__istartswith=word)
        | Q(family__istartswith=word)
        | Q(family__icontains=f" {word}")
        | Q(family__icontains=f"-{word}")
        | Q(form__iexact=word)
    )
    return named | Q(year_group=int(word)) if word.isdecimal() and len(word) < 3 else named


def _permitted(actor: Actor) -> QuerySet[Pupil]:
    rows = Pupil.objects.filter(left_on__isnull=True)
    years = actor.bound.get(Capability.SEE_PUPIL)
    return rows if years is None else rows.filter(year_group__in=years)


def _forms(actor: Actor) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The forms of each year, youngest first."""
    pairs = _permitted(actor).exclude(form="").order_by("year_group", "form")
    years: dict[str, list[str]] = {}
    for year, form in pairs.values_list("year_group", "form").distinct():
        years.setdefault(str(year or ""), []).append(form)
    return tuple((year, tuple(forms)) for year, forms in years.items())
