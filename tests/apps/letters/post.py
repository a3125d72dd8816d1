"""A post office for the tests: a real mail server and a gateway on loopback that fail as they are told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Event, Thread
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.test import override_settings

from evenhand.apps.letters.models import Message
from evenhand.apps.letters.services import queue
from evenhand.apps.people.models import Contact, Pupil
from tests.cast import SchoolCast

HERE = "127.0.0.1"
KEY = "live-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee-11111111-2222-3333-4444-555555555555"


@dataclass
class MailServer:
    """What arrived, and the answers that it gives first.

    An answer is a line, "hang" to take the text and cut the line, or "stall" to take it and say nothing.
    """

    taken: list[Mail] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    stalled: set[str] = field(default_factory=set)
    hung: Event = field(default_factory=Event)
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take or refuse an addressee."""
        if address in self.stalled:
            self.hung.set()
            await asyncio.sleep(60)
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take the text, or answer as told."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer[:3] == "250" or answer in ("hang", "stall"):
            self.taken.append(message_from_bytes(envelope.content))
        if answer == "stall":
            self.hung.set()
            await asyncio.sleep(60)
        if answer == "hang":
            server.transport.abort()  # the text was taken, and the line goes dead before the answer
        return answer

    @property
    def ids(self) -> list[str]:
        """The Message-IDs that arrived."""
        return [str(mail["Message-ID"]) for mail in self.taken]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A real SMTP server on loopback."""
    server = MailServer()
    server.port = free_port()
    controller = Controller(server, hostname=HERE, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@dataclass
class TextServer:
    """A gateway and a Notify in one: what arrived by id, how often, and the statuses with which it answers first.

    A status of 0 takes the message and hangs up without an answer; -1 hangs up without taking it.
    """

    taken: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    state: str = "sending"
    port: int = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{HERE}:{self.port}/messages"


@contextmanager
def text_server() -> Iterator[TextServer]:
    """A gateway for text messages on loopback."""
    told = TextServer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            ident = body.get("id") or body["reference"]
            told.asked.append(ident)
            told.tokens.append(self.headers.get("Authorization", ""))
            status = told.statuses.pop(0) if told.statuses else 201
            if status in (0, 201):
                told.taken[ident] = body.get("text") or body["personalisation"]["message"]
            if status < 1:
                self.close_connection = True
                return
            self.reply(status, {"id": f"theirs-{ident}", "message": "as told"})

        def do_GET(self) -> None:
            ident = self.path.rpartition("reference=")[2]
            if "reference=" in self.path:
                known = [{"id": f"theirs-{ident}", "status": told.state}] if ident in told.taken else []
                self.reply(200, {"notifications": known})
            else:
                self.reply(200, {"status": told.state})

        def reply(self, status: int, body: dict[str, Any]) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    server = ThreadingHTTPServer((HERE, 0), Handler)
    told.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def text_of(mail: Mail) -> str:
    """The text of a mail that arrived."""
    text = mail.get_payload(decode=True)
    if not isinstance(text, bytes):
        raise TypeError("a mail of several parts")
    return text.decode()


def set_up(**given: Any) -> override_settings:
    """The ways that are set up, on top of none."""
    none = dict.fromkeys(settings.EVENHAND_MESSAGES, "")
    fixed = {"smtp_security": "none", "mail_from": "school@marlow.example", "seconds": 3, "lease": 60}
    return override_settings(EVENHAND_MESSAGES=none | fixed | given)


def by_mail(server: MailServer) -> override_settings:
    """E-mail by that server."""
    return set_up(smtp_host=HERE, smtp_port=server.port)


def by_gateway(server: TextServer) -> override_settings:
    """Text messages by that gateway."""
    return set_up(text_url=server.url, text_from="Marlow")


def by_notify(server: TextServer) -> override_settings:
    """Text messages by Notify."""
    return set_up(notify_url=f"http://{HERE}:{server.port}", notify_key=KEY, notify_template="t")


def parent(pupil: Pupil, **given: Any) -> Contact:
    """A parent who may be told."""
    fields = {
        "name": "Asha Khan",
        "relation": "mother",
        "phone": "07700 900123",
        "email": "asha@home.example",
    }
    return Contact.objects.create(school_id=pupil.school_id, pupil=pupil, **(fields | given))


def say(cast: SchoolCast, template: str = "recognition", pupil: Pupil | None = None, **given: Any) -> Message:
    """A message home."""
    values = given.pop("values", {"what": "Holding the door", "day": "2026-11-17"})
    return queue(
        cast.actor("teacher"),
        school=cast.school,
        pupil=pupil or cast.pupil,
        audience="family",
        template=template,
        values=values,
        **given,
    )
