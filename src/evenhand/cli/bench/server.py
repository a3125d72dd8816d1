"""The server of a bench, as `evenhand serve` runs it, on a port of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evenhand.cli.bench.client import Browser
from evenhand.cli.bench.places import environment
from evenhand.cli.commands.serve import THREADS, processes

# A machine that is busy with other things starts a server slowly; a server that ends is noticed at once.
PATIENCE = 300.0


class NotServed(RuntimeError):
    """The server did not answer in time."""


@contextmanager
def served(database: Path) -> Iterator[int]:
    """Serve that database until the block ends; gives the port. Raises NotServed."""
    port = free_port()
    command = [sys.executable, "-m", "evenhand.cli.bench.server", str(port)]
    process = subprocess.Popen(command, env=environment(database))  # noqa: S603  our own module
    try:
        _wait(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if Browser(port).get("/bench/nothing/").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise NotServed(f"the server did not answer on port {port} within {PATIENCE:.0f} s")


def reopen() -> None:
    """Let the school's clock stand at its opening again: it is kept for days, and the lessons of its opening must run."""
    from evenhand.apps.tenancy.clock import to_instant
    from evenhand.apps.tenancy.models import School
    from evenhand.apps.tenancy.services import move_clock
    from evenhand.cli.bench.school import OPENS

    school = School.objects.get()
    move_clock(to=to_instant(school, OPENS.date(), OPENS.time()))


def main(port: int) -> None:
    """Serve in this process until told to stop."""
    import django
    from granian import Granian
    from granian.constants import Interfaces

    django.setup()
    from evenhand.web.warming import warm

    reopen()
    warm()
    Granian(
        "evenhand.cli.bench.wsgi:application",
        port=port,
        interface=Interfaces.WSGI,
        workers=processes(),
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
