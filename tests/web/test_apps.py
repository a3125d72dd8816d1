"""The cache's table is there after migrations, so that sign-in attempts are counted across processes."""

import pytest
from django.core.cache import cache
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from evenhand.web.apps import make_cache_table


@pytest.mark.django_db
def test_the_cache_counts_in_the_database() -> None:
    make_cache_table(using="default")
    cache.set("attempts", 3)
    assert cache.get("attempts") == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM web_cache")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_migrating_a_database_leaves_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE web_cache")
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert "web_cache" in connection.introspection.table_names()
