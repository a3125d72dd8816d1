"""A whole staff at once: each adult's device has the board, the inbox and the class open and asks as those pages do.

Every device opens one of its three pages about once a minute, and its board and its class ask for news as often as the
scripts of those pages do. Now and then one of them refers somebody, so that the board has news. Times are counted from
the moment at which a request was due, so that whoever has to wait for the server is not left out.
"""

from __future__ import annotations

import heapq
import math
import time
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from random import Random
from statistics import median
from typing import Any

from evenhand.cli.bench.client import Answer, Browser
from evenhand.cli.bench.web import event

CLASS, INBOX, BOARD, NEWS, NO_NEWS, MARKS, RECORD = (
    "class_page", "inbox", "board", "board_news", "board_304", "class_state", "record",
)  # fmt: skip
CALLS = (CLASS, INBOX, BOARD, NEWS, NO_NEWS, MARKS, RECORD)
THREADS = 8
SEED = 20261117


@dataclass(frozen=True, slots=True)
class Habit:
    """How a staff works: how many devices, for how long, and after how many seconds each asks again.

    `page` is between two pages of one device, `poll` between two looks of its board, `marks` of its class, and
    `record` between two records of the whole staff.
    """

    staff: int = 200
    seconds: float = 60.0
    page: float = 60.0
    poll: float = 2.0
    marks: float = 55.0
    record: float = 30.0


@dataclass(slots=True)
class Device:
    """One adult's device with three pages open."""

    browser: Browser
    lesson: int
    mark: str = ""


@dataclass(slots=True)
class Staff:
    """A run against one server."""

    port: int
    guide: Mapping[str, Any]
    habit: Habit
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  spreads the devices over the seconds

    def run(self) -> dict[str, float | None]:
        """Sign everybody in, open each page once, then measure for the seconds of the habit."""
        devices = [self._signed_in(number) for number in range(self.habit.staff)]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._opened, devices))
            self.taken.clear()
            shares = [devices[number::THREADS] for number in range(min(THREADS, len(devices)))]
            started = time.perf_counter()
            list(pool.map(lambda share: self._work(share, started), shares))
        spent = time.perf_counter() - started
        return {**figures(self.taken), "load_requests_per_s": sum(map(len, self.taken.values())) / spent}

    def _signed_in(self, number: int) -> Device:
        """A device of one of those who teach now; with more devices than people, people have several."""
        lessons = self.guide["lessons"]
        lesson = lessons[number % len(lessons)]
        browser = Browser(self.port)
        browser.sign_in(lesson["teacher"])
        return Device(browser, lesson["id"])

    def _opened(self, device: Device) -> None:
        for page in (CLASS, INBOX, BOARD, NEWS):
            self._ask(device, page)

    def _work(self, devices: list[Device], started: float) -> None:
        """The requests of these devices, each when it is due, until the time is over."""
        until, number = started + self.habit.seconds, count()
        due: list[tuple[float, int, str, Device]] = []
        for device in devices:
            for what, every in self._rhythm():
                first = started + self.chance.random() * every
                heapq.heappush(due, (first, next(number), what, device))
        while due and due[0][0] < until:
            moment, _, what, device = heapq.heappop(due)
            time.sleep(max(0.0, moment - time.perf_counter()))
            if what == RECORD:
                self._record(device, moment)
            else:
                self._ask(device, self._page(what), moment)
            heapq.heappush(due, (moment + dict(self._rhythm())[what], next(number), what, device))

    def _rhythm(self) -> tuple[tuple[str, float], ...]:
        """What a device does, and after how many seconds again."""
        habit = self.habit
        return (
            ("page", habit.page), (NEWS, habit.poll), (MARKS, habit.marks), (RECORD, habit.record * habit.staff),
        )  # fmt: skip

    def _page(self, what: str) -> str:
        return self.chance.choice((CLASS, INBOX, BOARD)) if what == "page" else what

    def _ask(self, device: Device, what: str, due: float | None = None) -> None:
        """One request of a device; a poll without news counts apart."""
        due = due or time.perf_counter()
        answer = self._answer(device, what)
        self._keep(NO_NEWS if answer.status == 304 else what, due)

    def _answer(self, device: Device, what: str) -> Answer:
        browser = device.browser
        if what == NEWS:
            answer = browser.get("/board/cards/", {"If-None-Match": device.mark})
            device.mark = answer.headers.get("etag", "")
            return answer if answer.status == 304 else browser.expect(answer, 200)
        path = {
            CLASS: f"/class/{device.lesson}/",
            MARKS: f"/class/{device.lesson}/state/",
            INBOX: "/inbox/",
            BOARD: "/board/",
        }[what]
        return browser.expect(browser.get(path), 200)

    def _record(self, device: Device, due: float) -> None:
        """A warning and a referral of somebody in the device's own class, which every board shows."""
        pupils = next(one["pupils"] for one in self.guide["lessons"] if one["id"] == device.lesson)
        pupil = self.chance.choice(pupils)
        sent = [event("concern", self.guide["concern"], device.lesson, pupil) for _ in range(2)]
        device.browser.expect(device.browser.post_json("/record/", {"records": sent}), 200)
        self._keep(RECORD, due)

    def _keep(self, what: str, due: float) -> None:
        self.taken[what].append((time.perf_counter() - due) * 1000)


def figures(taken: Mapping[str, list[float]]) -> dict[str, float | None]:
    """Half of each kind of request within, and 95 of 100; None for what did not come up."""
    found: dict[str, float | None] = {}
    for what in CALLS:
        times = sorted(taken.get(what, ()))
        found[f"load_{what}_p50_ms"] = median(times) if times else None
        found[f"load_{what}_p95_ms"] = times[math.ceil(0.95 * len(times)) - 1] if times else None
    return found
