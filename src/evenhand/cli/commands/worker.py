"""`evenhand worker`: run queued jobs, closes and deadlines beside the server."""

import argparse
import os
import signal
from threading import Event, Thread
from types import FrameType

NAME = "worker"
HELP = "run queued jobs, closes and deadlines until told to stop"
EXAMPLE = "evenhand worker"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--once` is for a machine whose own scheduler calls."""
    parser.add_argument(
        "--with-parent",
        action="store_true",
        help="stop as well when the process that started this one is gone",
    )
    parser.add_argument(
        "--once", action="store_true", help="do what is due now and leave; exit 1 if anything failed"
    )


def run(args: argparse.Namespace) -> int:
    """Tick until SIGTERM or SIGINT, finishing the tick in hand."""
    from django.conf import settings

    from evenhand.web import worker

    if args.once:
        return 1 if worker.run_once(worker.load_ticks(settings.EVENHAND_TICKS)) else 0
    stop = stop_on_signal()
    if args.with_parent:
        Thread(target=stop_when_orphaned, args=(stop, os.getppid()), daemon=True).start()
    worker.run_forever(stop)
    return 0


def stop_when_orphaned(stop: Event, parent: int, pause: float = 1.0) -> None:
    """Set `stop` once another process than `parent` has taken this one over, since its own was killed."""
    while not stop.wait(pause):
        if os.getppid() != parent:
            stop.set()


def stop_on_signal() -> Event:
    """An event that the first SIGTERM or SIGINT sets."""
    stop = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    return stop
