"""A server that is killed while eight devices record keeps each record that it acknowledged, once."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.killed_school import CLIENTS
from tests.postgres_server import PostgresServer

KILLS = 10
SOAK_KILLS = 200
ROOT = Path(__file__).resolve().parents[2]
TOKEN = "k" * 32
LONGEST_START = 60.0
CHANCE = random.Random(2026)


class Site:
    """A prepared database, and the server in front of it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.port = free_port()
        self.environment = {
            **os.environ,
            "EVENHAND_DATA": str(folder),
            "EVENHAND_DATABASE_URL": url,
            "EVENHAND_LOG_LEVEL": "ERROR",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        self.server: subprocess.Popen[bytes] | None = None
        self.school = self.told("prepare")

    def command(self, *words: str) -> list[str]:
        """The command line of one of the school's processes."""
        return [sys.executable, "-m", "tests.journeys.killed_school", *words]

    def told(self, what: str) -> dict[str, Any]:
        """What a process that prepares or looks has to say."""
        done = subprocess.run(
            self.command(what), env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.server = subprocess.Popen(
            self.command("serve", str(self.port)),
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + LONGEST_START
        while not self.answers():
            assert self.server.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether a request gets any answer at all."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("HEAD", "/sign-in/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        return True

    def kill(self) -> None:
        """End the server and all its processes without a word."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.server = None


class Device(threading.Thread):
    """One adult's device: records one act after another until the server is gone, and keeps what was not answered."""

    def __init__(self, site: Site, number: int, waiting: dict[str, Any] | None) -> None:
        super().__init__(daemon=True)
        self.site, self.number, self.waiting = site, number, waiting
        self.acknowledged: list[str] = []
        self.errors: list[str] = []

    def run(self) -> None:
        """Send until the connection breaks; what was waiting from before goes first, under the id it had."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        while True:
            self.waiting = self.waiting or self.next_record()
            try:
                status, body = self.send(connection, self.waiting)
            except (OSError, http.client.HTTPException):
                return
            if status != 200:
                self.errors.append(f"{status}: {body[:300]}")
                return
            self.acknowledged.append(self.waiting["id"])
            self.waiting = None

    def next_record(self) -> dict[str, Any]:
        """An award or a concern for one of three pupils, so that the devices are in each other's way."""
        school = self.site.school
        kind, code = CHANCE.choice([("concern", "DIS-04"), ("concern", "DIS-07"), ("achievement", "ACH-A1")])
        return {
            "id": str(uuid4()), "kind": kind, "code": code, "pupil": CHANCE.choice(school["pupils"]),
            "lesson": school["lesson"], "text": f"device {self.number}",
        }  # fmt: skip

    def send(self, connection: http.client.HTTPConnection, record: dict[str, Any]) -> tuple[int, str]:
        """One request with the session of this device."""
        session = self.site.school["sessions"][self.number]
        headers = {
            "Content-Type": "application/json", "X-CSRFToken": TOKEN,
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        }  # fmt: skip
        connection.request("POST", "/record/", json.dumps({"records": [record]}), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A prepared school on each database; the server, if one is left, is ended."""
    database = PostgresServer(Path(f"/tmp/evenhand-kill-{os.getpid()}"))  # noqa: S108  a socket's path must be short
    if request.param == "postgres":
        database.start()
        url = f"postgres://postgres@/postgres?host={database.folder}"
    else:
        url = f"sqlite:///{tmp_path / 'killed.sqlite3'}"
    made = Site(tmp_path, url)
    yield made
    if made.server is not None:
        made.kill()
    if request.param == "postgres":
        database.stop()


def record_until_killed(site: Site, waiting: list[dict[str, Any] | None]) -> list[Device]:
    """Let eight devices record, and kill the server in the middle of it."""
    site.start()
    devices = [Device(site, number, waiting[number]) for number in range(CLIENTS)]
    for device in devices:
        device.start()
    # The first answers take as long as the policy takes to load; then it may be killed at any moment.
    wanted, deadline = CHANCE.randint(1, 4 * CLIENTS), time.monotonic() + LONGEST_START
    while sum(len(device.acknowledged) for device in devices) < wanted and time.monotonic() < deadline:
        time.sleep(0.002)
    site.kill()
    for device in devices:
        device.join(timeout=40)
        assert not device.is_alive()
    return devices


def survives(site: Site, kills: int) -> None:
    """Kill as often, then compare what was acknowledged with what is there."""
    acknowledged: list[str] = []
    waiting: list[dict[str, Any] | None] = [None] * CLIENTS
    for _ in range(kills):
        devices = record_until_killed(site, waiting)
        assert [error for device in devices for error in device.errors] == []
        acknowledged += [ident for device in devices for ident in device.acknowledged]
        waiting = [device.waiting for device in devices]
    assert len(acknowledged) >= kills
    assert len(acknowledged) == len(set(acknowledged))
    found = site.told("check")
    unanswered = {record["id"] for record in waiting if record}
    assert set(acknowledged) <= set(found["events"])
    assert set(found["events"]) <= set(acknowledged) | unanswered
    assert set(found["events"].values()) == {1}
    assert sorted(found["decisions"]) == sorted(found["events"])
    assert found["seqs"] == list(range(1, len(found["seqs"]) + 1))
    assert (found["chain"], found["differing"]) == ("", [])
    assert sorted(found["ledgers"]) == sorted(found["heads"])
    assert found["warnings"] == len({pupil for pupil, ledger, _ in found["ledgers"] if ledger == "behaviour"})


def test_each_acknowledged_record_survives_the_kill(site: Site) -> None:
    survives(site, KILLS)


@pytest.mark.soak
def test_each_acknowledged_record_survives_two_hundred_kills(site: Site) -> None:
    survives(site, SOAK_KILLS)
