"""One kept HTTP connection to this machine, read with little work: the client shares the processors with the server."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Final, NamedTuple

TIMEOUT: Final = 60
AT_ONCE: Final = 65_536
NO_BODY: Final = frozenset({204, 304})


class Raw(NamedTuple):
    """What came back: header names in lower case, in order and as often as they came."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def first(self, name: str) -> str:
        """The first header of that name, "" where there is none."""
        return next((value for key, value in self.headers if key == name), "")


class Connection:
    """A connection that asks and waits for the answer. Everything that breaks it is an OSError."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = b""

    def ask(self, method: str, path: str, headers: Sequence[tuple[str, str]], body: bytes | None) -> Raw:
        """Send a request and read the whole answer."""
        told = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        told += [f"{name}: {value}" for name, value in headers]
        if body is not None:
            told.append(f"Content-Length: {len(body)}")
        self._socket.sendall("\r\n".join([*told, "", ""]).encode("latin-1") + (body or b""))
        first, *rest = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        pairs = [line.partition(":") for line in rest]
        found = Raw(
            int(first.split(" ", 2)[1]), [(name.lower(), value.strip()) for name, _, value in pairs], b""
        )
        return found._replace(body=self._body(found))

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def _body(self, answer: Raw) -> bytes:
        if answer.status in NO_BODY:
            return b""
        if answer.first("transfer-encoding") == "chunked":
            return b"".join(self._chunks())
        return self._exactly(int(answer.first("content-length") or 0))

    def _chunks(self) -> list[bytes]:
        found = []
        while size := int(self._until(b"\r\n").partition(b";")[0], 16):
            found.append(self._exactly(size))
            self._exactly(2)
        self._until(b"\r\n")
        return found

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._read:
            self._more()
        found, _, self._read = self._read.partition(mark)
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            self._more()
        found, self._read = self._read[:size], self._read[size:]
        return found

    def _more(self) -> None:
        came = self._socket.recv(AT_ONCE)
        if not came:
            raise ConnectionResetError("the server ended the connection")
        self._read += came
