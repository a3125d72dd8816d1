"""A server that is killed while eight devices record keeps each record that it acknowledged, once."""

from __future__ import annotations

import http.client
import json
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.served.killed_school import CLIENTS
from tests.served.processes import DATABASES, LONGEST_START, ROOT, Child, Served, database
from tests.served.stored import disagreements

KILLS = 10
SOAK_KILLS = 200
TOKEN = "k" * 32
CHANCE = random.Random(2026)


class Site(Served):
    """A served school, and what its clients have to know of it."""

    school: dict[str, Any]
    nursery: subprocess.Popen[str] | None = None

    def begin(self) -> Child:
        """Let the process that has loaded the program fork a server."""
        if self.nursery is None:
            with self.log("nursery").open("ab") as log:
                self.nursery = subprocess.Popen(
                    self.command("nursery"), env=self.environment, cwd=ROOT, text=True,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                )  # fmt: skip
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        print(self.port, file=self.nursery.stdin, flush=True)
        return Child(int(self.nursery.stdout.readline()))

    def close(self) -> None:
        """End what still runs."""
        if self.server is not None:
            self.kill()
        if self.nursery is not None:
            self.nursery.kill()
            self.nursery.communicate()


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


@pytest.fixture(params=DATABASES)
def site(request: pytest.FixtureRequest, tables: None, tmp_path: Path) -> Iterator[Site]:
    """A prepared school on each database; the server, if one is left, is ended."""
    with database(request.param, tmp_path) as url:
        made = Site("tests.served.killed_school", tmp_path, url)
        made.school = made.told("prepare")
        yield made
        made.close()


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
    assert disagreements(found) == []
    assert found["warnings"] == len({pupil for pupil, ledger, _ in found["ledgers"] if ledger == "behaviour"})


def test_each_acknowledged_record_survives_the_kill(site: Site) -> None:
    survives(site, KILLS)


@pytest.mark.soak
def test_each_acknowledged_record_survives_two_hundred_kills(site: Site) -> None:
    survives(site, SOAK_KILLS)
