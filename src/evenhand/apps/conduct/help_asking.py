"""A call for help as it reaches the server: a form's fields, or what a device kept until the network was back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from evenhand.apps.conduct.help_calls import Kept
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School

__all__ = ["Asked", "read", "words"]

UNREADABLE = "This call for help cannot be read. Use the phone or send someone."


@dataclass(frozen=True, slots=True)
class Asked:
    """From which lesson, about which pupil, from where; 0 and "" where that is not said."""

    lesson: int
    pupil: int
    place: str
    kept: Kept | None


def read(request: HttpRequest) -> Asked:
    """What is asked. A ValueError says in words for the adult that it cannot be read."""
    if request.content_type != "application/json":
        given = request.POST
        return Asked(
            _number(given.get("lesson")), _number(given.get("pupil")), given.get("place", "").strip(), None
        )
    try:
        body = json.loads(request.body)
        kept = Kept(UUID(str(body["id"])), _time(str(body["asked_at"])))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(UNREADABLE) from error
    return Asked(
        _number(body.get("lesson")), _number(body.get("pupil")), str(body.get("place") or "").strip(), kept
    )


def words(school: School, call: HelpCall) -> str:
    """What the adult is told, with the time of the tap, and of the arrival where that is another."""
    at = local(school, call.at).time.strftime("%H:%M")
    if call.arrived_at is None:
        return f"Help was called at {at}."
    return f"Your call for help of {at} arrived at {local(school, call.arrived_at).time:%H:%M}."


def _number(given: Any) -> int:
    return typed.number(str(given or "")) or 0


def _time(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without its zone")
    return found
