"""Rows go in by plain SQL as the model would have written them, and only into the school whose scope is open."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from evenhand.apps.conduct.models import SeatingPlan
from evenhand.apps.people.models import Pupil, Staff
from evenhand.apps.tenancy.inserting import insert_rows
from evenhand.apps.tenancy.scoping import ScopeError, in_school
from tests.cast import FROM, SchoolCast


def newcomer(cast: SchoolCast, number: int, **more: object) -> Pupil:
    return Pupil(school=cast.school, source_id=f"new-{number}", given="Zoë", **more)


def test_a_row_comes_back_as_it_was_given(here: SchoolCast) -> None:
    born = date(2014, 2, 28)
    with in_school(here.school):
        insert_rows([newcomer(here, 1, family="O'Hara; --", date_of_birth=born)])
        row = Pupil.objects.get(source_id="new-1")
        assert (row.given, row.family, row.date_of_birth, row.left_on) == ("Zoë", "O'Hara; --", born, None)
        assert (row.direction, row.year_group) == ("auto", None)


def test_many_rows_go_in_together_each_with_a_key_of_its_own(here: SchoolCast) -> None:
    with in_school(here.school):
        rows = [newcomer(here, n) for n in range(3)]
        insert_rows(rows)
        made = Pupil.objects.filter(source_id__startswith="new-")
        assert len({row.pk for row in made}) == 3
        assert [row.pk for row in rows] == [None, None, None]


def test_json_and_defaults_are_written_as_the_field_writes_them(here: SchoolCast) -> None:
    seats = {str(here.pupil.pk): [1, 2]}
    with in_school(here.school):
        insert_rows([SeatingPlan(school=here.school, group=here.groups[8], seats=seats, valid_from=FROM)])
        plan = SeatingPlan.objects.get()
        assert (plan.seats, plan.group, plan.valid_from) == (seats, here.groups[8], FROM)
        assert plan.recorded_at is not None


def test_a_row_of_another_school_keeps_all_out(here: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(here.school):
        with pytest.raises(ScopeError):
            insert_rows([newcomer(here, 1), newcomer(next_door, 2)])
        assert not Pupil.objects.filter(source_id="new-1").exists()


def test_what_the_database_refuses_is_refused(here: SchoolCast) -> None:
    with in_school(here.school):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_rows([newcomer(here, 1), newcomer(here, 1)])
        assert not Pupil.objects.filter(source_id="new-1").exists()


def test_no_rows_are_no_statement() -> None:
    insert_rows([])


def test_two_models_keep_their_own_statements(here: SchoolCast) -> None:
    with in_school(here.school):
        insert_rows([newcomer(here, 1)])
        insert_rows([Staff(school=here.school, source_id="new-1", family="Ahmed")])
        assert Staff.objects.get(source_id="new-1").family == "Ahmed"
        assert Pupil.objects.get(source_id="new-1").given == "Zoë"
