"""Sessions of this week in the centre, where the policy has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Final

from evenhand.apps.support.centre import centres, record_session
from evenhand.cli.demo.pupils import Form
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Team

TIMES: Final = ((time(9), time(9, 50)), (time(11, 15), time(12, 5)))
DAYS, MOST = 3, 4


def tell_sessions(
    site: Site, team: Team, forms: Sequence[Form], adjusted: Mapping[int, object]
) -> None:  # fmt: skip
    """Some pupils for whom something is agreed had sessions on these days and have one now. Needs the scope."""
    known = centres(site.school.pk)
    if not known:
        return
    pupils = [pupil for form in reversed(forms) for pupil in form.pupils if pupil.pk in adjusted][:MOST]
    today = site.demo.opens.date()
    days = (*site.calendar.school_days_before(today, DAYS - 1), today)
    for number, pupil in enumerate(pupils):
        for day in days[number % DAYS :]:
            starts, ends = TIMES[number % len(TIMES)]
            record_session(
                team.one("senco").actor, pupil=pupil, centre=known[0].id, day=day, starts=starts, ends=ends
            )
