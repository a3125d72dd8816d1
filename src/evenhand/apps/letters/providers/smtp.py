"""E-mail by SMTP. A connection is kept for a round of messages.

Up to the server's "go ahead" for the text nothing has been taken; after it, silence leaves the outcome unknown.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import formatdate
from typing import Any

from evenhand.apps.letters.providers.parcels import Answer, Parcel, Verdict

GO_AHEAD, TAKEN, TOO_MANY = 354, 250, 421


class Smtp:
    """A mail server, by the settings of `EVENHAND_MESSAGES`."""

    name = "smtp"
    can_be_asked = False

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.server: smtplib.SMTP | None = None

    def deliver(self, parcel: Parcel) -> Answer:
        """Hand one message over; its Message-ID is made from the parcel's id."""
        try:
            server = self._connected()
            refusal = self._envelope(server, parcel)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer(Verdict.LATER, words=_words(error))
        if refusal is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.rset()
            return refusal
        return self._text(server, parcel)

    def find(self, _ident: str, /) -> Answer:
        """A mail server cannot be asked."""
        return Answer(Verdict.UNKNOWN)

    def close(self) -> None:
        """Say goodbye, if anybody listens."""
        server, self.server = self.server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self.server is not None:
            return self.server
        host, port, seconds = self.given["smtp_host"], self.given["smtp_port"], self.given["seconds"]
        security = self.given["smtp_security"]
        context = ssl.create_default_context()
        if security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=seconds)
        self.server = server
        server.ehlo_or_helo_if_needed()
        if security == "starttls":
            server.starttls(context=context)
            server.ehlo()
        if self.given["smtp_user"]:
            server.login(self.given["smtp_user"], self.given["smtp_password"])
        return server

    def _envelope(self, server: smtplib.SMTP, parcel: Parcel) -> Answer | None:
        """Name sender and addressee and ask for the go-ahead; the refusal, or None when the text may follow."""
        for code, words in (server.mail(self.given["mail_from"]), server.rcpt(parcel.to)):
            if code not in (250, 251):
                return _refusal(code, words)
        code, words = server.docmd("DATA")
        return None if code == GO_AHEAD else _refusal(code, words)

    def _text(self, server: smtplib.SMTP, parcel: Parcel) -> Answer:
        ident = message_id(parcel.id, self.given["mail_from"])
        lines = as_mail(parcel, self.given["mail_from"], ident).as_bytes(policy=WIRE)
        quoted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines.split(b"\r\n"))
        end = b".\r\n" if quoted.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            server.send(quoted + end)
            code, words = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer(Verdict.UNKNOWN, ident, _words(error))
        if code == TAKEN:
            return Answer(Verdict.TAKEN, ident, words.decode(errors="replace"))
        return _refusal(code, words)


def message_id(ident: str, sender: str) -> str:
    """The Message-ID of a parcel, the same at every try."""
    return f"<{ident}@{sender.rpartition('@')[2]}>"


def as_mail(parcel: Parcel, sender: str, ident: str) -> EmailMessage:
    """The message as it goes over the wire."""
    mail = EmailMessage()
    name, domain = sender.rpartition("@")[::2]
    mail["From"] = Address(display_name=parcel.sender, username=name, domain=domain)
    mail["To"] = parcel.to
    mail["Subject"] = " ".join(parcel.subject.split())
    mail["Message-ID"] = ident
    mail["Date"] = formatdate(usegmt=True)
    mail["Content-Language"] = parcel.language
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(parcel.body, cte="quoted-printable")
    return mail


def _refusal(code: int, words: bytes) -> Answer:
    """4xx and a line that is shut: later. 5xx: never."""
    said = f"{code} {words.decode(errors='replace')}".strip()
    return Answer(Verdict.REFUSED if 500 <= code < 600 else Verdict.LATER, words=said)


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
