"""The worker: calls every registered tick about once a second until it is told to stop."""

import logging
import os
from collections.abc import Callable, Sequence
from threading import Event

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

Tick = Callable[[], None]

PAUSE_SECONDS = 1.0
TASKS_PER_TICK = 200

log = logging.getLogger(__name__)


def run_forever(stop: Event, pause: float = PAUSE_SECONDS) -> None:
    """Run the ticks named in `settings.EVENHAND_TICKS` again and again until `stop` is set."""
    ticks = load_ticks(settings.EVENHAND_TICKS)
    log.info("worker started with %d ticks", len(ticks))
    while not stop.is_set():
        run_once(ticks)
        stop.wait(pause)
    log.info("worker stopped")


def load_ticks(paths: Sequence[str]) -> dict[str, Tick]:
    """The functions behind the dotted paths; an unknown path stops the worker before it starts."""
    return {path: import_string(path) for path in paths}


def run_once(ticks: dict[str, Tick]) -> int:
    """Call each tick once and return how many failed; a failure is logged and holds up no other tick."""
    failures = 0
    for path, tick in ticks.items():
        close_old_connections()
        try:
            tick()
        except Exception:
            failures += 1
            log.exception("tick %s failed and will be tried again", path)
    close_old_connections()
    return failures


def run_queued_tasks() -> None:
    """Run what the application has queued, in batches so that the other ticks have their turn."""
    # The package's models can be imported only once Django is set up.
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415

    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=TASKS_PER_TICK,
        worker_id=f"evenhand-{os.getpid()}",
    ).run()
