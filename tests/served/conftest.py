"""The tables of a served school, where they need not be made for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection


@pytest.fixture
def tables(transactional_db: Any, tmp_path: Path) -> None:
    """Where the tests run on SQLite, their empty tables as the school's, which saves making them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "served.sqlite3")])
