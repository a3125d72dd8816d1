"""What the application's own role may do on PostgreSQL: it owns no table and cannot rewrite history.

The owner's role runs the migrations; the application signs in as another role, which may read everything, add
everywhere, and change or remove rows only in tables that are not append-only.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connections

from evenhand.apps.audit.triggers import APPEND_ONLY


def grant_application(role: str, using: str = "default") -> None:
    """Give the application's role its rights on every table, as the owner. PostgreSQL only."""
    connection = connections[using]
    quote = connection.ops.quote_name
    history = {apps.get_model(label)._meta.db_table for label in APPEND_ONLY}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute("SELECT current_schema()")
        schema = quote(cursor.fetchone()[0])
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {quote(role)}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {quote(role)}")
        for table in tables:
            rights = "SELECT, INSERT" if table in history else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {quote(role)}")
            cursor.execute(f"GRANT {rights} ON {quote(table)} TO {quote(role)}")
