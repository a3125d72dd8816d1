"""The processes of a simulated day: the server, the worker, and one that builds the school, moves its clock and looks.

Run as `python -m tests.served.simulated.process serve PORT | work FILE | control`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

SERVERS = 2
PAUSE = 0.1


def main() -> None:
    """Do what the first argument says."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.served.simulated.settings"
    import django

    django.setup()
    what, *given = sys.argv[1:]
    if what == "serve":
        serve(int(given[0]))
    elif what == "work":
        work(Path(given[0]))
    else:
        control()


def serve(port: int) -> None:
    """The server with processes of one thread, as `evenhand serve` has them."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "tests.served.simulated.wsgi:application",
        port=port,
        interface=Interfaces.WSGI,
        workers=SERVERS,
        blocking_threads=1,
        websockets=False,
        log_enabled=False,
    ).serve()


def work(place: Path) -> None:
    """The worker's rounds, in haste; when the last whole one began and how many ticks failed stands in the file."""
    from django.conf import settings

    from evenhand.web import worker
    from tests.served.simulated.haste import look_often

    look_often()
    ticks, failed, written = worker.load_ticks(settings.EVENHAND_TICKS), 0, place.with_suffix(".new")
    while True:
        began = time.monotonic()
        failed += worker.run_once(ticks)
        written.write_text(json.dumps({"began": began, "failed": failed}), encoding="utf-8")
        written.replace(place)
        time.sleep(PAUSE)


def control() -> None:
    """Answer each line of standard input, a JSON object, with a line: prepare, clock, waiting and found."""
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        print(json.dumps(answer(**asked)), flush=True)


def answer(do: str, **given: Any) -> Any:
    """One thing asked for."""
    from evenhand.apps.tenancy.services import move_clock
    from tests.served.simulated import found, school

    if do == "prepare":
        return school.prepare(small=given["small"])
    if do == "clock":
        move_clock(to=datetime.fromisoformat(given["to"]))
        return None
    return {"waiting": found.waiting, "found": found.found}[do](given["school"])


if __name__ == "__main__":
    main()
