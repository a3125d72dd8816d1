"""The harness: a PostgreSQL for the whole run where asked for, and a run in which Django is barred."""

import gc
import os
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from tests.bar_django import bar_django
from tests.postgres_server import PostgresServer
from tests.reaching import empties_the_tables, reaches_the_database

DATABASES = ("sqlite", "postgres")
DAYS = {"september": (9, 1), "leap": (2, 29)}
NINE = time(9)

# What takes long begins first, by the beginnings of its files' names: at the end nobody waits for one that began last.
LONGEST = (
    "served/test_simulated_day", "served/test_killed", "cli/bench/test_running", "guards/test_erased_words",
    "guards/test_urls", "guards/test_bad_input", "cli/commands/test_migrate", "cli/demo/test_build", "cli/bench",
    "guards/test_mutate", "web/device/test_views", "web/test_assets", "web/assets", "guards/test_words",
    "journeys/test_setting_up", "journeys/test_report_round", "journeys/test_room_day", "journeys/test_six_steps",
    "journeys/test_offline", "journeys/test_gallery", "journeys/test_board", "journeys/test_daily",
    "journeys/test_booklet", "journeys/test_class",
)  # fmt: skip

# What needs Django is not even looked at in the run in which it is barred.
pytest_plugins = () if os.environ.get("EVENHAND_BAR_DJANGO") else ("tests.stage",)

if os.environ.get("EVENHAND_BAR_DJANGO"):
    bar_django()

# A machine that is slow today is no fault of what is tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know pytest-django's setting also where that plugin is switched off, and what `make test` asks for."""
    parser.addoption("--stored-only", action="store_true", help="leave out the tests that reach no database")
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
    if chosen_day := os.environ.get("EVENHAND_TEST_TODAY"):
        travel(config, chosen_day)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long first; on a second database only what reaches it, for pytest-django closes it to every other."""
    if config.getoption("--stored-only"):
        left_out = [item for item in items if not reaches_the_database(item)]
        items[:] = [item for item in items if reaches_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=turn)


def turn(item: pytest.Item) -> tuple[bool, int]:
    """Where a test stands in the run: the longest first, all others as they were found.

    Those that empty the tables when they end stay behind those that find what the migrations left, as in pytest-django's
    own order.
    """
    name = item.nodeid.removeprefix("tests/")
    place = next(
        (place for place, beginning in enumerate(LONGEST) if name.startswith(beginning)), len(LONGEST)
    )
    return empties_the_tables(item), place


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: looking through it for garbage takes a twentieth of every run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


def travel(config: pytest.Config, chosen_day: str) -> None:
    """Let the whole run believe that it is the morning of the next 1 September or 29 February."""
    if chosen_day not in DAYS:
        raise pytest.UsageError(f"EVENHAND_TEST_TODAY is {chosen_day!r}: write one of {', '.join(DAYS)}.")
    traveller = time_machine.travel(next_morning(*DAYS[chosen_day]), tick=True)
    traveller.start()
    config.add_cleanup(traveller.stop)


def next_morning(month: int, day: int) -> datetime:
    """Nine o'clock on the next such date after today."""
    found = datetime.now(tz=UTC).date() + timedelta(days=1)
    while (found.month, found.day) != (month, day):
        found += timedelta(days=1)
    return datetime.combine(found, NINE, tzinfo=UTC)
