"""The record of each formal sanction in a pupil's state: a row of acts, from which all else follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from evenhand.engine.facts import Done, Fact, Sanction
from evenhand.engine.rules.due import day_in
from evenhand.engine.rules.formal_sanction.spans import Half, days_of, read_halves
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import Act

CONSIDERED, PROPOSED, ISSUED, ENDED, WITHDRAWN = "considered", "proposed", "issued", "ended", "withdrawn"
HALVES = "halves"
# A decision counts for a year at most where it is not counted for ever, so older records can go.
KEPT_DAYS = 800


def find(sanctions: tuple[Sanction, ...], ident: str) -> Sanction | None:
    """The pupil's sanction of that id."""
    return next((item for item in sanctions if item.id == ident), None) if ident else None


def known(sanction: Sanction | None, but: str = "") -> dict[str, Fact]:
    """All that the acts have put on record, the latest word for each name; acts of the kind `but` are passed over."""
    acts = sanction.acts if sanction else ()
    return {name: value for done in acts if done.act != but for name, value in done.known}


def recorded(sanction: Sanction | None, act: Act) -> bool:
    """Whether an act of that kind stands on record."""
    return sanction is not None and any(done.act == act for done in sanction.acts)


def halves_in(sanction: Sanction) -> tuple[Half, ...]:
    """The half-days of a sanction that stands."""
    return read_halves(str(known(sanction).get(HALVES, ""))) if sanction.stage in (ISSUED, ENDED) else ()


def add_act(turn: Turn, sanction: Sanction, done: Done) -> Sanction:
    """Put one more act on record, with what it adds to the counts."""
    made = refreshed(sanction._replace(acts=(*sanction.acts, done)))
    others = tuple(
        item for item in turn.sanctions if item.id != made.id and not _old(item, turn.event.at.day)
    )
    turn.sanctions = (*others, made)
    tally(turn, dict(done.counted))
    return made


def drop_act(turn: Turn, event: str) -> None:
    """Take an act off the record as if it had never been, with what it had added to the counts."""
    for sanction in turn.sanctions:
        gone = [done for done in sanction.acts if done.event == event]
        if not gone:
            continue
        left = refreshed(sanction._replace(acts=tuple(done for done in sanction.acts if done.event != event)))
        turn.sanctions = tuple(
            left if item.id == sanction.id else item
            for item in turn.sanctions
            if item.id != sanction.id or left.acts
        )
        for done in gone:
            tally(turn, {key: -value for key, value in done.counted})


def tally(turn: Turn, changes: Mapping[str, int]) -> None:
    """Add to the counts by their full keys; what comes to nought is not kept."""
    if changes:
        new = {**turn.counts, **{key: turn.counts.get(key, 0) + value for key, value in changes.items()}}
        turn.counts = {key: value for key, value in new.items() if value or key not in changes}


def refreshed(sanction: Sanction) -> Sanction:
    """The sanction with all that follows from its acts."""
    told = known(sanction)
    stage = CONSIDERED
    for done in sanction.acts:
        stage = _stage_after(stage, done.act)
    halves = read_halves(str(told.get(HALVES, ""))) if stage in (ISSUED, ENDED, WITHDRAWN) else ()
    days = days_of(halves)
    issued = recorded(sanction, Act.ISSUE)
    start = days[0] if days else day_in(told.get("first")) if issued else None
    return sanction._replace(
        stage=stage,
        start=start,
        last=days[-1] if days else None,
        units=len(halves),
        done=tuple(dict.fromkeys(_mark(done) for done in sanction.acts)),
    )


def _stage_after(stage: str, act: str) -> str:
    match act:
        case Act.PROPOSE:
            return stage if stage == ISSUED else PROPOSED
        case Act.ISSUE:
            return ISSUED
        case Act.WITHDRAW:
            return WITHDRAWN
        case Act.RETURNED:
            return ENDED if stage == ISSUED else stage
    return stage


def _mark(done: Done) -> str:
    if done.act != Act.NOTIFIED:
        return done.act
    told = dict(done.known)
    return f"{done.act}:{told.get('notice', '')}:{told.get('to', '')}"


def _old(sanction: Sanction, today: date) -> bool:
    """A sanction that is over and too long ago for any rule to look at."""
    over = sanction.stage in (ENDED, WITHDRAWN) and sanction.last is not None
    return over and sanction.last is not None and (today - sanction.last).days > KEPT_DAYS
