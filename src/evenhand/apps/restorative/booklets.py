"""The booklet: opened by an adult for one stay, written in by the pupil with no account, marked done by an adult.

The address is signed, names the school and the booklet, and ends by the clock, with the next opening and once the booklet
is handed in. Whoever has it can read and write this one booklet and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.crypto import constant_time_compare

from evenhand.apps.access.actors import Actor, system_actor
from evenhand.apps.audit.overtaking import Overtaken, Standing, version_of
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.sealing import TYPED
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.restorative.models import Booklet
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.pack.schema import Booklet as Declared
from evenhand.engine.values import EventKind, Where

if TYPE_CHECKING:
    from evenhand.apps.removal.models import Stay

SALT: Final = "booklet"
LIFE: Final = timedelta(minutes=60)
LONGEST: Final = 4_000
HERE: Final = "here"
NOT_HERE = "The booklet can be opened while the pupil is here and has not finished it."


@dataclass(frozen=True, slots=True)
class Opening:
    """What an address leads to."""

    school: int
    booklet: UUID
    key: str


def declared_for(school_id: int, stay: Stay) -> Declared | None:
    """The booklet that belongs to a stay in this placement; None where it has none."""
    pack = policy_of(school_id).pack
    placement = pack.placements.get(stay.placement)
    stations = {station.id for station in placement.stations} if placement else set()
    return next((one for one in pack.booklets.values() if one.station in stations), None)


def declared(booklet: Booklet) -> Declared:
    """The questions of a booklet, by the policy in force."""
    return policy_of(booklet.school_id).pack.booklets[booklet.kind]


@transaction.atomic
def open_for(actor: Actor, *, stay: Stay) -> Booklet:
    """Open the booklet of a stay for an hour. What was written before is still in it; an older address ends.

    Raises Refused where the pupil is not here, the policy has no booklet, or the station is done.
    """
    form = declared_for(actor.school_id, stay)
    if form is None or stay.stage != HERE or is_done(stay, form):
        raise Refused((Problem("", "stay", NOT_HERE),))
    moment = now()
    values = {
        "key": token_urlsafe(32),
        "opened_by_id": actor.user_id,
        "opened_at": moment,
        "expires_at": moment + LIFE,
    }
    row, _ = Booklet.objects.update_or_create(
        school_id=actor.school_id,
        stay=stay.pk,
        kind=form.id,
        pupil_id=stay.pupil_id,
        defaults=values | {"handed_in_at": None},
    )
    append(actor, action="booklet.open", subject=f"stay:{stay.pk}", body={})
    return row


def is_done(stay: Stay, form: Declared) -> bool:
    """Whether the station that the booklet stands for is done."""
    return stay.stations.filter(station=form.station).exists()


def token_of(booklet: Booklet) -> str:
    """The signed part of the address."""
    return Signer(salt=SALT).sign_object([booklet.school_id, booklet.pk.hex, booklet.key])


def opening(token: str) -> Opening | None:
    """What a token leads to; None for one that nobody here has made."""
    try:
        school, ident, key = Signer(salt=SALT).unsign_object(token)
    except (BadSignature, ValueError, TypeError, UnicodeError):
        return None
    return Opening(int(school), UUID(ident), str(key))


def found(opened: Opening, *, lock: bool = False) -> Booklet | None:
    """The booklet of an address that still holds, in the scope of its school."""
    rows = Booklet.objects.filter(pk=opened.booklet, school_id=opened.school).select_related("pupil")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None or not constant_time_compare(row.key, opened.key) or now() >= row.expires_at:
        return None
    return row


def save(
    opened: Opening, answers: Mapping[str, str], *, finished: bool = False, seen: str | None = None
) -> Booklet | None:
    """Keep what stands on the page now; `finished` hands it in. None where the address is over or it was handed in.

    Args:
        seen: the version of the answers with which the page was opened; None where no page was.

    Raises:
        Overtaken: another device has written what this one has not; `given` holds both, and nothing is kept or handed in.
    """
    with in_school(opened.school), transaction.atomic():
        row = found(opened, lock=True)
        if row is None or row.handed_in_at is not None or row.event_id is not None:
            return None
        known = {str(prompt.value) for prompt in declared(row).prompts}
        given = {name: tidy(words)[:LONGEST] for name, words in answers.items() if name in known}
        _demand_current(row, given, seen)
        row.answers = row.answers | given
        row.saved_at = now()
        if finished:
            row.handed_in_at = row.saved_at
            append(
                system_actor(row.school_id, "booklet"),
                action="booklet.hand_in",
                subject=f"stay:{row.stay}",
                body={},
            )
        row.save(update_fields=["answers", "saved_at", "handed_in_at"])
        return row


def version(booklet: Booklet) -> str:
    """The version of what is written so far, for the page that goes on with it."""
    return version_of(booklet.answers)


def both(theirs: str, mine: str) -> str:
    """Two answers in one, the one that stands first; what one of them holds already is not said twice."""
    if theirs in mine or mine in theirs:
        return max(theirs, mine, key=len)
    return f"{theirs}\n\n{mine}"


def tidy(words: str) -> str:
    """An answer without the space about it, and with one kind of line end."""
    return "\n".join(words.splitlines()).strip()


def _demand_current(row: Booklet, given: Mapping[str, str], seen: str | None) -> None:
    """Raise Overtaken where the answers that stand hold what the page has neither shown nor typed."""
    if seen is None or version(row) in ("", seen):
        return
    told = {name: both(str(row.answers.get(name, "")), words) for name, words in given.items()}
    if told != dict(given):
        raise Overtaken(Standing(row.answers), told)


@transaction.atomic
def mark_done(actor: Actor, *, booklet: Booklet) -> Event:
    """Record the station as done, with what the pupil wrote as its words, and empty the draft.

    Raises Refused where it is done already, nothing was written, or the actor does not run the room.
    """
    row = Booklet.objects.select_for_update().get(pk=booklet.pk)
    written = {name: words for name, words in row.answers.items() if words}
    if not written:
        raise Refused((Problem("", "answers", "Nothing is written in it yet."),))
    command = Command(
        event_id=new_event_id(),
        kind=EventKind.STATION,
        pupil_id=row.pupil_id,
        code=declared(row).station,
        where=Where.PLACEMENT,
        about=str(row.stay),
        details={TYPED + name: words for name, words in written.items()},
    )
    event = record(actor, commands=[command]).done[0].event
    row.event, row.answers, row.key = event, {}, ""
    row.expires_at = row.handed_in_at = row.handed_in_at or now()
    row.save(update_fields=["event", "answers", "key", "expires_at", "handed_in_at"])
    return event


def written(booklet: Booklet) -> tuple[tuple[str, str], ...]:
    """Each question with what the pupil wrote, in the order of the booklet; "" where nothing stands."""
    told = (
        booklet.event.told()
        if booklet.event
        else {TYPED + name: text for name, text in booklet.answers.items()}
    )
    return tuple(
        (prompt.label, str(told.get(f"{TYPED}{prompt.value}", ""))) for prompt in declared(booklet).prompts
    )
