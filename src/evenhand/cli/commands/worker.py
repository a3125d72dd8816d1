"""`evenhand worker`: run queued jobs, closes and deadlines beside the server."""

import argparse
import signal
from threading import Event
from types import FrameType

NAME = "worker"
HELP = "run queued jobs, closes and deadlines until told to stop"
EXAMPLE = "evenhand worker"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--once` is for a machine whose own scheduler calls."""
    parser.add_argument(
        "--once", action="store_true", help="do what is due now and leave; exit 1 if anything failed"
    )


def run(args: argparse.Namespace) -> int:
    """Tick until SIGTERM or SIGINT, finishing the tick in hand."""
    from django.conf import settings

    from evenhand.web import worker

    if args.once:
        return 1 if worker.run_once(worker.load_ticks(settings.EVENHAND_TICKS)) else 0
    worker.run_forever(stop_on_signal())
    return 0


def stop_on_signal() -> Event:
    """An event that the first SIGTERM or SIGINT sets."""
    stop = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    return stop
