"""What may have arrived decides what an exchange tells: not reached is later, silence is unknown."""

from __future__ import annotations

from evenhand.apps.letters.providers.http import Reply, exchange
from evenhand.apps.letters.providers.parcels import Answer, Verdict
from tests.apps.letters.post import HERE, free_port, text_server


def test_an_answer_is_read() -> None:
    with text_server() as server:
        reply = exchange("POST", server.url, {}, {"id": "a", "text": "Hello"}, 3)
    assert isinstance(reply, Reply)
    assert (reply.status, reply.body["id"]) == (201, "theirs-a")


def test_nobody_there_is_later() -> None:
    reply = exchange("POST", f"http://{HERE}:{free_port()}/x", {}, {}, 3)
    assert isinstance(reply, Answer)
    assert reply.verdict == Verdict.LATER


def test_silence_after_the_request_is_unknown() -> None:
    with text_server() as server:
        server.statuses = [0]
        reply = exchange("POST", server.url, {}, {"id": "a", "text": "Hello"}, 3)
    assert isinstance(reply, Answer)
    assert reply.verdict == Verdict.UNKNOWN
