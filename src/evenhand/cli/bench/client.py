"""A small browser over one kept connection: cookies, the anti-forgery token, and how long each answer took."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode

from evenhand.cli.bench.wire import Connection

IDLE = 10.0


class Answer(NamedTuple):
    """What came back, and after how many seconds. Names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Unexpected(RuntimeError):
    """The server answered with another status than the measurement is of."""


@dataclass(slots=True)
class Browser:
    """One user on one connection to this machine."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: Connection | None = None
    used: float = 0.0

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """GET that path."""
        return self.send("GET", path, None, headers or {})

    def post_json(self, path: str, sent: Any) -> Answer:
        """POST that as JSON with the token."""
        return self.send("POST", path, json.dumps(sent).encode(), {"Content-Type": "application/json"})

    def post_form(self, path: str, sent: Mapping[str, str]) -> Answer:
        """POST that as a form with the token."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, urlencode(sent).encode(), kind)

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """Send a request and read the whole answer."""
        connection = self._connected()
        named = [
            *headers.items(),
            ("Cookie", "; ".join(f"{key}={value}" for key, value in self.cookies.items())),
        ]
        if method == "POST":
            named.append(("X-CSRFToken", self.cookies.get("csrftoken", "")))
        started = time.perf_counter()
        answer = connection.ask(method, path, named, body)
        self.used = time.perf_counter()
        seconds = self.used - started
        for name, value in answer.headers:
            if name == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        return Answer(answer.status, dict(answer.headers), answer.body, seconds)

    def _connected(self) -> Connection:
        """The kept connection, or a new one: the server ends those that nobody has used for a while."""
        if self.connection is None or time.perf_counter() - self.used > IDLE:
            if self.connection is not None:
                self.connection.close()
            self.connection = Connection(self.port)
        return self.connection

    def sign_in(self, membership: int) -> None:
        """Sign in as one of the made-up cast. Raises Unexpected."""
        self.expect(self.get("/sign-in/"), 200)
        self.expect(self.post_form("/sign-in/as/", {"as": str(membership)}), 302)

    def expect(self, answer: Answer, status: int) -> Answer:
        """The answer itself. Raises Unexpected where it has another status."""
        if answer.status != status:
            raise Unexpected(f"{answer.status} instead of {status}: {answer.body[:300]!r}")
        return answer
