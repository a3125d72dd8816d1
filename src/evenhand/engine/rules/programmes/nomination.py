"""Pupils named by adults: quotas, windows, what must be told, and approval where one role decides.

STAR-39 to STAR-41, STAR-44b, INF-RW-3, INF-RW-7, INF-RW-9.
"""

from __future__ import annotations

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Opened, Voided
from evenhand.engine.pack.schema import Programme
from evenhand.engine.rules.periods import is_last
from evenhand.engine.rules.programmes.awarding import NOMINATED, Values, act, award, post_item, propose
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import EventKind, ProgrammeForm

GIVEN = "given"
DECLINED = "declined"


def nominate(turn: Turn) -> None:
    """Name a pupil for an award. Without a decider the award is given at once."""
    programme = turn.rules.pack.programmes.get(turn.event.code)
    if programme is None or programme.form != ProgrammeForm.NOMINATION:
        raise Unable(Missing(("code",)))
    missing = _missing(turn, programme)
    if missing:
        raise Unable(Missing(tuple(missing), programme.cites))
    if programme.decider is None:
        _give(turn, programme, "nominated")
        return
    day = turn.event.at.day
    opened = Opened(turn.event.id, programme.id, NOMINATED, day, turn.event.id)
    turn.cases = (*turn.cases, opened)
    propose(turn, programme, "nominated", _values(turn))
    act(turn, programme, NOMINATED)


def approve(turn: Turn) -> None:
    """Decide a nomination: only the role that decides, with `given` false to leave it."""
    event = turn.event
    programme = turn.rules.pack.programmes.get(event.code)
    if programme is None or programme.decider is None:
        raise Unable(Missing(("code",)))
    if programme.decider not in event.roles:
        raise Unable(Missing((f"role:{programme.decider}",), programme.cites))
    if not any(case.kind == programme.id and case.stage == NOMINATED for case in turn.cases):
        raise Unable(Missing(("nomination",), programme.cites))
    given = event.details.get(GIVEN, True) is True
    turn.cases = tuple(
        case._replace(stage=GIVEN if given else DECLINED, reasons=(event.id,))
        if case.kind == programme.id and case.stage == NOMINATED
        else case
        for case in _of_this_year(turn, programme)
    )
    if given:
        post_item(turn, programme)
        _give(turn, programme, "approved")


def take_back(turn: Turn, voided: Voided) -> None:
    """A nomination taken back is as if it never was; a decision taken back leaves it to be decided again."""
    programme = turn.rules.pack.programmes.get(voided.code)
    if programme is None or voided.kind not in (EventKind.NOMINATION, EventKind.APPROVAL):
        return
    mine = [case for case in turn.cases if case.reasons == (voided.event,)]
    if programme.decider is None or any(case.stage == GIVEN for case in mine):
        _forget(turn, programme, voided)
    turn.cases = tuple(
        case._replace(stage=NOMINATED, reasons=()) if case in mine else case
        for case in turn.cases
        if case.id != voided.event
    )


def _missing(turn: Turn, programme: Programme) -> list[str]:
    """What a nomination lacks: the role, the window, a detail, the value, or room in the quota."""
    event, rules = turn.event, turn.rules
    missing = ["detail:" + name for name in programme.needs if event.details.get(name, "") in ("", ())]
    if programme.nominator and programme.nominator not in event.roles:
        missing.append(f"role:{programme.nominator}")
    if programme.within and not is_last(turn.calendar, programme.within, event.at.day):
        missing.append("open:" + programme.within)
    if programme.tag_list and event.details.get("value") not in [
        tag.id for tag in rules.pack.tags if tag.list == programme.tag_list
    ]:
        missing.append("detail:value")
    return missing + _beyond_quota(turn, programme)


def _beyond_quota(turn: Turn, programme: Programme) -> list[str]:
    quota, taken = turn.rules.number(programme.quota), turn.event.details.get("taken")
    if not quota:
        return []
    if not isinstance(taken, int) or isinstance(taken, bool):
        return ["detail:taken"]
    return ["quota:" + turn.rules.word(programme.unit)] if taken >= quota else []


def _give(turn: Turn, programme: Programme, key: str) -> None:
    value = str(turn.event.details.get("value", ""))
    award(turn, programme, value, key, _values(turn), (programme.quota, programme.unit, programme.number))
    start = turn.calendar.year_of(turn.event.at.day).first
    days = [day for day in turn.recent.get(programme.id, ()) if day >= start]
    turn.recent = {**turn.recent, programme.id: tuple(sorted((*days, turn.event.at.day)))}


def _values(turn: Turn) -> Values:
    value = str(turn.event.details.get("value", ""))
    return (("value", value),) if value else ()


def _forget(turn: Turn, programme: Programme, voided: Voided) -> None:
    """Take one award of that day out of the days on which the pupil was celebrated."""
    days = list(turn.recent.get(programme.id, ()))
    if voided.day in days:
        days.remove(voided.day)
    rest = {name: kept for name, kept in turn.recent.items() if name != programme.id}
    turn.recent = {**rest, programme.id: tuple(days)} if days else rest


def _of_this_year(turn: Turn, programme: Programme) -> tuple[Opened, ...]:
    """The cases without this programme's of earlier years."""
    start = turn.calendar.year_of(turn.event.at.day).first
    return tuple(case for case in turn.cases if case.kind != programme.id or case.opened >= start)
