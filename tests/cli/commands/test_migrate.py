"""`migrate` makes the database, and `--check` says what is missing without changing anything."""

import os
from pathlib import Path

import psycopg
import pytest

from tests.cli.test_main import evenhand


def test_check_names_what_is_missing_and_migrate_brings_it(tmp_path: Path) -> None:
    place = {"EVENHAND_MODE": "demo", "EVENHAND_DATA": str(tmp_path)}
    before = evenhand("migrate", "--check", **place)
    assert before.returncode == 1
    assert "missing: sessions.0001_initial\n" in before.stdout
    assert evenhand("migrate", **place).returncode == 0
    after = evenhand("migrate", "--check", **place)
    assert (after.returncode, after.stdout) == (0, "")


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
