"""The families' mail server on loopback, which can be down for a while and keeps what it took meanwhile."""

from __future__ import annotations

from collections import Counter
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

HERE = "127.0.0.1"


class Mailbox:
    """What arrived, by Message-ID, and how often each did."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: Counter[str] = Counter()
        self.controller: Controller | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take a message."""
        self.taken[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        return "250 OK"

    @property
    def is_up(self) -> bool:
        """Whether anybody listens."""
        return self.controller is not None

    def up(self) -> None:
        """Listen."""
        self.controller = Controller(self, hostname=HERE, port=self.port)
        self.controller.start()

    def down(self) -> None:
        """Refuse every connection."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None
