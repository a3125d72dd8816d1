"""Heads are read and moved by school and pupil, and nothing of another school is touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.db import connection

from evenhand.apps.conduct.ink import Head, any_event, canonical_kept, heads_of, locked, move, state_text
from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.incidents import concern

STATE = [{"behaviour|y:2026-27": 3}, {}, [["in_class", "Zo\u00eb \N{PILE OF POO}", []]], [], [], []]


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    """Heads of two pupils, made out of order."""
    with in_school(here.school):
        for pupil in reversed(here.pupils[:2]):
            PupilHead.objects.create(school=here.school, pupil=pupil)
        yield here


def ids(cast: SchoolCast, many: int) -> list[int]:
    """The keys of the first pupils."""
    return [pupil.pk for pupil in cast.pupils[:many]]


def test_heads_come_in_the_order_of_pupils_and_those_without_one_are_left_out(school: SchoolCast) -> None:
    found = heads_of(school.school.pk, ids(school, 3)[::-1])
    assert list(found) == sorted(ids(school, 2))
    assert [head.pupil_id for head in found.values()] == list(found)


def test_of_another_school_no_head_is_found(school: SchoolCast, next_door: SchoolCast) -> None:
    assert heads_of(next_door.school.pk, ids(school, 2)) == {}
    assert locked(next_door.school.pk, ids(school, 2)) == {}


@pytest.mark.parametrize("many", [1, 2])
def test_a_moved_head_comes_back_as_it_was_written(school: SchoolCast, many: int) -> None:
    before = heads_of(school.school.pk, ids(school, 2))
    heads = [Head(pupil_id, STATE, 40 + n) for n, pupil_id in enumerate(ids(school, many))]
    move(school.school.pk, [(head.pupil_id, state_text(head.state), head.seq) for head in heads])
    after = heads_of(school.school.pk, ids(school, 2))
    assert [head[:3] for head in after.values()] == [
        head[:3] for head in (before | {head.pupil_id: head for head in heads}).values()
    ]
    assert locked(school.school.pk, ids(school, 2)) == {pk: head.seq for pk, head in after.items()}


def test_a_head_is_not_moved_from_another_school(school: SchoolCast, next_door: SchoolCast) -> None:
    before = heads_of(school.school.pk, ids(school, 1))
    move(next_door.school.pk, [(school.pupil.pk, state_text(STATE), 9)])
    assert heads_of(school.school.pk, ids(school, 1)) == before


def test_a_recorded_event_is_known_at_its_own_school_only(here: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(here.school):
        event = concern(here).event
        assert any_event(here.school.pk, [uuid4(), event.pk])
        assert not any_event(here.school.pk, [uuid4()])
        assert not any_event(next_door.school.pk, [event.pk])


@pytest.mark.parametrize("state", [STATE, [{"behaviour|y:2026-27": 3}, {}, [], [], [], []]])
@pytest.mark.parametrize(
    "kept", [state_text, json.dumps, lambda state: json.dumps(state, ensure_ascii=False), str]
)
def test_what_is_kept_counts_as_canonical_only_where_it_is(
    state: list[object], kept: Callable[[object], str]
) -> None:
    found = canonical_kept(Head(1, state, 1, kept(state)))
    assert found in (None, state_text(state))
    assert found is None or kept is state_text


def test_the_canonical_text_is_taken_as_it_is_kept(school: SchoolCast) -> None:
    state = [{"behaviour|y:2026-27": 3}, {}, [], [], [], []]
    move(school.school.pk, [(ids(school, 1)[0], state_text(state), 1)])
    [moved, empty] = heads_of(school.school.pk, ids(school, 2)).values()
    assert canonical_kept(moved) == (state_text(state) if connection.vendor == "sqlite" else None)
    assert canonical_kept(empty) is None
