"""Staged paths: what a person records about a case, what that needs, and which stage a confirmed act reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from evenhand.engine.decisions import Case, Missing
from evenhand.engine.facts import Counted, Opened
from evenhand.engine.pack.schema import Item, Need, PathAct, StagedPath
from evenhand.engine.rules import cases
from evenhand.engine.rules.counting import is_act
from evenhand.engine.rules.details import fits
from evenhand.engine.rules.effects import Cast, perform
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.rules.windows import span_of

OPEN: Final = "open"
REPORTED: Final = "reported:"
CONFIRMED: Final = "confirmed:"
SETTLED: Final = "settled:"
AT_ONCE: Final = "reported"
STRETCHES: Final = {"school_year": "year", "term": "term"}


def open_by_act(turn: Turn) -> None:
    """Open the cases that a recorded act opens by itself."""
    event, item = turn.event, turn.item
    if item is None or not is_act(turn):
        return
    for kind in turn.rules.watch.opening.get(item.code, ()):
        path = turn.rules.pack.paths[kind]
        if any(turn.rules.applies(when, item, event.spot.where, event.details) for when in path.opens):
            _open(turn, path, item.code)


def record(turn: Turn) -> None:
    """Record something about a case, or open one by hand (`code` = "open", the detail `path` says which kind)."""
    if turn.event.code == OPEN and not turn.event.about:
        _open_by_hand(turn)
        return
    case = next((one for one in turn.cases if one.id == turn.event.about and one.stage != cases.CLOSED), None)
    path = turn.rules.pack.paths.get(case.kind) if case else None
    if case is None or path is None:
        raise Unable(Missing(("open_case",)))
    act = next((one for one in path.acts if one.id == turn.event.code), None)
    if act is None:
        raise Unable(Missing(("act",), path.cites))
    _allow(turn, case, act)
    _needs(turn, act.needs, case)
    _move(turn, path, case, act)


def stage_of(rows: Iterable[Counted], path: str, since: date) -> int:
    """The stage that a pupil has come to on a path: how many confirmed acts counted, each after the one before was settled.

    An act that happened before the return (or before the day after another decision) belongs to the stage before.
    """
    stage, settled, waiting = 0, False, date.max
    for row in rows:
        if row.name == SETTLED + path:
            settled, waiting = True, row.day
        elif (
            row.name == CONFIRMED + path
            and row.day >= since
            and (not stage or (settled and row.day >= waiting))
        ):
            stage, settled = stage + 1, False
    return stage


def take_back(turn: Turn, event: str) -> None:
    """Take away what the event reported, confirmed or settled, and a confirmation of an act that it itself was."""
    if any(event in (row.event, row.key) for row in turn.counted):
        turn.counted = tuple(
            row
            for row in turn.counted
            if row.event != event and not (row.key == event and row.name.startswith((REPORTED, CONFIRMED)))
        )


def _open(turn: Turn, path: StagedPath, because: str) -> None:
    opened = cases.open_case(turn, path, because, turn.why(path.cites, "case_opened"))
    if opened is None:
        return
    case, act = opened
    perform(turn, path.effects, _cast(turn), on="opened" if act == cases.OPENED else "again", about=case.id)
    if path.stages:
        event = turn.event
        turn.counted = (*turn.counted, Counted(REPORTED + path.id, event.id, event.id, event.at.day))
        if turn.rules.word(path.reached) == AT_ONCE:
            _reach(turn, path, case, turn.counted[-1])


def _open_by_hand(turn: Turn) -> None:
    path = turn.rules.pack.paths.get(str(turn.event.details.get("path", "")))
    if path is None:
        raise Unable(Missing(("detail:path",)))
    if not path.opened_by or not set(path.opened_by) & set(turn.event.roles):
        raise Unable(Missing(tuple("role:" + str(role) for role in path.opened_by) or ("rule",), path.cites))
    reason = str(turn.event.details.get("reason", ""))
    if not reason.strip():
        raise Unable(Missing(("reason",), path.cites))
    _needs(turn, path.needs, None)
    turn.item = turn.rules.item(str(turn.event.details.get("item", "")))
    _open(turn, path, reason)


def _allow(turn: Turn, case: Opened, act: PathAct) -> None:
    """Whether this person may record this act now."""
    if act.roles and not set(act.roles) & set(turn.event.roles):
        raise Unable(Missing(tuple("role:" + str(role) for role in act.roles), act.cites))
    if act.after and case.stage not in act.after:
        raise Unable(Missing(tuple("stage:" + stage for stage in act.after), act.cites))
    if act.once and any(done == act.id for done, _ in case.done):
        raise Unable(Missing(("not_yet:" + act.id,), act.cites))


def _needs(turn: Turn, needs: Iterable[Need], case: Opened | None) -> None:
    """Refuse, naming all that is missing, what lacks what it needs."""
    causes = _items(turn, case) or [turn.item]
    missing: list[str] = []
    cites: tuple[str, ...] = ()
    for need in needs:
        if _asked(turn, need, causes) and not _met(turn, need, case):
            missing += ["detail:" + name for name in need.one_of] + ["act:" + name for name in need.done]
            cites = cites or need.cites
    given = [name for need in needs for name in need.one_of if name in turn.event.details]
    wrong = [name for name in given if not _fits(turn, name)]
    if missing or wrong:
        raise Unable(Missing(tuple(dict.fromkeys((*missing, *("detail:" + name for name in wrong)))), cites))


def _asked(turn: Turn, need: Need, causes: list[Item | None]) -> bool:
    event = turn.event
    return any(turn.rules.applies(need.when, item, event.spot.where, event.details) for item in causes)


def _met(turn: Turn, need: Need, case: Opened | None) -> bool:
    given = [turn.event.details[name] for name in need.one_of if _given(turn, name)]
    if any(value is True for value in given) if need.agreed else given:
        return True
    return case is not None and any(done in need.done for done, _ in case.done)


def _given(turn: Turn, name: str) -> bool:
    return turn.event.details.get(name, "") not in ("", ()) and _fits(turn, name)


def _fits(turn: Turn, name: str) -> bool:
    given = turn.event.details[name]
    return given in ("", ()) or fits(turn.rules.pack.details[name], given)


def _move(turn: Turn, path: StagedPath, case: Opened, act: PathAct) -> None:
    event = turn.event
    reported = _reported(turn, path, act)
    if act.settles:
        from_day = event.at.day if act.settles == "from_day" else event.at.day + timedelta(days=1)
        turn.counted = (*turn.counted, Counted(SETTLED + path.id, event.id, event.id, from_day))
    done = (*case.done, (act.id, event.id))
    case = case._replace(stage=cases.standing(path, done), done=done)
    cases.keep(turn, case)
    turn.outcomes.append(Case(path.id, case.id, case.stage, act.id, turn.why(act.cites, "case_act")))
    turn.item = next((item for item in _items(turn, case) if item is not None), None)
    perform(turn, act.effects, _cast(turn), about=case.id)
    if reported is not None:
        _reach(turn, path, case, reported._replace(event=event.id))


def _reported(turn: Turn, path: StagedPath, act: PathAct) -> Counted | None:
    """The reported act that a confirmation is about: the one named, else the earliest that is not yet confirmed."""
    if not act.confirms:
        return None
    named = str(turn.event.details.get("act", ""))
    confirmed = {row.key for row in turn.counted if row.name == CONFIRMED + path.id}
    for row in turn.counted:
        if row.name == REPORTED + path.id and row.key not in confirmed and named in ("", row.key):
            return row
    raise Unable(Missing(("reported_act",), act.cites))


def _reach(turn: Turn, path: StagedPath, case: Opened, reported: Counted) -> None:
    """Count a confirmed act. If it reaches another stage, what that stage asks for follows; else nothing more does."""
    since = _since(turn, path)
    before = stage_of(turn.counted, path.id, since)
    turn.counted = (*turn.counted, reported._replace(name=CONFIRMED + path.id))
    stage = stage_of(turn.counted, path.id, since)
    if stage == before:
        return
    declared = path.stages[min(stage, len(path.stages)) - 1]
    start = len(turn.outcomes)
    perform(turn, declared.effects, _cast(turn), about=case.id)
    values = (("stage", stage), ("label", declared.label))
    why = turn.why(declared.cites, "stage_reached", values, (path.look_back, path.reached))
    turn.outcomes[start:] = [
        item._replace(reason=why._replace(cites=item.reason.cites, used=(*why.used, *item.reason.used)))
        for item in turn.outcomes[start:]
    ]


def _since(turn: Turn, path: StagedPath) -> date:
    """From which day on earlier acts count."""
    stretch = STRETCHES.get(turn.rules.word(path.look_back))
    span = span_of(turn.calendar, stretch, turn.event.at.day) if stretch else None
    return span.first if span else date.min


def _items(turn: Turn, case: Opened | None) -> list[Item | None]:
    """The items of the acts that led to a case."""
    return [turn.rules.item(cause.code) for cause in case.causes] if case else []


def _cast(turn: Turn) -> Cast:
    return Cast(turn.event.by, turn.event.witness, turn.event.by)
