"""Each night the running totals are counted again from the entries of the ledgers, and the log says what was found.

Totals are kept so that no page adds up a history. That they are right is not believed but looked at: whoever reads the
log sees that somebody did, when, and what differed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Sum

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit.selectors import LEDGERS, RECOUNT, last_of
from evenhand.apps.audit.services import append, locked_head
from evenhand.apps.conduct import ink
from evenhand.apps.conduct.models import LedgerEntry, PupilHead
from evenhand.apps.policy.performers import raise_alert
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.values import Role
from evenhand.engine.wire import state_from_plain

FROM: Final = time(1, 0)
"""By the school's clock: what belongs to the day before is closed by then."""
AT_ONCE: Final = 500
TOLD: Final = 20
Totals = Mapping[str, int]
"""By ledger and period, as a state names them."""


class Differs(NamedTuple):
    """A total that is kept as other than what the entries come to."""

    pupil_id: int
    total: str
    kept: int
    counted: int


class Recounted(NamedTuple):
    """How many pupils and totals were counted again, and what differs."""

    pupils: int
    totals: int
    differing: tuple[Differs, ...]


def tick() -> None:
    """One round of the worker: each school whose night has come, once."""
    each_school(recount_due, "the recount of the night")


def recount_due(school: School, moment: datetime | None = None) -> Recounted | None:
    """Count again where nobody has since one o'clock; None where it is done, too early or there is nothing."""
    here = local(school, moment or now())
    if here.time < FROM or _is_done(school, here.day):
        return None
    found = recount(school, here.day)
    if not found.pupils:
        return None
    with transaction.atomic():
        locked_head(school.pk)
        if _is_done(school, here.day):
            return None
        append(system_actor(school.pk, "worker"), action=RECOUNT, subject=LEDGERS, body=_told(found))
        if found.differing:
            _warn(school, here.day, found)
    return found


def recount(school: School, day: date) -> Recounted:
    """Count the totals of the year of that day and of its half-terms again, in the scope of that school.

    A pupil for whom something is recorded meanwhile is left to the next night; on a day that the calendar does not know
    nobody is counted.
    """
    periods = _periods(school, day)
    if not periods:
        return Recounted(0, 0, ())
    pupils, totals, differing = 0, 0, list[Differs]()
    before = dict(PupilHead.objects.order_by("pupil_id").values_list("pupil_id", "seq"))
    counted, everybody = _counted(periods), list(before)
    for start in range(0, len(everybody), AT_ONCE):
        for head in ink.heads_of(school.pk, everybody[start : start + AT_ONCE]).values():
            if head.seq == before[head.pupil_id]:
                kept = _kept(head, periods)
                pupils, totals = pupils + 1, totals + len(kept)
                differing += _differing(head.pupil_id, kept, counted[head.pupil_id])
    return Recounted(pupils, totals, tuple(differing))


def _periods(school: School, day: date) -> dict[str, tuple[date, date]]:
    """The periods of the year of that day by the names that totals bear; none outside the calendar."""
    calendar = calendar_of(school)
    found = {}
    for year in calendar.years:
        if year.first <= day <= year.last:
            found[f"y:{year.id}"] = year.first, year.last
            found |= {f"b:{block.id}": (block.first, block.last) for block in year.blocks}
    return found


def _counted(periods: Mapping[str, Any]) -> Mapping[int, Totals]:
    """What the entries of each pupil come to."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for name, span in periods.items():
        rows = LedgerEntry.objects.filter(day__range=span).order_by().values_list("pupil_id", "ledger")
        for pupil, ledger, total in rows.annotate(Sum("value")):
            found[pupil][f"{ledger}|{name}"] += total
    return found


def _kept(head: ink.Head, periods: Mapping[str, Any]) -> Totals:
    totals = state_from_plain(head.state).totals
    return {key: value for key, value in totals.items() if value and key.partition("|")[2] in periods}


def _differing(pupil_id: int, kept: Totals, counted: Totals) -> Iterator[Differs]:
    for key in sorted({*kept, *counted}):
        if kept.get(key, 0) != counted.get(key, 0):
            yield Differs(pupil_id, key, kept.get(key, 0), counted.get(key, 0))


def _is_done(school: School, day: date) -> bool:
    last = last_of(LEDGERS, RECOUNT)
    return last is not None and local(school, last.at).day >= day


def _told(found: Recounted) -> dict[str, Any]:
    """What the log keeps; of very many differences the first."""
    differing = [one._asdict() for one in found.differing[:TOLD]]
    return {
        "pupils": found.pupils,
        "totals": found.totals,
        "differ": len(found.differing),
        "which": differing,
    }


def _warn(school: School, day: date, found: Recounted) -> None:
    many = len({one.pupil_id for one in found.differing})
    whose = "one pupil" if many == 1 else f"{many} pupils"
    words = (
        f"The totals of {whose} are not what their entries come to. `evenhand audit replay` says since when"
    )
    raise_alert(
        school_id=school.pk,
        kind=RECOUNT,
        subject=f"{LEDGERS}:{day.isoformat()}",
        body={"words": words, "pupils": sorted({one.pupil_id for one in found.differing})[:TOLD]},
        role=Role.ADMINISTRATOR,
        once=True,
    )
