"""A whole staff at once: every kind of request is made at its pace and counted from when it was due."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from evenhand.cli.bench.report import UNDER_LOAD, shown
from evenhand.cli.bench.staff import CALLS, Habit, Staff, figures

GUIDE = {
    "concern": "C",
    "lessons": [{"id": 1, "teacher": 10, "pupils": [100]}, {"id": 2, "teacher": 20, "pupils": [200]}],
}


class School(BaseHTTPRequestHandler):
    """Answers what a school answers; the board changes with every record."""

    protocol_version = "HTTP/1.1"
    asked: Counter[str]
    signed_in: Counter[str]
    slow: float

    def do_GET(self) -> None:
        """A page; the board's poll by its mark."""
        self.asked[self.path] += 1
        mark = f'"{self.asked["/record/"]}"'
        time.sleep(self.slow)
        if self.path == "/board/cards/" and self.headers["If-None-Match"] == mark:
            self._answer(304, mark)
        else:
            self._answer(200, mark)

    def do_POST(self) -> None:
        """A sign-in or a record."""
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked[self.path] += 1
        if self.path == "/record/":
            warned, referred = json.loads(sent)["records"]
            assert warned["id"] != referred["id"]
            for one in (warned, referred):
                assert (one["lesson"], one["pupil"], one["code"]) in ((1, 100, "C"), (2, 200, "C"))
            self._answer(200)
        else:
            self.signed_in[sent.decode()] += 1
            self._answer(302)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, mark: str = "") -> None:
        self.send_response(status)
        self.send_header("ETag", mark)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def school() -> Iterator[tuple[int, type[School]]]:
    """The port of a school, and what it keeps."""

    class Here(School):
        asked: Counter[str] = Counter()
        signed_in: Counter[str] = Counter()
        slow = 0.0

    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_port, Here
    server.shutdown()
    server.server_close()


def test_everybody_has_a_device_and_each_kind_of_request_is_measured(
    school: tuple[int, type[School]],
) -> None:
    port, here = school
    habit = Habit(staff=6, seconds=1.5, page=0.1, poll=0.1, marks=0.2, record=0.25)
    found = Staff(port, GUIDE, habit).run()
    assert here.signed_in == {"as=10": 3, "as=20": 3}
    assert set(found) == {f"load_{what}_{part}_ms" for what in CALLS for part in ("p50", "p95")} | {
        "load_requests_per_s"
    }
    assert all(figure is not None and figure > 0 for figure in found.values())
    assert here.asked["/class/1/"] > 0
    assert here.asked["/class/2/state/"] > 0


def test_waiting_for_the_server_counts(school: tuple[int, type[School]]) -> None:
    """Two polls a second of a device that waits half a second for each: the later they are, the longer they took."""
    port, here = school
    staff = Staff(port, GUIDE, Habit(staff=1, seconds=1.2, page=60, poll=0.1, marks=60, record=60))
    here.slow = 0.3
    found = staff.run()
    assert (found["load_board_304_p95_ms"] or 0) > 600


def test_the_figures_are_of_their_own_kind() -> None:
    found = figures({"inbox": [float(number) for number in range(1, 101)]})
    assert (found["load_inbox_p50_ms"], found["load_inbox_p95_ms"]) == (50.5, 95.0)
    assert found["load_board_p95_ms"] is None


def test_each_figure_has_its_line() -> None:
    keys = set(figures({})) | {"load_requests_per_s"}
    assert {line.key for line in UNDER_LOAD} == keys
    table = shown(UNDER_LOAD, {"load_board_304_p50_ms": 4.0, "load_inbox_p95_ms": 51.0})
    assert [line.split()[-1] for line in table.splitlines() if "kept" in line or "MISSED" in line] == [
        "MISSED", "kept",
    ]  # fmt: skip
