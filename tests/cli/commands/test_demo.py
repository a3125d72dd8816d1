"""`evenhand demo`: only where it may, only what is missing, and a worker that stops with the server."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from evenhand.cli import migrating
from evenhand.cli.commands import demo, serve
from evenhand.cli.demo import build
from evenhand.web import warming


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, in order, by stand-ins for everything that takes long."""
    steps: list[str] = []
    monkeypatch.setattr(demo, "empty_database", lambda: steps.append("empty"))
    monkeypatch.setattr(demo, "unmigrated", lambda: True)
    monkeypatch.setattr(migrating, "migrate", lambda **_options: steps.append("migrate"))
    monkeypatch.setattr(demo, "build_static", lambda: steps.append("static"))
    monkeypatch.setattr(demo, "database_beside", lambda reset: beside(steps, reset))
    monkeypatch.setattr(warming, "load", lambda: steps.append("pages"))
    monkeypatch.setattr(build, "is_built", lambda: False)
    monkeypatch.setattr(build, "build", lambda say: steps.append("build"))
    return steps


@contextmanager
def beside(steps: list[str], reset: bool) -> Iterator[None]:
    steps.append("database begins anew" if reset else "database begins")
    yield
    steps.append("database is there")


def parsed(*arguments: str) -> Namespace:
    parser = ArgumentParser()
    demo.add_arguments(parser)
    return parser.parse_args(arguments)


def test_where_real_pupils_may_be_it_does_nothing(
    done: list[str], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EVENHAND_DEMO = False
    assert demo.run(parsed("--reset", "--no-serve")) == 2
    assert done == []
    assert "EVENHAND_MODE must be demo" in capsys.readouterr().err


def test_an_empty_machine_gets_everything_in_order(done: list[str], settings: Any) -> None:
    settings.EVENHAND_DEMO = True
    assert demo.run(parsed("--no-serve")) == 0
    assert done == ["database begins", "static", "database is there"]
    done.clear()
    assert demo.run(parsed("--database")) == 0
    assert done == ["migrate", "build"]


def test_what_is_there_stays_until_it_is_thrown_away(
    done: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVENHAND_DEMO = True
    monkeypatch.setattr(demo, "unmigrated", lambda: "empty" in done)
    monkeypatch.setattr(build, "is_built", lambda: "empty" not in done)
    assert demo.run(parsed("--database")) == 0
    assert done == []
    assert demo.run(parsed("--database", "--reset")) == 0
    assert done == ["empty", "migrate", "build"]
    done.clear()
    assert demo.run(parsed("--no-serve", "--reset")) == 0
    assert done == ["database begins anew", "static", "database is there"]


def stand_in_for_database(monkeypatch: pytest.MonkeyPatch, code: int) -> list[list[str]]:
    """Let the process that makes the database end with `code`; returns what it was asked."""
    real, asked = subprocess.Popen, list[list[str]]()

    def stand_in(command: list[str]) -> subprocess.Popen[bytes]:
        asked.append(command[command.index("demo") :])
        return real([sys.executable, "-c", f"raise SystemExit({code})"])

    monkeypatch.setattr(subprocess, "Popen", stand_in)
    return asked


def test_the_database_is_made_beside_and_there_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = stand_in_for_database(monkeypatch, 0)
    for reset in (False, True):
        with demo.database_beside(reset=reset):
            pass
    assert asked == [["demo", "--database"], ["demo", "--database", "--reset"]]


def test_a_database_that_cannot_be_made_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_for_database(monkeypatch, 3)
    with pytest.raises(subprocess.CalledProcessError), demo.database_beside(reset=False):
        pass


def test_it_serves_this_machine_alone_while_the_worker_runs(
    done: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EVENHAND_DEMO = True
    started: list[Any] = []
    real = subprocess.Popen

    def sleeper(_command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        started.append(real([sys.executable, "-c", "import time; time.sleep(600)"], **options))
        found: subprocess.Popen[bytes] = started[0]
        return found

    def stopped(options: Namespace) -> None:
        done.append(f"{options.host}:{options.port}")
        assert started[0].poll() is None
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", sleeper)
    monkeypatch.setattr(serve, "serve", stopped)
    with pytest.raises(KeyboardInterrupt):
        demo.run(parsed("--port", "8123"))
    assert done == ["database begins", "static", "pages", "database is there", "127.0.0.1:8123"]
    assert started[0].poll() is not None
    assert "http://127.0.0.1:8123/" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_migrated_database_lacks_no_migration() -> None:
    assert not demo.unmigrated()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'tenancy'")
    assert demo.unmigrated()


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed("--port", port)
    assert "--port" in capsys.readouterr().err
