"""Where, when and under which rules the board is seen, and what the engine holds of its pupils."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from evenhand.apps.access.actors import Actor
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.facts import Moment, PupilState
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Pack, Placement
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.wire import state_from_plain

States = dict[int, PupilState]


@dataclass(frozen=True)
class Ground:
    """The school, the moment and the rules that a page of the board is seen under."""

    school: School
    actor: Actor
    now: datetime
    moment: Moment
    pack: Pack
    rules: Rules
    calendar: SchoolCalendar

    def placement(self, stay: Stay) -> Placement:
        """What the policy declares of the stay."""
        return self.pack.placements[stay.placement]

    def bell(self, year_group: int | None) -> time | None:
        """Today's closing bell; None on a day without school."""
        if not self.calendar.is_school_day(self.moment.day):
            return None
        return self.calendar.closing_bell(self.moment.day, year_group)


def ground(actor: Actor) -> Ground:
    """Where and when the actor looks."""
    school = school_of(actor.school_id)
    at = now()
    moment = local(school, at)
    policy = policy_of(school.pk)
    return Ground(school, actor, at, moment, policy.pack, policy.on(moment.day), calendar_of(school))


def states_of(heads: Iterable[tuple[int, Any]]) -> States:
    """The engine's state of each pupil, by pupil, from the pupils' ids with what is stored of each."""
    return {pupil_id: state_from_plain(state) for pupil_id, state in heads}
