"""Local time at the school: RFC 3339 in, the engine's moments out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evenhand.cli.replaying.faults import BadRow, UnusableInput
from evenhand.engine.facts import Moment

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
EXPECTED = "RFC 3339 with an offset, as 2026-09-15T11:20:00+01:00"
HOUR = 3600
USUAL = "2026-09-15T11:20:00+01:00"
"""How nearly every moment is written. What was made out of one is kept for the others of its day and its minute."""
DATE_AND_T, CLOCK, OFFSET = slice(0, 11), slice(11, 19), slice(19, 25)
QUARTER, DAY = 900, 86_400
CLOCKS_KEPT = 20_000
DAYS_KEPT = 2_000
PLACE = slice(16, 19)
SECONDS = {f":{second:02}": second for second in range(60)}
MINUTES_KEPT = 1_000
EPOCH = date(1970, 1, 1).toordinal()
_new = tuple.__new__
"""A named tuple of values in the order of its fields, without a call of its own for the names."""


class Zone:
    """A school's time zone. Raises `UnusableInput` for one that is not known."""

    def __init__(self, name: str) -> None:
        try:
            self._zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise UnusableInput(
                f"there is no time zone {name!r}; expected one such as Europe/London"
            ) from None
        self.name = name
        # Days throughout which the clock of the zone stands as they are written, with the instant of their midnight.
        self._days: dict[str, tuple[date, int] | None] = {}
        self._clocks: dict[str, tuple[time, int]] = {}
        self._minutes: dict[str, tuple[date, int, int, int, int]] = {}
        # A zone's offset changes on whole quarters of an hour, so one answer holds for each of them.
        self._local = lru_cache(maxsize=4096)(self._of_quarter)

    def read(self, text: object) -> Moment:
        """The moment of an RFC 3339 text. Raises `BadRow`."""
        if type(text) is not str or len(text) != len(USUAL):
            return self._read(text)
        day, clock = self._days.get(text[DATE_AND_T] + text[OFFSET]), self._clocks.get(text[CLOCK])
        if day is None or clock is None:
            return self._of_minute(text)
        return _new(Moment, (day[0], clock[0], 0, day[1] + clock[1]))

    def _of_minute(self, text: str) -> Moment:
        """The moment of a text of the usual length, by what was made out of others of its minute."""
        second = SECONDS.get(text[PLACE])
        if second is None:
            return self._read(text)
        minute = text[:16] + text[19:]
        found = self._minutes.get(minute)
        if found is None:
            moment = self._read(text)
            if len(self._minutes) >= MINUTES_KEPT:
                self._minutes.clear()
            day, clock, fold, instant = moment
            self._minutes[minute] = day, clock.hour, clock.minute, fold, instant - second
            self._learn(text, moment)
            return moment
        day, hour, past, fold, instant = found
        moment = _new(Moment, (day, time(hour, past, second), fold, instant + second))
        self._learn(text, moment)
        return moment

    def _learn(self, text: str, moment: Moment) -> None:
        """Keep the day and the clock of a text for others, where the text says just what stood on the school's clock."""
        seconds = moment.time.hour * HOUR + moment.time.minute * 60 + moment.time.second
        if text[:19] != f"{moment.day.isoformat()}T{moment.time.isoformat()}":
            return
        if len(self._clocks) >= CLOCKS_KEPT:
            self._clocks.clear()
        self._clocks[text[CLOCK]] = moment.time, seconds
        day = text[DATE_AND_T] + text[OFFSET]
        if day not in self._days:
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            midnight = moment.instant - seconds
            self._days[day] = (moment.day, midnight) if self._is_even(moment.day, midnight) else None

    def _is_even(self, day: date, midnight: int) -> bool:
        """Whether the school's clock runs through the whole of a day, from this instant on, without a change."""
        if midnight % QUARTER:
            return False
        try:
            return all(
                self._local((midnight + past) // QUARTER) == (day, past // HOUR, past // 60 % 60, 0)
                for past in range(0, DAY, QUARTER)
            )
        except BadRow:
            return False

    def _read(self, text: object) -> Moment:
        at = _parsed(text)
        offset = at.utcoffset()
        if offset is None:
            raise BadRow("at", f"{str(text)[:40]!r} has no offset", EXPECTED)
        seconds = (at.toordinal() - EPOCH) * DAY + at.hour * HOUR + at.minute * 60 + at.second
        return self.at(seconds - offset.days * DAY - offset.seconds)

    def at(self, instant: int) -> Moment:
        """The moment of an instant, in whole seconds UTC. Raises `BadRow` beyond the years that there are."""
        day, hour, minute, fold = self._local(instant // QUARTER)
        rest = instant % QUARTER
        return Moment(day, time(hour, minute + rest // 60, rest % 60), fold, instant)

    def moment(self, day: date, at: time) -> Moment:
        """The moment of a local date and time; the first of the two where the clock goes back."""
        local = datetime.combine(day, at, tzinfo=self._zone)
        return Moment(day, at, 0, int(local.timestamp()))

    def written(self, moment: Moment) -> str:
        """A moment as RFC 3339 in local time."""
        return datetime.fromtimestamp(moment.instant, self._zone).isoformat()

    def _of_quarter(self, quarter: int) -> tuple[date, int, int, int]:
        try:
            local = datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone(self._zone)
        except (OverflowError, ValueError, OSError):
            raise BadRow("at", "this date is out of range", EXPECTED) from None
        return local.date(), local.hour, local.minute, local.fold


def _parsed(text: object) -> datetime:
    """The date and time of a text. Raises `BadRow`."""
    bare = "" if text is None else str(text).strip()
    if not bare:
        raise BadRow("at", "nothing stands here", EXPECTED)
    try:
        return datetime.fromisoformat(bare.upper())
    except ValueError:
        raise BadRow("at", f"{bare[:40]!r} is no date and time", EXPECTED) from None


def as_rfc3339(text: object) -> str:
    """A moment that was read, as RFC 3339 has it: unchanged where it stood so, else with what was left out."""
    bare = str(text).strip()
    if RFC_3339.fullmatch(bare):
        return bare
    at = datetime.fromisoformat(bare.upper())
    odd = (at.utcoffset() or timedelta()) % timedelta(minutes=1)
    return (at.astimezone(UTC) if odd else at).isoformat()
