"""The cache's table is there after migrations, so that sign-in attempts are counted across processes."""

import pytest
from django.core.cache import cache
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
