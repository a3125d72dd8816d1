"""A text that most rows leave empty is found by its own narrow index, with what the database is sent."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.tenancy.prepared import prepared
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast

SENT_IN = ("one", "two")


def plan_of(rows: QuerySet[Any]) -> str:
    return rows.explain()


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "index"), [(Event, "event_about"), (Task, "task_about")])
def test_its_index_serves_what_looks_for_it(model: type[Event] | type[Task], index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL counts rows for itself, and reads a small table whole")
    with in_school(1):
        for condition in (Q(about="one"), Q(about__in=SENT_IN), Q(about__in=["one"], kind="void")):
            assert f"{index} (school_id=? AND about=?)" in plan_of(model.objects.filter(condition))
        assert index not in plan_of(model.objects.filter(about=""))


@pytest.fixture
def tasks(cast: Any) -> Any:
    school: SchoolCast = cast.here
    with in_school(school.school):
        for about in ("", "one", "two", "two"):
            Task.objects.create(
                school=school.school, kind=uuid4().hex, label="Call", role="tutor", about=about
            )
        yield Task.objects


def abouts(rows: Any) -> list[str]:
    return sorted(row.about for row in rows)


def test_what_is_found_is_what_a_plain_text_would_find(tasks: Any) -> None:
    assert abouts(tasks.filter(about="two")) == ["two", "two"]
    assert abouts(tasks.filter(about="")) == [""]
    assert abouts(tasks.filter(about__in=["", "one"])) == ["", "one"]
    assert abouts(tasks.filter(about__in=["one", "three"])) == ["one"]
    assert abouts(tasks.filter(about__in=[])) == []
    assert abouts(tasks.exclude(about="two")) == ["", "one"]
    assert abouts(tasks.exclude(about__in=["one", "two"])) == [""]
    assert abouts(tasks.filter(about__in=tasks.filter(about="one").values("about"))) == ["one"]


def test_a_prepared_query_finds_the_same(tasks: Any) -> None:
    alone = prepared(lambda about: Task.objects.filter(about=about))
    several = prepared(lambda abouts: Task.objects.filter(about__in=abouts))
    assert abouts(alone("two")) == ["two", "two"]
    assert abouts(several(["one", "two", "three"])) == ["one", "two", "two"]
