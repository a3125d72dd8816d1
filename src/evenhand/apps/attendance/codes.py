"""The national codes, read once, and which of them a register offers first."""

from __future__ import annotations

from functools import cache

from evenhand.apps.attendance.models import PM
from evenhand.engine.pack.attendance_file import AttendanceCode, AttendanceCodes, load_attendance_codes
from evenhand.packs.reader import country_text

HERE_AM, HERE_PM = "/", "\\"
LATE, LATE_AFTER = "L", "U"
UNKNOWN = "N"
EXCLUDED = "E"


@cache
def codes_of(jurisdiction: str) -> AttendanceCodes:
    """The codes of a country, as its law sets them."""
    return load_attendance_codes(country_text(jurisdiction, "attendance_codes"))


def here(slot: str, *, afternoon: bool = False) -> str:
    """The code of a pupil who is in school at that slot."""
    return HERE_PM if slot == PM or afternoon else HERE_AM


def is_absent(code: AttendanceCode) -> bool:
    """Whether a session that could be attended was not."""
    return code.possible and not code.attended and not code.late


def kind_of_absence(code: AttendanceCode) -> str:
    """What the policy is told of an absence: excluded, authorised, unauthorised, or "" for none."""
    if code.code == EXCLUDED:
        return "excluded"
    if code.authorised or not code.possible:
        return "authorised"
    return "unauthorised" if is_absent(code) else ""
