"""Two adults with the same form open: whoever saves second sees what the first wrote, and chooses.

A form carries the version of the words that it was opened with in a hidden field; a version is a digest of the words,
so that no table has to keep one. Nothing that stands is written over unseen, and nothing that was typed is lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evenhand.apps.access.naming import names_of
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.services import Who
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of

# The hidden field of a form.
SEEN: Final = "seen"
CONFLICT: Final = 409
LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Standing:
    """The words of a form as they are stored, by field, with whose they are and since when; None where nobody knows."""

    words: Mapping[str, str]
    by: int | None = None
    at: datetime | None = None


class Overtaken(Exception):
    """Somebody else has saved since the form was opened. `closed`: what stands is not written over any more."""

    def __init__(self, standing: Standing, given: Mapping[str, str], *, closed: bool = False) -> None:
        super().__init__("somebody else has saved this since it was opened")
        self.standing, self.given, self.closed = standing, dict(given), closed


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as its page names it.

    `choices`: the words for each value, where these are chosen and not typed. `short`: typed on one line.
    """

    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    short: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One field in both versions. `name` is that of the box to type in, "" where nothing is typed; `short` of one line."""

    label: str
    theirs: str
    mine: str
    name: str
    short: bool = False


def version_of(words: Mapping[str, str]) -> str:
    """The version of these words; "" of none."""
    told = {name: text for name, text in sorted(words.items()) if text}
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:LENGTH] if told else ""


def demand_current(actor: Who, seen: str | None, standing: Standing, given: Mapping[str, str]) -> None:
    """Raise Overtaken where saving would write over words of somebody else that the actor has not seen.

    Args:
        seen: the version with which the form was opened; None where no form was.
        given: what is to be saved, by field.
    """
    stands = version_of(standing.words)
    known = seen is None or stands in ("", seen, version_of(given))
    if not known and (standing.by is None or standing.by != actor.user_id):
        raise Overtaken(standing, given)


def last_kept(words: Mapping[str, str], *, action: str, subject: str, **body: str | int) -> Standing:
    """The words with who wrote them and when, as the log has it; `body` names what its entry holds besides."""
    rows = AuditEntry.objects.filter(
        action=action, subject=subject, **{f"body__{k}": v for k, v in body.items()}
    )
    row = rows.order_by("-seq").first()
    return Standing(words, row.actor_id, row.at) if row else Standing(words)


def both_versions(
    request: HttpRequest,
    clash: Overtaken,
    *,
    school_id: int,
    asked: Mapping[str, Asked],
    back: str,
    prefix: str = "",
) -> HttpResponse:
    """The page with both versions: the other's stay with one tap, one's own with another, amended or not. Always 409.

    Args:
        asked: the fields of the form, in its order.
        back: where what stands is shown.
        prefix: what stands before a field's name in the form.
    """
    pairs = tuple(_pairs(request, clash, asked, prefix))
    typed = {pair.name for pair in pairs} | {prefix + SEEN, "csrfmiddlewaretoken"}
    context = {
        "pairs": pairs,
        "who": names_of([clash.standing.by]).get(clash.standing.by or 0, "Somebody else"),
        "when": _when(school_of(school_id), clash.standing.at),
        "closed": clash.closed,
        "back": back,
        "typed": any(pair.name for pair in pairs),
        "version": prefix + SEEN,
        "seen": version_of(clash.standing.words),
        "rest": [
            (name, text) for name in request.POST if name not in typed for text in request.POST.getlist(name)
        ],
    }
    return render(request, "evenhand/overtaken.html", context, status=CONFLICT)


def _pairs(request: HttpRequest, clash: Overtaken, asked: Mapping[str, Asked], prefix: str) -> Iterator[Pair]:
    for name, one in asked.items():
        theirs, mine = clash.standing.words.get(name, ""), clash.given.get(name, "")
        if theirs != mine:
            box = f"{prefix}{name}" if f"{prefix}{name}" in request.POST and not one.choices else ""
            yield Pair(
                one.label, one.choices.get(theirs, theirs), one.choices.get(mine, mine), box, one.short
            )


def _when(school: School, at: datetime | None) -> str:
    if at is None:
        return ""
    there, today = local(school, at), local(school, now()).day
    clock = f"at {there.time:%H:%M}"
    return clock if there.day == today else f"on {there.day.day} {there.day:%B} {clock}"
