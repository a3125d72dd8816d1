"""What there is of a school so far, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from evenhand.apps.access.models import Invitation, Membership
from evenhand.apps.access.roles import in_force
from evenhand.apps.letters.ways import names_set_up
from evenhand.apps.people.models import Contact, Group, Pupil, Staff, Teaching
from evenhand.apps.policy.models import PolicyInForce, SettingChange
from evenhand.apps.policy.selectors import pack as load
from evenhand.apps.tenancy.bell_rows import are_examples
from evenhand.apps.tenancy.calendars import NoCalendar, calendar_of
from evenhand.apps.tenancy.models import School, TimetableEntry
from evenhand.apps.tenancy.selectors import today
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import AcademicYear
from evenhand.web.setup.staffing import Form, Gap, forms_on, gaps, held_on, year_groups


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the checklist looks at. `untaught` and `unheard` are names of classes and pupils."""

    school: School
    day: date
    pack: Pack | None
    adopted_from: date | None
    open_questions: int
    year: AcademicYear | None
    bells_are_examples: bool
    pupils: int
    years: tuple[int, ...]
    without_contact: int
    contacts: int
    photographs: int
    staff: int
    signed_in: int
    invited: int
    groups: int
    untaught: tuple[str, ...]
    lessons: int
    gaps: tuple[Gap, ...]
    forms: tuple[Form, ...]
    ways: tuple[str, ...] = ()


def facts_of(school_id: int) -> Facts:
    """The facts of the school whose scope is open."""
    school = School.objects.select_related("trust").get(pk=school_id)
    day = today(school)
    adopted = PolicyInForce.objects.order_by("valid_from", "pk").last()
    policy = load(adopted.pack_id) if adopted else None
    held, years = held_on(day), year_groups()
    forms = forms_on(day, held)
    year = year_on(school, day)
    present = Pupil.objects.filter(left_on__isnull=True)
    members = Membership.objects.filter(in_force(day)).aggregate(
        all=Count("pk"), seen=Count("user__last_login")
    )
    return Facts(
        school=school,
        day=day,
        pack=policy,
        adopted_from=adopted.valid_from if adopted else None,
        open_questions=_open_questions(policy),
        year=year,
        bells_are_examples=year is None or are_examples(year),
        pupils=present.count(),
        years=tuple(years),
        without_contact=present.filter(~Exists(Contact.objects.filter(pupil=OuterRef("pk")))).count(),
        contacts=Contact.objects.count(),
        photographs=present.exclude(photograph="").count(),
        staff=Staff.objects.count(),
        signed_in=members["seen"],
        invited=Invitation.objects.filter(accepted_at__isnull=True).count(),
        groups=Group.objects.exclude(kind="tutor").count(),
        untaught=tuple(_untaught(day)),
        lessons=TimetableEntry.objects.filter(in_force(day)).count(),
        gaps=tuple(gaps(policy, held, years, forms)) if policy else (),
        forms=tuple(forms),
        ways=names_set_up(),
    )


def year_on(school: School, day: date) -> AcademicYear | None:
    """The year that the day lies in, else the next one; None where the calendar has neither."""
    try:
        years = calendar_of(school).years
    except NoCalendar:
        return None
    return next((year for year in years if day <= year.last), None)


def _untaught(day: date) -> list[str]:
    taught = Teaching.objects.filter(in_force(day), group=OuterRef("pk"))
    rows = Group.objects.exclude(kind="tutor").filter(~Exists(taught))
    return list(rows.order_by("name").values_list("name", flat=True))


def _open_questions(policy: Pack | None) -> int:
    if policy is None:
        return 0
    answered = set(SettingChange.objects.values_list("key", flat=True))
    return sum(1 for key in policy.settings if key not in answered)
