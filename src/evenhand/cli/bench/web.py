"""The measurements over HTTP: one user alone, a class in one request, the pages, and eight users at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice, zip_longest
from statistics import median, quantiles
from threading import Event
from typing import Any

from evenhand.apps.tenancy.ids import new_event_id
from evenhand.cli.bench.client import Answer, Browser
from evenhand.cli.bench.school import OPENS

USERS = 8
Act = tuple[int, int, int]
WARMING = 5
AHEAD = OPENS.replace(tzinfo=UTC) - datetime.now(UTC)
"""From the day of this run to the opening of the school, which is the last day of its history."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How often and how long each thing is measured."""

    alone: int = 150
    pages: int = 40
    awards: int = 20
    seconds: float = 4.0


@dataclass(slots=True)
class Web:
    """A run against one server: teachers signed in once each, and acts that nobody has recorded yet."""

    port: int
    guide: dict[str, Any]
    effort: Effort
    browsers: dict[int, Browser] = field(default_factory=dict)
    acts: Iterator[Act] = field(init=False)

    def __post_init__(self) -> None:
        self.acts = first_acts(self.guide)

    def user(self, membership: int) -> Browser:
        """That person's browser, signed in."""
        if membership not in self.browsers:
            self.browsers[membership] = Browser(self.port)
            self.browsers[membership].sign_in(membership)
        return self.browsers[membership]

    def record_alone(self) -> dict[str, float]:
        """One concern after the other by one user at a time: half of them within, and 99 of 100."""
        acts = list(islice(self.acts, WARMING + self.effort.alone))
        for teacher, _lesson, _pupil in acts:
            self.user(teacher)
        answers = [self._concern_of(act) for act in acts]
        taken = [answer.seconds * 1000 for answer in answers[WARMING:]]
        return {"record_p50_ms": median(taken), "record_p99_ms": quantiles(taken, n=100)[98]}

    def record_together(self) -> dict[str, float]:
        """Concerns by eight users at once, as many as fit into the seconds, each act of a pupil of its own.

        The eight take turns at the classes that run, as a school's staff do: one sits down, the next records. It ends
        for all when one has nothing left to record, since seven are no eight.
        """
        lots = shared_out(self.acts)
        for teacher in {teacher for lot in lots for teacher, _lesson, _pupil in lot}:
            self.user(teacher)
        for lot in lots:  # each thread of the server reads the policy once
            for _ in range(WARMING):
                self._concern_of(lot.pop())
        until = time.perf_counter() + self.effort.seconds
        taken: list[float] = []
        over = Event()

        def one_user(lot: list[Act]) -> None:
            for act in lot:
                if over.is_set() or time.perf_counter() >= until:
                    return
                taken.append(self._concern_of(act).seconds * 1000)
            over.set()

        started = time.perf_counter()
        with ThreadPoolExecutor(USERS) as pool:
            list(pool.map(one_user, lots))
        spent = time.perf_counter() - started
        return {
            "record_per_s": len(taken) / spent,
            "record_8_p50_ms": median(taken),
            "record_8_p99_ms": quantiles(taken, n=100)[98],
        }

    def award_a_class(self) -> dict[str, float]:
        """Thirty recognitions in one request."""
        taken: list[float] = []
        lessons = self.guide["lessons"]
        size = 0
        for number in range(WARMING + self.effort.awards):
            lesson = lessons[number % len(lessons)]
            pupils = (lesson["class"] * 2)[:30] if len(lesson["class"]) < 30 else lesson["class"][:30]
            size = len(pupils)
            sent = [event("achievement", self.guide["award"], lesson["id"], pupil) for pupil in pupils]
            browser = self.user(lesson["teacher"])
            answer = browser.expect(browser.post_json("/record/", {"records": sent}), 200)
            taken.append(answer.seconds * 1000)
        half = median(taken[WARMING:])
        return {"award30_p50_ms": half, "award30_records_per_s": size / half * 1000}

    def pages(self) -> dict[str, float]:
        """Each page for somebody who uses it, half of the answers within; the size of the pupil page."""
        lesson = self.guide["lessons"][0]
        leader, manager = self.user(self.guide["leader"]), self.user(self.guide["manager"])
        pupil = f"/pupils/{self.guide['pupil']}/"
        return {
            "class_page_p50_ms": self._page(self.user(lesson["teacher"]), f"/class/{lesson['id']}/"),
            "pupil_page_p50_ms": self._page(leader, pupil),
            "pupil_page_kb": len(leader.get(pupil).body) / 1024,
            "inbox_p50_ms": self._page(manager, "/inbox/"),
            "board_p50_ms": self._page(manager, "/board/"),
            "board_304_p50_ms": self._unchanged(manager),
        }

    def floors(self) -> dict[str, float]:
        """Bare answers and bare inserts a second, eight at once, through the same server and client."""
        return {
            "bare_server_per_s": self._rate(lambda browser: browser.get("/bench/nothing/")),
            "bare_insert_per_s": self._rate(lambda browser: browser.get("/bench/insert/")),
        }

    def _concern_of(self, act: Act) -> Answer:
        teacher, lesson, pupil = act
        return self._concern(self.browsers[teacher], lesson, pupil)

    def _concern(self, browser: Browser, lesson: int, pupil: int) -> Answer:
        sent = {"records": [event("concern", self.guide["concern"], lesson, pupil)]}
        return browser.expect(browser.post_json("/record/", sent), 200)

    def _page(self, browser: Browser, path: str) -> float:
        taken = [
            browser.expect(browser.get(path), 200).seconds * 1000 for _ in range(WARMING + self.effort.pages)
        ]
        return median(taken[WARMING:])

    def _unchanged(self, browser: Browser) -> float:
        """The board's poll; each minute it answers whole once, which does not count."""
        mark, taken = "", list[float]()
        while len(taken) < WARMING + self.effort.pages:
            answer = browser.get("/board/cards/", {"If-None-Match": mark})
            if answer.status == 304:
                taken.append(answer.seconds * 1000)
            else:
                mark = browser.expect(answer, 200).headers["etag"]
        return median(taken[WARMING:])

    def _rate(self, ask: Callable[[Browser], Answer]) -> float:
        until = time.perf_counter() + self.effort.seconds / 2

        def one_user(_number: int) -> int:
            browser, count = Browser(self.port), 0
            while time.perf_counter() < until:
                browser.expect(ask(browser), 200)
                count += 1
            return count

        started = time.perf_counter()
        with ThreadPoolExecutor(USERS) as pool:
            count = sum(pool.map(one_user, range(USERS)))
        return count / (time.perf_counter() - started)


def first_acts(guide: dict[str, Any]) -> Iterator[Act]:
    """Teacher, lesson and pupil: every pupil of every lesson that runs, one of each class in turn."""
    lessons = [
        [(lesson["teacher"], lesson["id"], pupil) for pupil in lesson["pupils"]]
        for lesson in guide["lessons"]
    ]
    return (one for one in chain.from_iterable(zip_longest(*lessons)) if one is not None)


def shared_out(acts: Iterator[Act]) -> list[list[Act]]:
    """The acts of eight users: each teacher's to one of them, so that all have about as many, in a mixed order."""
    by_teacher: dict[int, list[Act]] = {}
    for act in acts:
        by_teacher.setdefault(act[0], []).append(act)
    lots: list[list[list[Act]]] = [[] for _ in range(USERS)]
    for many in sorted(by_teacher.values(), key=len, reverse=True):
        min(lots, key=lambda lot: sum(map(len, lot))).append(many)
    return [[act for turn in zip_longest(*lot) for act in turn if act is not None] for lot in lots]


def event(kind: str, code: str, lesson: int, pupil: int) -> dict[str, Any]:
    """One record as a device sends it; its id comes after all of the history, as any day's ids come after those before."""
    sent = datetime.now(UTC)
    moment = int((sent + AHEAD).timestamp() * 1000)
    return {
        "id": str(new_event_id(moment)),
        "kind": kind,
        "code": code,
        "lesson": lesson,
        "pupil": pupil,
        "device_at": sent.isoformat(),
    }
