"""A server that does not come up is an error, not a wait for ever."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from evenhand.cli.bench.server import NotServed, _wait, free_port


def test_the_port_is_free() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", free_port()))


def test_a_process_that_ends_is_not_waited_for() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    with pytest.raises(NotServed):
        _wait(process, free_port())
