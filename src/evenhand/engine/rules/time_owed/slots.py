"""Detentions: at a slot of the same day, or at one that a leader chooses (star policy paragraphs 145 to 152)."""

from __future__ import annotations

from datetime import date, time

from evenhand.engine.decisions import Deadline, Missing
from evenhand.engine.facts import Owed
from evenhand.engine.pack.schema import OwedSlot, TimeOwed
from evenhand.engine.rules.due import clock_time, minutes_of, shift
from evenhand.engine.rules.time_owed.items import Planned, Slot, keep, tell
from evenhand.engine.rules.turn import Turn, Unable

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LEADER_CHOOSES = "leader_chooses"
LEADER_MOVES = "leader_moves"
AFTER = "after"
UNSET_KEPT = 8


def same_day(turn: Turn, declared: TimeOwed, cites: tuple[str, ...]) -> Slot:
    """The slot after the bell of the day of the event, or of the next school day; that, too, where it is too near."""
    day = turn.calendar.school_day_on_or_after(turn.event.at.day)
    planned = _after_school(turn, declared, day)
    figures = (declared.start_offset, declared.length, declared.rota_rule)
    if _too_near(turn, declared, planned):
        day = turn.calendar.add_school_days(day, 1)
        planned = _after_school(turn, declared, day)
        why = turn.why(
            cites or declared.cites, "detention_next_day", figures=(declared.lead, declared.cut_off)
        )
        return keep(turn, declared, planned, why)
    return keep(
        turn, declared, planned, turn.why(cites or declared.cites, "detention_same_day", figures=figures)
    )


def to_choose(turn: Turn, declared: TimeOwed, cites: tuple[str, ...]) -> Slot:
    """A detention whose time a leader chooses: at once where the event says when, else it waits for its slot (G-42)."""
    if turn.event.details.get("detention_day") or turn.event.details.get("detention_slot"):
        return choose(turn, declared, None)
    waiting = [item for item in turn.owed if item.kind == declared.id and not item.slot]
    stale = {item.id for item in waiting[: -(UNSET_KEPT - 1)]} if len(waiting) >= UNSET_KEPT else set()
    item = Owed(turn.event.id, declared.id, turn.event.at.day, "", 0, turn.event.code)
    turn.owed = (*(old for old in turn.owed if old.id not in stale), item)
    return Slot(item.id, None)


def choose(turn: Turn, declared: TimeOwed, item: Owed | None) -> Slot:
    """Set the day and the slot that the leader has chosen, for a new item or for one that waits."""
    if declared.chooser is not None and str(declared.chooser) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.chooser),), declared.cites))
    slot, day = _slot_chosen(turn, declared), _day_chosen(turn, declared)
    planned = _in_period(turn, declared, slot, day) if slot.period else _after_school(turn, declared, day)
    if (day, planned.start.time) <= (turn.event.at.day, turn.event.at.time):
        raise Unable(Missing(("slot_to_come",), declared.cites))
    if _too_near(turn, declared, planned):
        raise Unable(Missing(("lead_time",), declared.cites))
    why = turn.why(
        declared.cites, "detention_chosen", (("slot", slot.id),), (declared.length, declared.chosen)
    )
    return keep(turn, declared, planned, why, item=item)._replace(notice=slot.notice)


def move(turn: Turn, declared: TimeOwed, owed: Owed) -> Slot:
    """A leader moves a detention of the same day to a later school day, with a reason (G-38)."""
    if turn.rules.word(declared.move) != LEADER_MOVES:
        raise Unable(Missing(("move",), declared.cites))
    if declared.confirm_role and str(declared.confirm_role) not in turn.event.roles:
        raise Unable(Missing(("role:" + str(declared.confirm_role),), declared.cites))
    if not turn.event.details.get("reason"):
        raise Unable(Missing(("reason",), declared.cites))
    day = _day_chosen(turn, declared)
    if day <= owed.day:
        raise Unable(Missing(("detail:detention_day",), declared.cites))
    planned = _after_school(turn, declared, day)
    moved = owed._replace(day=day, slot=planned.slot)
    turn.owed = (*(old for old in turn.owed if old.id != owed.id), moved)
    tell(
        turn,
        moved,
        "deferred",
        planned,
        turn.why(declared.cites, "detention_moved", figures=(declared.move,)),
    )
    return Slot(owed.id, planned.start)


def _slot_chosen(turn: Turn, declared: TimeOwed) -> OwedSlot:
    """The slot named in the event; where the school has fixed one, it need not be named and no other may be."""
    given, rule = str(turn.event.details.get("detention_slot", "")), turn.rules.word(declared.chosen)
    name = given if rule == LEADER_CHOOSES else given or rule
    found = next((slot for slot in declared.slots if slot.id == name), None)
    if found is None or rule not in (LEADER_CHOOSES, name):
        raise Unable(Missing(("detail:detention_slot",), declared.cites))
    return found


def _day_chosen(turn: Turn, declared: TimeOwed) -> date:
    try:
        day = date.fromisoformat(str(turn.event.details.get("detention_day", "")))
    except ValueError:
        raise Unable(Missing(("detail:detention_day",), declared.cites)) from None
    if day < turn.event.at.day or not turn.calendar.is_school_day(day):
        raise Unable(Missing(("detail:detention_day",), declared.cites))
    return day


def _after_school(turn: Turn, declared: TimeOwed, day: date) -> Planned:
    bell = turn.calendar.closing_bell(day, turn.year())
    return _planned(turn, declared, day, shift(bell, turn.rules.number(declared.start_offset)), AFTER)


def _too_near(turn: Turn, declared: TimeOwed, planned: Planned) -> bool:
    """Whether it would start on the day of the event, with less than the lead time to go or after the cut-off."""
    at = turn.event.at
    start = planned.start.time
    if planned.start.day != at.day or start is None:
        return False
    lead, cut_off = turn.rules.number(declared.lead), turn.rules.word(declared.cut_off)
    late = bool(cut_off) and at.time > clock_time(cut_off)
    return late or (lead > 0 and minutes_of(start) - minutes_of(at.time) < lead)


def _in_period(turn: Turn, declared: TimeOwed, slot: OwedSlot, day: date) -> Planned:
    for period in turn.calendar.periods_on(day, turn.year()):
        if period.key.casefold() == slot.period.casefold():
            return _planned(turn, declared, day, period.start, slot.id)
    raise Unable(Missing(("detail:detention_slot",), declared.cites))


def _planned(turn: Turn, declared: TimeOwed, day: date, start: time, slot: str) -> Planned:
    end = shift(start, turn.rules.number(declared.length))
    clock = end if turn.rules.word(declared.register_clock) == "end" else start
    register = Deadline(day, shift(clock, turn.rules.number(declared.register_minutes)))
    key = f"{day.isoformat()}/{slot}"
    return Planned(Deadline(day, start), end, key, 0, _leader(turn, declared, day), register)


def _leader(turn: Turn, declared: TimeOwed, day: date) -> str:
    """Who leads: the head of the year that the rota names for the day, or of the pupil's own year (G-38)."""
    if not declared.rota:
        return str(declared.leader or "")
    if turn.rules.word(declared.rota_rule) == "leader_of_day":
        year = declared.rota.get(WEEKDAYS[day.weekday()])
        return f"year:{year}" if year else str(declared.leader or "")
    return (
        f"year:{turn.event.year_group}" if turn.event.year_group is not None else str(declared.leader or "")
    )
