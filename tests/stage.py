"""Fixtures that need Django: the stated moment, the cast, and emptied tables where triggers guard them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from evenhand.apps.access import permissions_table, pins
from evenhand.apps.audit import triggers
from evenhand.apps.casework import counting
from evenhand.apps.policy import selectors as policy
from evenhand.apps.tenancy import calendars, clock
from evenhand.cli.describing import states
from evenhand.cli.migrating import quicken
from evenhand.cli.replaying import folding, inputs
from tests.cast import MOMENT, Cast, SchoolCast
from tests.kept_calendars import keep_calendars
from tests.kept_cast import Standing
from tests.kept_packs import keep_packs
from tests.migrated_file import keep_migrated
from tests.reaching import is_apart, wants_the_cast

PIN_ROUNDS = 1_000
A_TEST_SECONDS = 3_600.0
standing = Standing()


def pytest_configure() -> None:
    """Let Django's clean-up empty the tables whose triggers refuse it, and install them again after."""
    case_class: Any = TransactionTestCase  # its clean-up is not in the stubs

    def without_triggers(case: Any) -> None:
        for name in case._databases_names(include_mirrors=False):
            triggers.take_down(name)
            # Django's own would besides tell every app that it has migrated, which costs more than most tests;
            # what the apps make then is still there, save the names of models and permissions, which nobody uses.
            call_command(
                "flush", verbosity=0, interactive=False, database=name, reset_sequences=False,
                inhibit_post_migrate=True,
            )  # fmt: skip
            triggers.install(name)

    # Test cases that roll back have a clean-up of their own and keep their triggers.
    case_class._fixture_teardown = without_triggers
    # As with passwords: that a PIN takes half a second to try is what no test but its own needs.
    pins._hasher.iterations = PIN_ROUNDS
    quicken()
    keep_calendars()
    keep_packs(policy, permissions_table, states, folding, inputs)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, pytestconfig: pytest.Config
) -> None:
    """Before the database is made: on SQLite it begins as the file that an earlier run migrated."""
    if connections["default"].vendor == "sqlite" and pytestconfig.cache is not None:
        keep_migrated(connections["default"], pytestconfig.cache.mkdir("migrated"))


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing that a process keeps of one test's database is known to the next."""
    yield
    clock.forget_shift()
    calendars.forget()
    counting.forget()
    policy._seen.clear()


@pytest.fixture(autouse=True)
def unhurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for a second is kept as long as a test: else how often it asks hangs on how busy the machine is.

    A server in this process is left as it is in use, since what changes has to reach its pages.
    """
    if "live_server" not in request.fixturenames:
        monkeypatch.setattr(clock, "CACHE_SECONDS", A_TEST_SECONDS)
        monkeypatch.setattr(policy, "FRESH_SECONDS", A_TEST_SECONDS)
        monkeypatch.setattr(counting, "FRESH_SECONDS", A_TEST_SECONDS)


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    """The stated school morning; time stands still."""
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before anything of a test begins, lay the cast where it is wanted, and clear the tables for all others."""
    if is_apart(item):
        return
    with item.config.stash[blocking_manager_key].unblock():
        if wants_the_cast(item):
            standing.lay()
        else:
            standing.take_away()


@pytest.fixture(scope="session")
def standing_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Standing]:
    """What stands between the tests, and goes before their database does."""
    yield standing
    with django_db_blocker.unblock():
        standing.take_away()


@pytest.fixture
def cast(standing_cast: Standing, db: Any, moment: Any) -> Cast:
    """Both schools at the stated moment."""
    return standing_cast.cast()


@pytest.fixture
def here(cast: Cast) -> SchoolCast:
    """The school most tests look at."""
    return cast.here


@pytest.fixture
def next_door(cast: Cast) -> SchoolCast:
    """The other school."""
    return cast.next_door


@pytest.fixture
def vendor(db: Any) -> str:
    """The database that the tests run on: sqlite or postgresql."""
    return connections["default"].vendor
