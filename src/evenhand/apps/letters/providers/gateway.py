"""Text messages by any gateway that takes a JSON object over HTTP: docs/operations.md says which."""

from __future__ import annotations

from typing import Any

from evenhand.apps.letters.providers.http import Reply, exchange
from evenhand.apps.letters.providers.parcels import Answer, Parcel, Verdict

REPEATED = 409
NOT_NOW = (429, 503)


class Gateway:
    """A gateway by the settings of `EVENHAND_MESSAGES`."""

    name = "gateway"
    can_be_asked = False

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given

    def deliver(self, parcel: Parcel) -> Answer:
        """POST the message. The parcel's id goes along, also as Idempotency-Key; 409 says that it is there already."""
        headers = {"Idempotency-Key": parcel.id}
        if self.given["text_token"]:
            headers["Authorization"] = f"Bearer {self.given['text_token']}"
        body = {"id": parcel.id, "to": parcel.to, "text": parcel.body, "from": self.given["text_from"]}
        reply = exchange("POST", self.given["text_url"], headers, body, self.given["seconds"])
        return reply if isinstance(reply, Answer) else read(reply, parcel.id)

    def find(self, _ident: str, /) -> Answer:
        """A gateway of which only this much is known cannot be asked."""
        return Answer(Verdict.UNKNOWN)

    def close(self) -> None:
        """Each exchange has its own connection."""


def read(reply: Reply, ident: str, /) -> Answer:
    """What a status means. A fault of the server leaves unknown whether it had taken the message."""
    said = f"{reply.status} {reply.body.get('message', '')}".strip()
    if 200 <= reply.status < 300 or reply.status == REPEATED:
        return Answer(Verdict.TAKEN, str(reply.body.get("id", ident)), said)
    if reply.status in NOT_NOW:
        return Answer(Verdict.LATER, words=said)
    return Answer(Verdict.REFUSED if 400 <= reply.status < 500 else Verdict.UNKNOWN, words=said)
