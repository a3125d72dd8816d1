"""On PostgreSQL the application's own role reads and adds history, and can do no more to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction

from evenhand.apps.audit.grants import grant_application

ROLE = "evenhand_application"


@pytest.fixture
def application(vendor: str) -> Iterator[None]:
    if vendor != "postgresql":
        pytest.skip("roles are PostgreSQL's")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
        grant_application(ROLE)
        cursor.execute(f"SET ROLE {ROLE}")
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE conduct_event SET code = ''",
        "DELETE FROM audit_auditentry",
        "TRUNCATE policy_storeddecision",
        "DROP TRIGGER conduct_event_keep_rows ON conduct_event",
        "ALTER TABLE conduct_event DISABLE TRIGGER ALL",
        "DROP TABLE conduct_ledgerentry",
    ],
)
def test_the_application_cannot_touch_history(application: None, sql: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_application_does_everything_else(application: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tenancy_trust (name) VALUES ('T')")
        cursor.execute("UPDATE tenancy_trust SET name = 'U'")
        cursor.execute("SELECT COUNT(*) FROM conduct_event")
        cursor.execute("DELETE FROM tenancy_trust")
