"""A simulated day from the eve's lesson to the next morning, with whatever is to go wrong in between."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.served.processes import end
from tests.served.simulated.devices import Staffroom, Tally
from tests.served.simulated.plan import Plan, at, plan_of
from tests.served.simulated.rates import FULL, SMALL
from tests.served.simulated.site import School

SEED = 20261117
SMALLEST_PAUSE = 0.002
LAST_LOOK = timedelta(hours=7, minutes=20)
EVENING = timedelta(hours=2)


@dataclass(frozen=True)
class Course:
    """How a day goes: its size, its pace, and what fails.

    `speed`: how many minutes of school pass in a minute; 0 for as fast as it goes. `kills`: how often the server dies
    at a random moment, and every other time the worker with it. `no_mail`: the hour in which no mail server answers,
    as hours and minutes of the school's clock.
    """

    small: bool = True
    together: int = 8
    speed: float = 0
    kills: int = 0
    no_mail: tuple[str, str] | None = None
    seed: int = SEED


@dataclass(frozen=True)
class Outcome:
    """What came of a day."""

    plan: Plan
    tally: Tally
    found: dict[str, Any]
    mail: dict[str, int]
    logs: str
    failed_ticks: int
    kills: int


class Day:
    """One run."""

    def __init__(self, folder: Path, url: str, course: Course) -> None:
        self.course = course
        self.school = School(folder, url)
        self.chance = Random(course.seed)
        self.kills = 0

    def run(self) -> Outcome:
        """The whole day; everything is ended afterwards."""
        try:
            return self._run()
        finally:
            self.school.close()

    def _run(self) -> Outcome:
        school, course = self.school, self.course
        told = school.ask("prepare", small=course.small)
        plan = plan_of(told, SMALL if course.small else FULL, course.seed)
        first = plan.minutes()[0][0]
        school.mail.up()
        school.set_clock(first - timedelta(minutes=1))
        school.start()
        school.hire()
        staff = Staffroom(school.port, course.together)
        with self._killing(staff.tally, sum(1 for _ in plan.acts)):
            self._through(plan, staff)
        self._to_the_end(plan, told["school"])
        staff.close()
        found = school.ask("found", school=told["school"])
        logs = "".join(path.read_text() for path in sorted(school.folder.glob("*.log")))
        rounds = school.rounds.read_text()
        failed = int(rounds.partition('"failed": ')[2].rstrip("}") or 0)
        return Outcome(plan, staff.tally, found, dict(school.mail.taken), logs, failed, self.kills)

    def _through(self, plan: Plan, staff: Staffroom) -> None:
        """Minute after minute: the clock, the mail, what everybody does; over an hour's gap the worker catches up."""
        began, last = time.monotonic(), plan.minutes()[0][0]
        opened = last
        for minute, acts in plan.minutes():
            if minute - last > timedelta(minutes=9):
                self.school.settle(plan.told["school"])
            if minute - last > timedelta(hours=2):
                began, opened = time.monotonic(), minute
            last = minute
            self._keep_pace(began, minute - opened)
            self._mail(plan, minute)
            self.school.set_clock(minute)
            staff.do(acts)
            if any(_is_alarm(plan, act.path) for act in acts):
                self.school.settle(plan.told["school"])

    def _keep_pace(self, began: float, passed: timedelta) -> None:
        """Wait until it is time for the next minute at the speed of the day."""
        if self.course.speed:
            time.sleep(max(0.0, began + passed.total_seconds() / self.course.speed - time.monotonic()))

    def _mail(self, plan: Plan, minute: datetime) -> None:
        """The mail server goes and comes back at its times."""
        if self.course.no_mail is None:
            return
        away, back = (_clock(plan, text) for text in self.course.no_mail)
        is_away = away <= minute < back
        if is_away and self.school.mail.is_up:
            self.school.mail.down()
        if not is_away and not self.school.mail.is_up:
            self.school.mail.up()

    def _to_the_end(self, plan: Plan, school: int) -> None:
        """The evening, midnight, and the morning after the quiet hours: every promise of the day comes due."""
        closing, midnight = at(plan.day(1)["periods"][-1]["end"]), at(plan.day(2)["midnight"])
        for moment in (closing + EVENING, midnight + timedelta(minutes=5), midnight + LAST_LOOK):
            self.school.set_clock(moment)
            self.school.settle(school)

    @contextmanager
    def _killing(self, tally: Tally, acts: int) -> Iterator[None]:
        """Beside the block, kill the server whenever so many answers have come, at moments that chance chose."""
        points = sorted(self.chance.sample(range(acts // 10, acts - 5), self.course.kills))
        over = threading.Event()
        killer = threading.Thread(target=self._kill_at, args=(tally, points, over), daemon=True)
        killer.start()
        try:
            yield
        finally:
            over.set()
            killer.join()

    def _kill_at(self, tally: Tally, points: list[int], over: threading.Event) -> None:
        for number, point in enumerate(points):
            while tally.answered < point and not over.is_set():
                time.sleep(SMALLEST_PAUSE)
            if over.is_set():
                return
            time.sleep(self.chance.random() * 0.05)
            self.school.kill()
            if number % 2 and self.school.worker is not None:
                with suppress(ProcessLookupError):
                    end(self.school.worker)
                self.school.hire()
            self.kills += 1
            self.school.start()


def _is_alarm(plan: Plan, path: str) -> bool:
    """Whether this is the look at the board while somebody should have arrived and has not."""
    return path == "/board/" and bool(plan.expected.missing)


def _clock(plan: Plan, text: str) -> datetime:
    hour, minute = map(int, text.split(":"))
    return at(plan.day(1)["midnight"]) + timedelta(hours=hour, minutes=minute)
