"""`migrate` makes the database, and `--check` says what is missing without changing anything."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from django.db import connection

from tests.cli.test_main import evenhand

TABLES = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


class Made(NamedTuple):
    """A folder in which it has made the database, and what it said of it before."""

    folder: Path
    before: subprocess.CompletedProcess[str]

    def place(self) -> dict[str, str]:
        """The variables that name the folder."""
        return {"EVENHAND_MODE": "demo", "EVENHAND_DATA": str(self.folder)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One database for both tests that look at it."""
    empty = Made(tmp_path_factory.mktemp("made"), subprocess.CompletedProcess([], 0))
    known = empty._replace(before=evenhand("migrate", "--check", **empty.place()))
    assert evenhand("migrate", **known.place()).returncode == 0
    return known


def test_check_names_what_is_missing_and_migrate_brings_it(made: Made) -> None:
    before = made.before
    assert before.returncode == 1
    assert "missing: sessions.0001_initial\n" in before.stdout
    after = evenhand("migrate", "--check", **made.place())
    assert (after.returncode, after.stdout) == (0, "")


def test_the_tables_are_those_that_django_makes_in_its_own_time(made: Made, tmp_path: Path) -> None:
    place = {"EVENHAND_MODE": "demo", "EVENHAND_DATA": str(tmp_path)}
    settings = {"DJANGO_SETTINGS_MODULE": "evenhand.web.settings.demo"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, env=os.environ | place | settings, check=True)
    plain, quick = ((folder / "demo.sqlite3") for folder in (tmp_path, made.folder))
    with closing(sqlite3.connect(plain)) as one, closing(sqlite3.connect(quick)) as other:
        assert one.execute(TABLES).fetchall() == other.execute(TABLES).fetchall()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file that is made is SQLite's")
@pytest.mark.django_db
def test_the_tests_run_on_the_tables_that_it_makes(made: Made) -> None:
    with closing(sqlite3.connect(made.folder / "demo.sqlite3")) as file, connection.cursor() as cursor:
        assert len(file.execute(TABLES).fetchall()) > 300
        assert file.execute(TABLES).fetchall() == cursor.execute(TABLES).fetchall()


def test_an_owner_is_refused_on_sqlite(tmp_path: Path) -> None:
    place = {"EVENHAND_MODE": "demo", "EVENHAND_DATA": str(tmp_path)}
    answer = evenhand("migrate", "--owner", "postgres://owner@/evenhand", **place)
    assert answer.returncode == 2
    assert "on SQLite" in answer.stdout


@pytest.mark.skipif(os.environ.get("EVENHAND_TEST_DATABASE") != "postgres", reason="roles are PostgreSQL's")
def test_the_owner_makes_the_tables_and_the_application_cannot_alter_history(tmp_path: Path) -> None:
    folder = os.environ["EVENHAND_TEST_SOCKET"]
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute("CREATE ROLE table_owner LOGIN")
        server.execute("CREATE ROLE school_app LOGIN")
        server.execute("CREATE DATABASE owned OWNER table_owner")
    place = {
        "EVENHAND_MODE": "demo",
        "EVENHAND_DATA": str(tmp_path),
        "EVENHAND_DATABASE_URL": f"postgres://school_app@/owned?host={folder}",
    }
    same = evenhand("migrate", "--owner", f"postgres://school_app@/owned?host={folder}", **place)
    assert same.returncode == 2
    answer = evenhand("migrate", "--owner", f"postgres://table_owner@/owned?host={folder}", **place)
    assert answer.returncode == 0, answer.stderr
    assert evenhand("migrate", "--check", **place).returncode == 0
    assert evenhand("audit", "verify", **place).returncode == 0
    with psycopg.connect(host=folder, user="school_app", dbname="owned", autocommit=True) as application:
        owned = application.execute("SELECT COUNT(*) FROM pg_tables WHERE tableowner = 'school_app'")
        assert owned.fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("DELETE FROM conduct_event")
