"""Trust and schools with their calendar and policy in force, and the first links of each chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

from evenhand.apps.access.actors import Actor, system_actor
from evenhand.apps.audit.services import Act, append_many
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.models import CalendarVersion, School, Trust
from evenhand.cli.demo.plan import DemoPlan, SchoolPlan, Size
from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.packs.reader import calendar_text


@dataclass(frozen=True, slots=True)
class Site:
    """One school while it is being built: its row, its part of the plan, and its own source of chance."""

    school: School
    plan: SchoolPlan
    demo: DemoPlan
    size: Size
    calendar: SchoolCalendar
    rng: Random

    @property
    def recorded_at(self) -> datetime:
        """When the roster was taken in."""
        return self.instant(self.demo.roster_day)

    @property
    def opens(self) -> datetime:
        """The instant at which the demonstration begins."""
        return self.instant(self.demo.opens)

    @property
    def system(self) -> Actor:
        """The builder, as the chain names it."""
        return system_actor(self.school.pk, "demonstration")

    def instant(self, local: datetime) -> datetime:
        """A local time of the plan as an instant."""
        return local.replace(tzinfo=ZoneInfo(self.school.zone)).astimezone(UTC)


def make_trust(demo: DemoPlan) -> Trust:
    """The trust's row."""
    return Trust.objects.create(name=demo.trust)


def make_school(trust: Trust, demo: DemoPlan, plan: SchoolPlan, size: Size) -> Site:
    """The school's row with its seeded chance."""
    school = School.objects.create(
        trust=trust, name=plan.name, short_name=plan.short_name, slug=plan.slug, zone=demo.zone, demo=True
    )
    calendar = load_calendar(calendar_text(plan.calendar), f"{plan.calendar}.toml")
    return Site(school, plan, demo, size, calendar, Random(f"{demo.seed}/{plan.key}"))  # noqa: S311  not for secrets


def adopt(site: Site) -> None:
    """Put calendar and policy in force, and say so in the chain. Needs the school's scope and a transaction."""
    chosen = pack(site.plan.pack)
    at = site.recorded_at
    CalendarVersion.objects.create(
        school=site.school, document=site.calendar.to_document(), digest=site.calendar.digest, recorded_at=at,
        reason="The school year",
    )  # fmt: skip
    PolicyInForce.objects.create(
        school=site.school, pack_id=chosen.id, pack_version=chosen.version, pack_digest=chosen.digest,
        valid_from=site.demo.first_day, recorded_at=at, reason="Adopted for the demonstration",
    )  # fmt: skip
    append_many(
        site.system,
        [
            Act("save_calendar", "calendar", {"digest": site.calendar.digest}, at),
            Act(
                "adopt_policy",
                f"policy:{chosen.id}",
                {"digest": chosen.digest, "version": chosen.version},
                at,
            ),
        ],
    )
