"""A served school in processes of its own: prepared, started, asked and killed by the tests."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.postgres_server import PostgresServer

DATABASES = ("sqlite", "postgres")
ROOT = Path(__file__).resolve().parents[2]
# A machine that is busy with other things starts a server slowly; a server that ends is noticed at once.
LONGEST_START = 300.0


class Child:
    """A process that one of ours has forked, watched as one that was started here."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """Nothing while it runs; it is whoever forked it that lets it go when it has ended."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return -signal.SIGKILL
        return None

    def wait(self) -> None:
        """Until it has ended."""
        while self.poll() is None:
            time.sleep(0.005)


class Served:
    """A database, and the server in front of it. `module` is run for each process with what it is to do."""

    def __init__(self, module: str, folder: Path, url: str, given: Mapping[str, str] | None = None) -> None:
        self.module = module
        self.folder = folder
        self.port = free_port()
        self.environment = {
            **os.environ,
            "EVENHAND_DATA": str(folder),
            "EVENHAND_DATABASE_URL": url,
            "EVENHAND_LOG_LEVEL": "ERROR",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            **(given or {}),
        }
        self.server: subprocess.Popen[bytes] | Child | None = None

    def command(self, *words: str) -> list[str]:
        """The command line of one of the school's processes."""
        return [sys.executable, "-m", self.module, *words]

    def told(self, what: str) -> dict[str, Any]:
        """What a process that prepares or looks has to say."""
        done = subprocess.run(
            self.command(what), env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def run_beside(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a process of the school in a group of its own; what it complains of goes to its log."""
        with self.log(words[0]).open("ab") as log:
            return subprocess.Popen(
                self.command(*words),
                env=self.environment,
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def log(self, name: str) -> Path:
        """Where a process of that name complains."""
        return self.folder / f"{name}.log"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.server = self.begin()
        deadline = time.monotonic() + LONGEST_START
        while not self.answers():
            assert self.server.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)

    def begin(self) -> subprocess.Popen[bytes] | Child:
        """Begin to serve."""
        return self.run_beside("serve", str(self.port))

    def answers(self) -> bool:
        """Whether a request gets any answer at all."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_START)
            connection.request("HEAD", "/sign-in/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        return True

    def kill(self) -> None:
        """End the server and all its processes without a word."""
        assert self.server is not None
        end(self.server)
        self.server = None


def end(process: subprocess.Popen[bytes] | Child) -> None:
    """Kill a process with its group."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of that kind while the block runs."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'served.sqlite3'}"
        return
    server = PostgresServer(Path(f"/tmp/evenhand-served-{os.getpid()}"))  # noqa: S108  a socket's path must be short
    server.start()
    try:
        yield f"postgres://postgres@/postgres?host={server.folder}"
    finally:
        server.stop()
