"""The worker's rounds: each school in its own scope, and what fails at one keeps no other waiting."""

from __future__ import annotations

import logging
from collections.abc import Callable

from evenhand.apps.policy.selectors import NoPolicy
from evenhand.apps.tenancy.calendars import NoCalendar
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school

log = logging.getLogger(__name__)


def each_school(act: Callable[[School], object], what: str) -> None:
    """Do `act` at every school, in its own scope. A school without a policy or a calendar is not ready and is passed.

    Any other failure is logged as `what` of that school, which is tried again at the next round.
    """
    for school in School.objects.order_by("pk"):
        with in_school(school):
            _tried(act, school, what)


def _tried(act: Callable[[School], object], school: School, what: str) -> None:
    try:
        act(school)
    except (NoPolicy, NoCalendar):
        return
    except Exception:
        log.exception("%s of school %s failed", what, school.pk)
