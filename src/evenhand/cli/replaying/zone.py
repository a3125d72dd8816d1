"""Local time at the school: RFC 3339 in, the engine's moments out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evenhand.cli.replaying.faults import BadRow, UnusableInput
from evenhand.engine.facts import Moment

EXPECTED = "RFC 3339 with an offset, as 2026-09-15T11:20:00+01:00"
HOUR = 3600
USUAL = "2026-09-15T11:20:00+01:00"
"""How nearly every moment is written. What was made out of one is kept for the others of its minute."""
PLACE = slice(16, 19)
SECONDS = {f":{second:02}": second for second in range(60)}
MINUTES_KEPT = 10_000
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
        # A zone's offset changes on whole quarters of an hour, so one answer holds for each of them.
        self._minutes: dict[str, tuple[date, int, int, int, int]] = {}
        self._clocks: dict[int, time] = {}
        self._local = lru_cache(maxsize=4096)(self._of_quarter)

    def read(self, text: object) -> Moment:
        """The moment of an RFC 3339 text. Raises `BadRow`."""
        if type(text) is not str or len(text) != len(USUAL) or text[PLACE] not in SECONDS:
            return self._read(text)
        second = SECONDS[text[PLACE]]
        minute = text[:16] + text[19:]
        found = self._minutes.get(minute)
        if found is None:
            moment = self._read(text)
            if len(self._minutes) >= MINUTES_KEPT:
                self._minutes.clear()
            day, clock, fold, instant = moment
            self._minutes[minute] = day, clock.hour, clock.minute, fold, instant - second
            return moment
        day, hour, past, fold, instant = found
        place = (hour * 60 + past) * 60 + second
        if place not in self._clocks:
            self._clocks[place] = time(hour, past, second)
        return _new(Moment, (day, self._clocks[place], fold, instant + second))

    def _read(self, text: object) -> Moment:
        try:
            at = datetime.fromisoformat(text)  # type: ignore[arg-type]  # what is no text is refused below
        except (ValueError, TypeError):
            raise BadRow("at", f"{str(text)[:40]!r} is no date and time", EXPECTED) from None
        offset = at.utcoffset()
        if offset is None:
            raise BadRow("at", f"{str(text)[:40]!r} has no offset", EXPECTED)
        seconds = (at.toordinal() - EPOCH) * 86_400 + at.hour * HOUR + at.minute * 60 + at.second
        return self.at(seconds - offset.days * 86_400 - offset.seconds)

    def at(self, instant: int) -> Moment:
        """The moment of an instant, in whole seconds UTC. Raises `BadRow` beyond the years that there are."""
        day, hour, minute, fold = self._local(instant // 900)
        rest = instant % 900
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
            local = datetime.fromtimestamp(quarter * 900, UTC).astimezone(self._zone)
        except (OverflowError, ValueError, OSError):
            raise BadRow("at", "this date is out of range", EXPECTED) from None
        return local.date(), local.hour, local.minute, local.fold
