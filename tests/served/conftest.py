"""The tables of a served school, where they need not be made for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tests.migrated_file import empty_tables_into


@pytest.fixture
def tables(django_db_setup: None, tmp_path: Path) -> None:
    """Where the tests run on SQLite, their empty tables as the school's, which saves making them."""
    if connection.vendor == "sqlite":
        empty_tables_into(tmp_path / "served.sqlite3")
