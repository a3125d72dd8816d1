"""Text messages by GOV.UK Notify: its HTTP API, with a token that is signed for each request.

The service's template has one placeholder, ((message)). Our id goes along as the reference, by which Notify can be
asked whether it took a message: so an outcome that is unknown is found out, and nothing is sent twice.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import quote

from evenhand.apps.letters.providers.http import Reply, exchange
from evenhand.apps.letters.providers.parcels import Answer, Parcel, Verdict

CREATED, OK, TOO_MANY = 201, 200, 429
KEY_LENGTH = 36
DELIVERED = "delivered"
FAILED = frozenset({"permanent-failure", "temporary-failure", "technical-failure", "validation-failed"})


class Notify:
    """GOV.UK Notify by the settings of `EVENHAND_MESSAGES`. The API key ends in the service's id and the secret."""

    name = "notify"
    can_be_asked = True

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given

    def deliver(self, parcel: Parcel) -> Answer:
        """Send one text message."""
        body = {
            "phone_number": parcel.to,
            "template_id": self.given["notify_template"],
            "personalisation": {"message": parcel.body},
            "reference": parcel.id,
        }
        reply = self._ask("POST", "/v2/notifications/sms", body)
        if isinstance(reply, Answer):
            return reply
        if reply.status == CREATED:
            return Answer(Verdict.TAKEN, str(reply.body.get("id", "")), str(reply.status))
        if reply.status == TOO_MANY:
            return Answer(Verdict.LATER, words=_said(reply))
        return Answer(Verdict.REFUSED if 400 <= reply.status < 500 else Verdict.UNKNOWN, words=_said(reply))

    def find(self, ident: str, /) -> Answer:
        """Whether Notify has a message with that reference. LATER: it has not, so it may be sent."""
        reply = self._ask("GET", f"/v2/notifications?reference={quote(ident)}", None)
        if isinstance(reply, Answer) or reply.status != OK:
            return Answer(Verdict.UNKNOWN, words="Notify cannot be asked.")
        found = reply.body.get("notifications") or []
        if not found:
            return Answer(Verdict.LATER, words="Notify has no such message.")
        return Answer(Verdict.TAKEN, str(found[0].get("id", "")), str(found[0].get("status", "")))

    def state(self, reference: str) -> str:
        """What has become of a message that was taken: delivered, failed, or nothing yet."""
        reply = self._ask("GET", f"/v2/notifications/{quote(reference)}", None)
        status = "" if isinstance(reply, Answer) else str(reply.body.get("status", ""))
        return DELIVERED if status == DELIVERED else "failed" if status in FAILED else ""

    def close(self) -> None:
        """Each exchange has its own connection."""

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Reply | Answer:
        headers = {"Authorization": f"Bearer {token(self.given['notify_key'], int(time.time()))}"}
        return exchange(
            method, self.given["notify_url"].rstrip("/") + path, headers, body, self.given["seconds"]
        )


def token(key: str, moment: int) -> str:
    """The signed token of one request: HS256 over the service's id and the time, with the key's secret."""
    secret, service = key[-KEY_LENGTH:], key[-2 * KEY_LENGTH - 1 : -KEY_LENGTH - 1]
    head = _part({"typ": "JWT", "alg": "HS256"})
    claims = _part({"iss": service, "iat": moment})
    signature = hmac.new(secret.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    return f"{head}.{claims}.{_text(signature)}"


def _part(value: dict[str, Any]) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _said(reply: Reply) -> str:
    errors = reply.body.get("errors") or [{}]
    return f"{reply.status} {errors[0].get('message', '')}".strip()
