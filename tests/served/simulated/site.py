"""A school with all that runs beside it on the day: server, worker, the families' mail, and who moves the clock."""

from __future__ import annotations

import json
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.served.processes import ROOT, Served, end, free_port
from tests.served.simulated.mailbox import HERE, Mailbox

MODULE = "tests.served.simulated.process"
# Longer than any process goes without looking at the clock.
CLOCK_SECONDS = 0.15
SETTLED_IN = 240.0


class School(Served):
    """The processes of one simulated day."""

    def __init__(self, folder: Path, url: str) -> None:
        self.mail = Mailbox(free_port())
        given = {
            "EVENHAND_SMTP_HOST": HERE,
            "EVENHAND_SMTP_PORT": str(self.mail.port),
            "EVENHAND_SMTP_SECURITY": "none",
            "EVENHAND_MAIL_FROM": "school@marlowbridge.example.org",
            "EVENHAND_MESSAGE_SECONDS": "5",
        }
        super().__init__(MODULE, folder, url, given)
        self.worker: subprocess.Popen[bytes] | None = None
        self.clock_moved = 0.0
        with self.log("control").open("ab") as log:
            self.control = subprocess.Popen(
                self.command("control"),
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ask(self, do: str, **given: Any) -> Any:
        """Let the control process do something and say what it found."""
        assert self.control.stdin is not None
        assert self.control.stdout is not None
        self.control.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self.control.stdin.flush()
        line = self.control.stdout.readline()
        assert line, self.log("control").read_text()
        return json.loads(line)

    def set_clock(self, to: datetime) -> None:
        """Let it be that instant in every process."""
        self.ask("clock", to=to.astimezone(UTC).isoformat())
        time.sleep(CLOCK_SECONDS)
        self.clock_moved = time.monotonic()

    def hire(self) -> None:
        """Start the worker."""
        self.worker = self.run_beside("work", str(self.rounds))

    def dismiss(self) -> None:
        """Kill the worker in the middle of whatever it does."""
        if self.worker is not None:
            end(self.worker)
            self.worker = None

    @property
    def rounds(self) -> Path:
        """Where the worker says how far it is."""
        return self.folder / "rounds.json"

    def settle(self, school: int) -> None:
        """Wait until the worker has been once round since the clock moved, and nothing is due any more."""
        until = time.monotonic() + SETTLED_IN
        while not self._is_settled(school):
            assert time.monotonic() < until, f"still waiting: {self.ask('waiting', school=school)}"
            time.sleep(0.05)

    def _is_settled(self, school: int) -> bool:
        if not self.rounds.exists():
            return False
        last = json.loads(self.rounds.read_text())
        return last["began"] > self.clock_moved and not any(self.ask("waiting", school=school).values())

    def close(self) -> None:
        """End everything."""
        if self.server is not None:
            self.kill()
        self.dismiss()
        self.control.kill()
        self.control.wait()
        self.mail.down()
