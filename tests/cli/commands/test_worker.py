"""The worker stops when it is told to, and with the process that started it."""

import os
from threading import Event

from evenhand.cli.commands.worker import stop_when_orphaned


def test_a_worker_whose_parent_lives_goes_on() -> None:
    class Watched(Event):
        looks = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.looks += 1
            return self.looks > 3

    watched = Watched()
    stop_when_orphaned(watched, os.getppid(), pause=0)
    assert not watched.is_set()
    assert watched.looks == 4


def test_a_worker_whose_parent_is_gone_stops() -> None:
    stop = Event()
    stop_when_orphaned(stop, os.getppid() + 1, pause=0)
    assert stop.is_set()
