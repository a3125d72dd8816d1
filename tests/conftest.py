"""The harness: a PostgreSQL for the whole run where asked for, and a run in which Django is barred."""

import os
from pathlib import Path

import pytest

from tests.bar_django import bar_django
from tests.postgres_server import PostgresServer

DATABASES = ("sqlite", "postgres")

if os.environ.get("EVENHAND_BAR_DJANGO"):
    bar_django()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know pytest-django's setting also where that plugin is switched off."""
    if not pluginmanager.has_plugin("django"):
        parser.addini("DJANGO_SETTINGS_MODULE", "unused without Django")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, in the process that starts the others; the settings have named its folder."""
    chosen = os.environ.get("EVENHAND_TEST_DATABASE", "sqlite")
    if chosen not in DATABASES:
        raise pytest.UsageError(f"EVENHAND_TEST_DATABASE is {chosen!r}: write one of {', '.join(DATABASES)}.")
    if chosen == "postgres" and not hasattr(config, "workerinput"):
        server = PostgresServer(Path(os.environ["EVENHAND_TEST_SOCKET"]))
        config.add_cleanup(server.stop)
        server.start()
