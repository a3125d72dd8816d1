"""The ways round the scope of a school are used by the few modules named here, each with its reason."""

from __future__ import annotations

import re

from django.apps import apps

from evenhand.apps.tenancy.scoping import SchoolManager, SchoolRow
from tests.guards.tree import SRC, files, source

WAYS_ROUND = re.compile(
    r"\.raw\(|[._]cursor\(|tenancy\.quick import|"
    r"_base_manager|scopes_disabled|across_schools\(|RawSQL|\.extra\(|with_scopes_disabled"
)
ALLOWED = {
    "apps/tenancy/scoping.py": "defines the scope",
    "apps/access/actors.py": "finds the school of somebody who signs in",
    "apps/access/cast.py": "lists the cast of the demo schools before anybody has signed in",
    "apps/access/invitations.py": "finds an invitation by its secret before anybody has signed in",
    "apps/access/sessions.py": "reads the session before anything is known of a school",
    "apps/conduct/rolls.py": "reads a lesson's roll for every record, of the school whose scope is open",
    "apps/conduct/repeats.py": "says that an id is in use at another school, once a write has failed",
    "apps/audit/triggers.py": "makes triggers",
    "apps/audit/grants.py": "grants rights on tables",
    "apps/audit/services.py": "locks and moves the chain's head, of the school whose scope is open",
    "apps/conduct/ink.py": "reads and moves pupils' heads, each statement with its school",
    "apps/support/facts.py": "reads agreed adjustments for every record, of the school whose scope is open",
    "apps/tenancy/planning.py": "tells SQLite of the indexes; reads no row",
    "apps/tenancy/quick.py": "runs the statements of the busiest of these",
    "apps/tenancy/prepared.py": "runs statements made of scoped querysets, one per school",
    "apps/tenancy/inserting.py": "inserts and updates rows, each checked against the scope",
}
GLOBAL_TABLES = {"tenancy.Trust", "tenancy.School", "tenancy.ClockShift", "access.User"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("evenhand.")]


def test_only_these_modules_leave_the_scope() -> None:
    found = {
        str(path.relative_to(SRC))
        for path in files(SRC, ".py")
        if "/apps/" in str(path) and "/migrations/" not in str(path) and WAYS_ROUND.search(source(path))
    }
    assert found == set(ALLOWED)


def test_each_table_has_a_school_or_is_global_by_name() -> None:
    without = {model._meta.label for model in OURS if not issubclass(model, SchoolRow)}
    assert without == GLOBAL_TABLES


def test_both_managers_of_each_row_fail_closed() -> None:
    for model in OURS:
        if issubclass(model, SchoolRow):
            assert isinstance(model._default_manager, SchoolManager), model
            assert isinstance(model._base_manager, SchoolManager), model


def test_each_table_has_an_index_that_leads_with_the_school() -> None:
    for model in OURS:
        if not issubclass(model, SchoolRow):
            continue
        options = model._meta
        leading = [index.fields[0] for index in options.indexes]
        leading += [getattr(rule, "fields", ("",))[0] for rule in options.constraints]
        own_key = options.get_field("school") is options.pk
        assert "school" in leading or own_key, f"{options.label} has no index that leads with the school"


def test_no_row_goes_when_another_does() -> None:
    for model in OURS:
        for field in model._meta.concrete_fields:
            if field.remote_field is not None:
                rule = getattr(field.remote_field.on_delete, "__name__", "")
                assert rule == "PROTECT", f"{model._meta.label}.{field.name}: {rule}"
