"""The tables of a served school, where they need not be made for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture
def tables(django_db_setup: None, tmp_path: Path) -> None:
    """Where the tests run on SQLite, their empty tables as the school's, which saves making them."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as tests_own:
            tests_own.execute("VACUUM INTO ?", [str(tmp_path / "served.sqlite3")])
