"""One board for all who may see the same of it: worked out once in a process, however many devices have it open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from secrets import token_hex
from typing import Final

from django.conf import settings
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.removal.pages import Board, board_context

LOOKED_AT = datetime(1970, 1, 1, tzinfo=UTC)
# Stands where each device's own token belongs. Nobody can guess it, so no words of ours or theirs hold it.
TOKEN: Final = token_hex(32)
# What decides, of a person's rights, what the board shows them.
RIGHTS: Final = frozenset({Capability.RUN_REMOVAL, Capability.PLACE, Capability.ANSWER_HELP})

Seen = tuple[int, bool, frozenset[Capability]]


@dataclass(frozen=True)
class Cards:
    """A board with its cards as HTML without a token, and `digest`, which changes when anything they show does."""

    board: Board
    digest: str
    html: str

    def for_device(self, request: ActorRequest) -> SafeString:
        """The cards with the forms' token of whoever asks."""
        return mark_safe(self.html.replace(TOKEN, get_token(request)))  # noqa: S308  a template made it


_newest: dict[Seen, tuple[str, Cards]] = {}


def cards_of(request: ActorRequest, mark: str, *, whole: bool) -> Cards:
    """The cards as they stood at the mark or since; the `whole` with everybody who was released today.

    `mark` changes whenever the board may have (`selectors.mark`), so that what was worked out under it is still right.
    """
    if not settings.EVENHAND_KEPT_SECONDS:
        return _made(request, whole=whole)
    actor = request.actor
    seen = (actor.school_id, whole, actor.capabilities & RIGHTS)
    found = _newest.get(seen)
    if found is None or found[0] != mark:
        found = _newest[seen] = (mark, _made(request, whole=whole))
    return found[1]


def digest(board: Board) -> str:
    """Changes whenever anything that the cards show does; when they were looked at is no part of it."""
    shown = replace(board, now=LOOKED_AT, day="", period="")
    return blake2b(repr(shown).encode(), digest_size=8).hexdigest()


def _made(request: ActorRequest, *, whole: bool) -> Cards:
    context = board_context(request.actor, whole=whole)
    html = render_to_string("removal/cards.html", {**context, "csrf_token": TOKEN}, request)
    return Cards(context["board"], digest(context["board"]), html)
