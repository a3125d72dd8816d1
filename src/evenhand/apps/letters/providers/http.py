"""One HTTP exchange, told apart by what may have arrived: nothing, or perhaps everything."""

from __future__ import annotations

import json
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from evenhand.apps.letters.providers.parcels import Answer, Verdict

LONGEST_ANSWER = 100_000


class Reply(NamedTuple):
    """The status, and the body as JSON where it is an object."""

    status: int
    body: dict[str, Any]


def exchange(
    method: str, url: str, headers: dict[str, str], body: dict[str, Any] | None, seconds: float
) -> Reply | Answer:
    """Send one request. Not reached: LATER, since nothing was sent. Silence after it was sent: UNKNOWN."""
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection = _connection(parts.scheme, parts.netloc, seconds)
    try:
        try:
            connection.connect()
        except OSError as error:
            return Answer(Verdict.LATER, words=_words(error))
        text = None if body is None else json.dumps(body).encode()
        extra = {} if text is None else {"Content-Type": "application/json"}
        try:
            connection.request(method, target, body=text, headers=headers | extra)
            answer = connection.getresponse()
            return Reply(answer.status, _object(answer.read(LONGEST_ANSWER)))
        except (OSError, HTTPException) as error:
            return Answer(Verdict.UNKNOWN, words=_words(error))
    finally:
        connection.close()


def _connection(scheme: str, place: str, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(place, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(place, timeout=seconds)


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
