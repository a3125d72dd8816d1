"""Scopes: which acts belong together, and which are remembered."""

from __future__ import annotations

from datetime import date, time

import pytest

from evenhand.engine.facts import EMPTY_STATE, Mark, Stay, Window
from evenhand.engine.pack.schema import Ladder
from evenhand.engine.rules.scopes import WINDOWS_KEPT, drop_mark, keep_mark, marks_in, scope_key
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import LadderMode, Where
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, moment, policy


def ladder(scope: str) -> Ladder:
    """A ladder with acts that belong together in that scope."""
    return Ladder("l", "L", LadderMode.STRICT, (Where.PLACEMENT,), (), scope, (), ())


def turn(day: date = TUESDAY, about: str = "", stays: tuple[Stay, ...] = (), at: str = "11:20") -> Turn:
    """A moment in a lesson."""
    state = EMPTY_STATE._replace(stays=stays)
    return Turn(policy(), WORKED, state, happened(day=day, at=at, about=about))


def stay(ident: str, stage: str = "here") -> Stay:
    """A stay that is open."""
    return Stay(ident, "removal_room", stage, moment(TUESDAY, time(11)), "P3", "", "7", ())


@pytest.mark.parametrize(
    ("scope", "key"),
    [
        ("lesson", "8R-P3"),
        ("slot", "8R-P3"),
        ("day", "2026-09-15"),
        ("half_day", "2026-09-15/am"),
        ("week", "w:2026-09-14"),
    ],
)
def test_each_scope_has_its_key(scope: str, key: str) -> None:
    assert scope_key(turn(), ladder(scope)) == key


def test_a_half_term_is_the_block_of_the_day() -> None:
    last, first = turn(date(2026, 10, 23)), turn(date(2026, 11, 2))
    assert scope_key(turn(), ladder("half_term")) == scope_key(last, ladder("half_term"))
    assert scope_key(last, ladder("half_term")) != scope_key(first, ladder("half_term"))


def test_a_stay_is_the_one_named_or_the_only_one() -> None:
    assert scope_key(turn(stays=(stay("a"),)), ladder("stay")) == "a"
    assert scope_key(turn(about="b", stays=(stay("a"), stay("b"))), ladder("stay")) == "b"


@pytest.mark.parametrize("stays", [(), (stay("a", "expected"),), (stay("a"), stay("b"))])
def test_no_stay_or_two_is_no_answer(stays: tuple[Stay, ...]) -> None:
    with pytest.raises(Unable):
        scope_key(turn(stays=stays), ladder("stay"))


def test_another_ladders_scopes_do_not_push_a_long_one_out() -> None:
    windows: tuple[Window, ...] = (Window("long", "block", (Mark("m", 1, "X"),)),)
    for number in range(WINDOWS_KEPT * 3):
        windows = keep_mark(windows, "short", str(number), (Mark(str(number), 1, "X"),))
    assert marks_in(windows, "long", "block") == (Mark("m", 1, "X"),)
    assert len(windows) == WINDOWS_KEPT + 1
    assert marks_in(windows, "short", "0") == ()


def test_a_dropped_mark_is_gone_from_every_scope() -> None:
    windows = (Window("l", "a", (Mark("x", 1, "X"), Mark("y", 2, "X"))),)
    assert drop_mark(windows, "x") == (Window("l", "a", (Mark("y", 2, "X"),)),)
