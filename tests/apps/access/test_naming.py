"""What adults are called at a school."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.apps.access.naming import names_of
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_the_users_asked_for_are_named_and_nobody_else(here: SchoolCast) -> None:
    teacher = here.user("teacher").pk
    with in_school(here.school):
        assert names_of([teacher, None, 0]) == {teacher: "Ms N. Teacher"}


def test_any_number_of_names_is_one_query_and_none_is_none(here: SchoolCast) -> None:
    with in_school(here.school):
        with CaptureQueriesContext(connection) as queries:
            names_of([here.user("teacher").pk, here.user("removal_manager").pk])
        assert len(queries) == 1
        with CaptureQueriesContext(connection) as queries:
            assert names_of([None]) == {}
        assert len(queries) == 0
