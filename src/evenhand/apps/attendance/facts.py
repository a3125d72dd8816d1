"""What marking needs of a school: its calendar, the codes of its country, and what its policy makes of a mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from evenhand.apps.attendance.codes import codes_of
from evenhand.apps.attendance.models import AM, PM
from evenhand.apps.conduct.owing import homework_item, late_item
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.pack.attendance_file import AttendanceCode, AttendanceCodes
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.school_calendar import CalendarEnds, Period, SchoolCalendar
from evenhand.engine.values import ProgrammeForm, Where

LATE_FROM = "setting:late.from"
AFTER_CLOSE = "register_close"
COUNTING = (ProgrammeForm.ATTENDANCE, ProgrammeForm.IMPROVEMENT, ProgrammeForm.SPOTLESS)
FACT = "attendance"
REGISTRATION = "registration"
SOCIAL = "social"
OUTSIDE = Where.OUT_OF_CLASS


@dataclass(frozen=True, slots=True)
class Ground:
    """One school on one day, as marking sees it."""

    school: School
    rules: Rules
    calendar: SchoolCalendar
    codes: AttendanceCodes
    now: datetime
    today: date
    clock: time

    @property
    def counts_sessions(self) -> bool:
        """Whether the policy asks how many sessions were attended."""
        pack = self.rules.pack
        return any(one.form in COUNTING for one in pack.programmes.values()) or any(
            measure.fact == FACT for register in pack.registers.values() for measure in register.measures
        )

    @property
    def knows_homework(self) -> bool:
        """Whether missed homework brings something about."""
        return homework_item(self.rules) is not None

    def late_code(self, code: AttendanceCode) -> str:
        """The act of the catalogue that a morning's mark stands for; "" where the policy makes nothing of it (G-39)."""
        item = late_item(self.rules)
        if item is None or not code.late or (self._from_close and code.attended):
            return ""
        return item.code

    @property
    def _from_close(self) -> bool:
        return self.rules.word(LATE_FROM) == AFTER_CLOSE

    def is_school_day(self, day: date) -> bool:
        """Whether the school is open on that day; outside its calendar it is not."""
        try:
            return self.calendar.is_school_day(day)
        except CalendarEnds:
            return False

    def is_this_year(self, day: date) -> bool:
        """Whether the day lies in the school year of today, since earlier ones are closed."""
        try:
            return self.calendar.year_of(day) == self.calendar.year_of(self.today)
        except CalendarEnds:
            return False

    def has_period(self, day: date, key: str) -> bool:
        """Whether the day has such a period."""
        return self.calendar.period(day, key) is not None

    def registers(self, day: date, year: int | None = None) -> dict[str, Period]:
        """The period in which each session is registered: registration, or else the first lesson of its half."""
        midday = self.calendar.bell_set(day, year).midday
        found: dict[str, Period] = {}
        for period in self.calendar.periods_on(day, year):
            slot = AM if period.start < midday else PM
            held = found.get(slot)
            better = held is None or (period.kind == REGISTRATION and held.kind != REGISTRATION)
            if period.kind != SOCIAL and better:
                found[slot] = period
        return found

    def session_start(self, day: date, slot: str, year: int | None = None) -> time:
        """When the register of a session begins."""
        period = self.registers(day, year).get(slot)
        return period.start if period else self.calendar.bell_set(day, year).midday

    def happened(self, day: date, slot: str, year: int | None) -> datetime | None:
        """When a mark counts as having happened: now for today's, else the start of its session."""
        if day == self.today:
            return None
        return to_instant(self.school, day, self.session_start(day, slot, year))


def ground_of(school_id: int) -> Ground:
    """The school as it is now."""
    school = school_of(school_id)
    moment = now()
    here = local(school, moment)
    policy = policy_of(school_id)
    codes = codes_of(policy.pack.jurisdiction)
    return Ground(school, policy.on(here.day), calendar_of(school), codes, moment, here.day, here.time)
