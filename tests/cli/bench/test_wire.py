"""An answer is read whole, however it comes, and a broken connection is said to be one."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from evenhand.cli.bench.wire import Connection, Raw

Ask = Callable[..., Raw]
HEAD = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:b=2\r\n"


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Asks a server that sends these pieces, one after the other, and ends the connection."""
    opened: list[socket.socket] = []

    def made(*pieces: bytes, method: str = "GET", body: bytes | None = None) -> Raw:
        server = socket.create_server(("127.0.0.1", 0))
        opened.append(server)
        heard: list[bytes] = []

        def serve() -> None:
            with server.accept()[0] as one:
                heard.append(one.recv(65_536))
                for piece in pieces:
                    one.sendall(piece)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        connection = Connection(server.getsockname()[1])
        try:
            found = connection.ask(method, "/here/", [("Cookie", "c=3")], body)
        finally:
            connection.close()
            thread.join()
        assert heard[0].startswith(f"{method} /here/ HTTP/1.1\r\nHost: 127.0.0.1:".encode())
        assert heard[0].endswith(b"\r\n\r\n" if body is None else b"Content-Length: 2\r\n\r\n" + body)
        return found

    yield made
    for server in opened:
        server.close()


def test_a_body_of_stated_length_in_any_pieces(ask: Ask) -> None:
    answer = ask(HEAD, b"Content-Length: 11\r\n\r", b"\nhello ", b"world")
    assert answer == Raw(
        200, [("set-cookie", "a=1"), ("set-cookie", "b=2"), ("content-length", "11")], b"hello world"
    )


def test_a_body_in_chunks(ask: Ask) -> None:
    chunks = (b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", b"6;x=1\r\n worl", b"d\r\n0\r\n\r\n")
    assert ask(HEAD, *chunks).body == b"hello world"


def test_an_answer_without_a_body(ask: Ask) -> None:
    answer = ask(
        b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 9\r\n\r\n', method="POST", body=b"{}"
    )
    assert (answer.status, answer.first("etag"), answer.first("x"), answer.body) == (304, '"1"', "", b"")


def test_an_answer_that_ends_too_early_is_a_broken_connection(ask: Ask) -> None:
    with pytest.raises(OSError, match="ended the connection"):
        ask(HEAD, b"Content-Length: 11\r\n\r\nhello")
