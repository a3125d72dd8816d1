"""Where a bench keeps its files, and the environment of the processes that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SETTINGS = "evenhand.cli.bench.settings"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one school of `events` events below a folder."""

    folder: Path
    events: int

    @property
    def database(self) -> Path:
        """The school as it was built, never measured on."""
        return self.folder / f"{self.events}.sqlite3"

    @property
    def guide(self) -> Path:
        """What the client has to know of it; written last, so that a school with it is whole."""
        return self.folder / f"{self.events}.json"

    @property
    def copy(self) -> Path:
        """The copy that is measured on and then thrown away, so that runs compare."""
        return self.folder / "run" / f"{self.events}.sqlite3"


def environment(database: Path) -> dict[str, str]:
    """The variables of a process that works on this database."""
    return {
        **os.environ,
        "EVENHAND_MODE": "demo",
        "EVENHAND_DATABASE_URL": f"sqlite:///{database}",
        "EVENHAND_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }


def part(name: str, database: Path, *args: str) -> str:
    """Run one part of the bench in a process of its own and return what it printed. Raises CalledProcessError."""
    command = [sys.executable, "-m", f"evenhand.cli.bench.{name}", *args]
    done = subprocess.run(  # noqa: S603  our own module
        command, env=environment(database), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def remove(database: Path) -> None:
    """Remove a database with its journals and the file of its queue."""
    for suffix in ("", "-wal", "-shm", "-turn"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
