"""The engine's calendar of a school, built once per content and kept in the process."""

from __future__ import annotations

from functools import lru_cache

from evenhand.apps.tenancy.keeping import Kept
from evenhand.apps.tenancy.models import CalendarVersion, School
from evenhand.engine.school_calendar import SchoolCalendar

KEPT = 64

_newest_digests: Kept[tuple[int, str]] = Kept()


class NoCalendar(LookupError):
    """The school has no calendar yet."""


def calendar_of(school: School | int) -> SchoolCalendar:
    """The calendar in force, the newest version. One small query: a document is read only when it is new."""
    return _built(*_newest(school))


def calendar_by_digest(school: School | int, digest: str) -> SchoolCalendar:
    """The calendar that had this digest, for replaying what was decided under it."""
    school_id = _id(school)
    return _built(school_id, digest)


def forget() -> None:
    """Let go of every calendar that this process keeps."""
    _newest_digests.forget()
    _built.cache_clear()


def _newest(school: School | int) -> tuple[int, str]:
    school_id = _id(school)
    return _newest_digests.get(school_id, lambda: _read_newest(school_id))


def _read_newest(school_id: int) -> tuple[int, str]:
    newest = CalendarVersion.objects.filter(school_id=school_id).order_by("-id")
    digest = newest.values_list("digest", flat=True).first()
    if digest is None:
        raise NoCalendar(f"school {school_id} has no calendar")
    return school_id, digest


@lru_cache(maxsize=KEPT)
def _built(school_id: int, digest: str) -> SchoolCalendar:
    found = CalendarVersion.objects.filter(school_id=school_id, digest=digest).order_by("-id").first()
    if found is None:
        raise NoCalendar(f"school {school_id} has no calendar {digest[:12]}")
    return SchoolCalendar.from_document(found.document)


def _id(school: School | int) -> int:
    return school if isinstance(school, int) else school.pk
