"""History refuses to be rewritten, on both databases, by whatever statement."""

# ruff: noqa: S608  the statements are written here, with the names of our own tables
from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit import triggers
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.services import append
from evenhand.apps.letters.models import ContactEntry
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.erasable import ERASED
from evenhand.apps.tenancy.models import School, Trust
from evenhand.apps.tenancy.scoping import in_school

TABLE = "audit_auditentry"


@pytest.fixture
def entry(db: object) -> AuditEntry:
    trust = Trust.objects.create(name="Trust")
    school = School.objects.create(trust=trust, name="A", short_name="A", slug="a")
    with in_school(school):
        return append(system_actor(school.pk, "worker"), action="do", subject="x", body={})


def refused(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def columns() -> str:
    return ", ".join(f'"{field.column}"' for field in AuditEntry._meta.concrete_fields)


@pytest.mark.parametrize(
    "sql",
    [f"UPDATE {TABLE} SET action = 'undo'", f"DELETE FROM {TABLE}", f"DELETE FROM {TABLE} WHERE seq = 1"],
)
def test_a_row_is_neither_changed_nor_removed(entry: AuditEntry, sql: str) -> None:
    refused(sql)


def test_the_table_is_not_emptied(entry: AuditEntry, vendor: str) -> None:
    refused(
        f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {TABLE}"
        if vendor == "postgresql"
        else f"DELETE FROM {TABLE}"
    )


def test_a_row_is_not_replaced_by_another(entry: AuditEntry, vendor: str) -> None:
    if vendor == "postgresql":
        refused(f"INSERT INTO {TABLE} SELECT * FROM {TABLE} ON CONFLICT (id) DO UPDATE SET action = 'undo'")
    else:
        refused(f"INSERT OR REPLACE INTO {TABLE} ({columns()}) SELECT {columns()} FROM {TABLE}")


def test_a_row_is_not_replaced_by_one_of_the_same_number(entry: AuditEntry, vendor: str) -> None:
    if vendor == "postgresql":
        refused(f"UPDATE {TABLE} SET id = id + 1")
        return
    chosen = columns().replace('"id"', '"id" + 100')
    refused(f"INSERT OR REPLACE INTO {TABLE} ({columns()}) SELECT {chosen} FROM {TABLE}")


def test_without_recursive_triggers_a_row_is_not_replaced_either(entry: AuditEntry, vendor: str) -> None:
    if vendor != "sqlite":
        pytest.skip("a pragma of SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
    try:
        refused(f"INSERT OR REPLACE INTO {TABLE} ({columns()}) SELECT {columns()} FROM {TABLE}")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


def test_the_rows_of_the_application_are_not_saved_again(entry: AuditEntry) -> None:
    entry.action = "undo"
    with in_school(entry.school_id), pytest.raises(DatabaseError), transaction.atomic():
        entry.save()


def test_installing_again_changes_nothing(db: object) -> None:
    before = triggers.found(connection)
    triggers.install()
    assert triggers.found(connection) == before
    assert triggers.missing() == []


def test_a_trigger_that_is_gone_or_altered_is_listed_and_put_back(db: object, vendor: str) -> None:
    name = f"{TABLE}_keep_rows" if vendor == "postgresql" else f"{TABLE}_keep_update"
    with connection.cursor() as cursor:
        if vendor == "postgresql":
            cursor.execute(f'ALTER TABLE {TABLE} DISABLE TRIGGER "{name}"')
        else:
            cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON {TABLE} BEGIN SELECT 1; END')
    assert triggers.missing() == [f"{TABLE}.{name}"]
    triggers.install()
    assert triggers.missing() == []


@pytest.fixture
def said(entry: AuditEntry) -> ContactEntry:
    with in_school(entry.school_id):
        pupil = Pupil.objects.create(school_id=entry.school_id, given="A", family="B", year_group=8)
        return ContactEntry.objects.create(
            school_id=entry.school_id, pupil=pupil, who="The aunt", way="phone", words="Came by"
        )


def test_words_may_be_erased_and_changed_in_no_other_way(said: ContactEntry) -> None:
    table = ContactEntry._meta.db_table
    refused(f"UPDATE {table} SET words = 'Came late'")
    refused(f"UPDATE {table} SET words = ''")
    refused(f"UPDATE {table} SET words = '{ERASED}', way = 'letter'")
    refused(f"UPDATE {table} SET way = '{ERASED}'")
    refused(f"DELETE FROM {table}")
    with in_school(said.school_id):
        assert ContactEntry.objects.update(words=ERASED, who=ERASED) == 1
        assert ContactEntry.objects.values_list("who", "words", "way").get() == (ERASED, ERASED, "phone")
    refused(f"UPDATE {table} SET words = 'Came by'")


def test_a_trigger_of_an_earlier_version_goes(said: ContactEntry, vendor: str) -> None:
    table = ContactEntry._meta.db_table
    name = f"{table}_keep_rows"
    refuse = (
        f"FOR EACH ROW EXECUTE FUNCTION {triggers.FUNCTION}()"
        if vendor == "postgresql"
        else f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    if vendor != "postgresql":
        name = f"{table}_keep_old"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON {table} {refuse}')
    refused(f"UPDATE {table} SET words = '{ERASED}'")
    triggers.install()
    with in_school(said.school_id):
        assert ContactEntry.objects.update(words=ERASED) == 1
