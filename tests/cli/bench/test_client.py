"""The small browser keeps cookies, sends the token, and says what it did not expect."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from evenhand.cli.bench.client import Browser, Unexpected


class Site(BaseHTTPRequestHandler):
    """Gives a token, and answers a POST with what came."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A cookie."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Cookie and token as they came."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(f"{self.headers['Cookie']} {self.headers['X-CSRFToken']}".encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Set-Cookie", "csrftoken=abc; Path=/")
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser of a site that runs as long as the test."""
    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    made = Browser(server.server_port)
    yield made
    if made.connection:
        made.connection.close()
    server.shutdown()
    server.server_close()


def test_cookies_and_the_token_go_back(browser: Browser) -> None:
    first = browser.get("/")
    assert first.headers["etag"] == '"1"'
    assert first.seconds > 0
    assert browser.post_json("/", {}).body == b"csrftoken=abc abc"


def test_another_status_is_an_error(browser: Browser) -> None:
    with pytest.raises(Unexpected, match="200 instead of 304"):
        browser.expect(browser.get("/"), 304)
