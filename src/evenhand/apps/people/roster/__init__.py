"""Read school rosters: School Data Sync, OneRoster, or any CSV with a mapping. No Django here."""

from evenhand.apps.people.roster.model import Fault, Question, Roster, Timetable
from evenhand.apps.people.roster.reader import read_roster
from evenhand.apps.people.roster.timetable import read_timetable

__all__ = ["Fault", "Question", "Roster", "Timetable", "read_roster", "read_timetable"]
