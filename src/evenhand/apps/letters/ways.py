"""By which ways a message can go: what this installation has set up, and what is known of the person."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings

from evenhand.apps.letters.models import Channel
from evenhand.apps.people.models import Contact
from evenhand.engine.pack.schema import MessageForm

CALLED = {Channel.EMAIL: "E-mail", Channel.TEXT: "Text messages"}


class Route(NamedTuple):
    """The way chosen for a message, and why not another."""

    channel: str
    note: str = ""


def configured() -> dict[str, Any]:
    """What the environment says about the ways; see docs/operations.md."""
    found: dict[str, Any] = settings.EVENHAND_MESSAGES
    return found


def set_up() -> frozenset[str]:
    """The ways by which this installation can send."""
    given = configured()
    ways = set()
    if given["smtp_host"] and given["mail_from"]:
        ways.add(Channel.EMAIL)
    if text_provider():
        ways.add(Channel.TEXT)
    return frozenset(str(way) for way in ways)


def names_set_up() -> tuple[str, ...]:
    """The same in words."""
    return tuple(CALLED[Channel(way)] for way in sorted(set_up()))


def text_provider() -> str:
    """Which of the two ways to send a text message is set up: notify, gateway or none."""
    given = configured()
    if given["notify_key"] and given["notify_template"]:
        return "notify"
    return "gateway" if given["text_url"] else ""


def address_of(channel: str, contact: Contact | None) -> str:
    """Where the person is reached by that way, "" where it is not known."""
    if contact is None:
        return ""
    return {Channel.EMAIL: contact.email, Channel.TEXT: contact.phone, Channel.PHONE: contact.phone}.get(
        Channel(channel), ""
    )


def route(form: MessageForm, contact: Contact | None) -> Route:
    """The first of the message's ways that is set up and reaches the person; else by hand, so that none is lost."""
    ready, missed = set_up(), []
    for channel in form.channels:
        if channel in CALLED and channel not in ready:
            missed.append(f"{CALLED[Channel(channel)]} not set up.")
        elif channel in CALLED and not address_of(channel, contact):
            missed.append(f"{CALLED[Channel(channel)]}: no address.")
        elif channel in CALLED or not form.urgent:
            return Route(channel, " ".join(missed))
    return Route(_by_hand(form, contact), " ".join(missed))


def _by_hand(form: MessageForm, contact: Contact | None) -> str:
    """A call where there is a number or no time for a letter; else a letter."""
    by_phone = form.urgent or Channel.PRINT not in form.channels or (contact is not None and contact.phone)
    return Channel.PHONE if by_phone else Channel.PRINT
