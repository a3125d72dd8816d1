"""Time owed: detention slots and give-back minutes (star policy paragraphs 145 to 152; INF-SS-14 to 19)."""

from evenhand.engine.rules.time_owed.items import Slot
from evenhand.engine.rules.time_owed.minutes import next_break, room_left
from evenhand.engine.rules.time_owed.owing import choose, owe
from evenhand.engine.rules.time_owed.settling import MISSED, SERVED, settle, unchosen

__all__ = ["MISSED", "SERVED", "Slot", "choose", "next_break", "owe", "room_left", "settle", "unchosen"]
