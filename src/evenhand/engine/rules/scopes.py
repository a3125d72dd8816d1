"""The scope in which acts on a ladder belong together, and the acts remembered of the newest ones (G-08, G-12, G-27)."""

from __future__ import annotations

from typing import Final

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Mark, Window
from evenhand.engine.pack.schema import Ladder
from evenhand.engine.rules.turn import Turn, Unable

WINDOWS_KEPT = 6
HERE = "here"


def scope_key(turn: Turn, ladder: Ladder) -> str:
    """The key of the scope that the event falls in, by the ladder's scope figure."""
    event = turn.event
    match turn.rules.word(ladder.scope):
        case "day":
            return event.at.day.isoformat()
        case "week":
            return "w:" + turn.calendar.week_of(event.at.day).isoformat()
        case "half_term":
            block = turn.calendar.block_of(event.at.day)
            return "b:" + block.id if block else "y:" + turn.calendar.year_of(event.at.day).id
        case "stay":
            return _stay_of(turn, ladder)
        case "half_day":
            session = turn.calendar.session_at(event.at.day, event.at.time, turn.year())
            return f"{event.at.day.isoformat()}/{session}"
        case _:
            if not event.spot.scope:
                raise Unable(Missing(("scope",), ladder.cites))
            return event.spot.scope


def _stay_of(turn: Turn, ladder: Ladder) -> str:
    """The stay in which the act happened: the one named, else the only one in which the pupil is now."""
    here = [stay.id for stay in turn.stays if stay.stage == HERE]
    named = [ident for ident in here if ident == turn.event.about]
    found = named or (here if not turn.event.about else [])
    if len(found) != 1:
        raise Unable(Missing(("stay",), ladder.cites))
    return found[0]


def marks_in(windows: tuple[Window, ...], ladder_id: str, scope: str) -> tuple[Mark, ...]:
    """The acts so far in one scope of one ladder."""
    for window in windows:
        if window[1] == scope and window[0] == ladder_id:
            return window[2]
    return ()


def keep_mark(
    windows: tuple[Window, ...], ladder_id: str, scope: str, marks: tuple[Mark, ...]
) -> tuple[Window, ...]:
    """The windows with one scope's acts replaced; the newest scopes of each ladder are kept."""
    rest = [window for window in windows if window[1] != scope or window[0] != ladder_id]
    if len(rest) >= WINDOWS_KEPT:
        ladders = [window[0] for window in rest]
        if ladders.count(ladder_id) >= WINDOWS_KEPT:
            del rest[ladders.index(ladder_id)]
    rest.append(_new(Window, (ladder_id, scope, marks)))
    return tuple(rest)


def drop_mark(windows: tuple[Window, ...], event_id: str) -> tuple[Window, ...]:
    """The windows as if that event had never been."""
    return tuple(
        window._replace(marks=tuple(mark for mark in window.marks if mark.event != event_id))
        for window in windows
    )


_new: Final = tuple.__new__
"""A named tuple of values in the order of its fields, without a call of its own for the names."""
