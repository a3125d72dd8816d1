"""What detentions need of a school on one day: its policy, its calendar, the clock, and the words for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from evenhand.apps.access.actors import Actor
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.policy.words import title_of
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import OwedSlot, TimeOwed
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar
from evenhand.engine.values import Role

AFTER = "after"
AFTER_WORDS = "After school"
SLOT, MINUTES = "slot", "minutes"
LEADER_MOVES = "leader_moves"
YEAR = "year:"


@dataclass(frozen=True, slots=True)
class Ground:
    """One school now, for one person."""

    actor: Actor
    school: School
    rules: Rules
    calendar: SchoolCalendar
    now: datetime
    today: date

    def kinds(self, form: str) -> tuple[str, ...]:
        """The kinds of time owed that the policy knows in this form."""
        return tuple(one.id for one in self.rules.pack.time_owed.values() if one.form == form)

    def declared(self, kind: str) -> TimeOwed:
        """The policy's own words for a kind."""
        return self.rules.pack.time_owed[kind]

    def clock(self, at: datetime | None) -> str:
        """An instant as a local time of day."""
        return local(self.school, at).time.strftime("%H:%M") if at else ""

    def time_of(self, at: datetime) -> time:
        """An instant as a local time of day."""
        return local(self.school, at).time

    def span(self, owed: OwedTime) -> str:
        """From when to when."""
        return f"{self.clock(owed.starts_at)} to {self.clock(owed.ends_at)}" if owed.starts_at else ""

    def slots(self, kind: str) -> tuple[OwedSlot, ...]:
        """The times that may be chosen for a kind; a school that has fixed one offers that alone."""
        declared = self.declared(kind)
        rule = self.rules.word(declared.chosen)
        return tuple(one for one in declared.slots if rule in ("leader_chooses", one.id))

    def slot_words(self, kind: str, slot: str) -> str:
        """The words for the part of a slot's key behind its day."""
        name = slot.partition("/")[2]
        for one in self.declared(kind).slots:
            if one.id == name or (name == AFTER and not one.period):
                return one.label
        period = self.calendar.period(date.fromisoformat(slot.partition("/")[0]), name) if name else None
        return period.label if period else AFTER_WORDS

    def may_move(self, kind: str) -> bool:
        """Whether the policy lets a leader choose another time."""
        declared = self.declared(kind)
        return declared.form == SLOT and (
            declared.chosen != "" or self.rules.word(declared.move) == LEADER_MOVES
        )

    def confirms(self, kind: str) -> bool:
        """Whether this person's word is enough for a no-show."""
        role = self.declared(kind).confirm_role
        return role is None or str(role) in self.actor.roles

    def confirm_title(self, kind: str) -> str:
        """Who confirms a no-show, in the school's words."""
        role = self.declared(kind).confirm_role
        return title_of(self.rules.pack, role) if role else ""

    def leader_words(self, leader: str) -> str:
        """The leader of a detention in the school's words: Head of year, Year 11."""
        pack = self.rules.pack
        if leader.startswith(YEAR):
            year = pack.vocabulary.get("year", "Year")
            return f"{title_of(pack, Role.HEAD_OF_YEAR)}, {year} {leader.removeprefix(YEAR)}"
        return title_of(pack, Role(leader)) if leader in set(Role) else ""

    def next_school_days(self, count: int) -> tuple[date, ...]:
        """The school days to come, today left out; fewer where the calendar ends."""
        found: list[date] = []
        day = self.today
        try:
            while len(found) < count:
                day = self.calendar.add_school_days(day, 1)
                found.append(day)
        except CalendarEnds:
            pass
        return tuple(found)

    def midday(self, day: date) -> time:
        """When the afternoon session begins."""
        return self.calendar.bell_set(day).midday


def ground_of(actor: Actor) -> Ground:
    """The school as it is now."""
    school = school_of(actor.school_id)
    moment = now()
    today = local(school, moment).day
    return Ground(actor, school, policy_of(school.pk).on(today), calendar_of(school), moment, today)
