"""Sets a school up from answers, all of it or nothing, and says what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from evenhand.apps.access import first
from evenhand.apps.access.actors import Actor, make_actor
from evenhand.apps.access.capabilities import ROLE_CAPABILITIES
from evenhand.apps.access.invitations import invite
from evenhand.apps.access.models import Membership
from evenhand.apps.access.roles import Held, RoleTaken
from evenhand.apps.policy.services import adopt_pack
from evenhand.apps.tenancy.bell_rows import BellRows, PeriodRow, example_bells, read_bells
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.patterns import term_patterns
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.selectors import today
from evenhand.apps.tenancy.services import SchoolTaken, save_calendar
from evenhand.apps.tenancy.year_rows import (
    DATE_EXPECTED,
    BlockRow,
    ClosureRow,
    YearBells,
    YearRows,
    letter_weeks,
    read_day,
    read_year,
    with_year,
)
from evenhand.cli.setting_up.answers import Answers
from evenhand.engine.school_calendar import CalendarInvalid
from evenhand.web.setup.checklist import build_checklist
from evenhand.web.setup.facts import facts_of

FINE, PROBLEM = 0, 1


class Refusal(ValueError):
    """The answers cannot be carried out; nothing was made. `problems` are sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def carry_out(answers: Answers) -> School:
    """Make everything in one transaction, and print the links of those invited. Raises Refusal."""
    try:
        with transaction.atomic():
            return _carry_out(answers)
    except first.AlreadySetUp as problem:
        raise Refusal(["there is an account already; sign in and go on at /setup/"]) from problem
    except ValidationError as problem:
        raise Refusal(problem.messages) from problem
    except CalendarInvalid as problem:
        raise Refusal(problem.problems) from problem
    except (SchoolTaken, RoleTaken, ValueError) as problem:
        raise Refusal([str(problem)]) from problem


def _carry_out(answers: Answers) -> School:
    new = first.NewSchool(answers.trust, answers.school)
    user, school = first.make_first(
        email=answers.email, name=answers.name, password=answers.password, school=new
    )
    with in_school(school):
        membership = Membership.objects.get(user=user)
        actor = make_actor(membership, membership.grants.all())
        if answers.policy:
            day = answers.policy_from
            start = _day("policy_from", day) if day else _september(today(school))
            adopt_pack(actor, pack_id=answers.policy, valid_from=start, reason="set-up")
        if answers.year or answers.block:
            year = read_year(year_rows(answers), year_bells(answers))
            save_calendar(actor, calendar=with_year(None, year), reason="set-up")
        for line in answers.invite:
            _invite(actor, line)
    return school


def year_rows(answers: Answers) -> YearRows:
    """The year that the answers describe: typed half-terms, else those of the example. Raises Refusal."""
    pattern = next((one for one in term_patterns() if one.id == answers.year), None)
    if pattern is None and not answers.block:
        known = ", ".join(one.id for one in term_patterns())
        raise Refusal([f"there is no term pattern {answers.year!r}; known: {known}"])
    closures = tuple(_row(ClosureRow, line) for line in answers.closure)
    if not answers.block:
        rows = pattern.rows() if pattern else YearRows()
        typed = {row.date for row in closures}
        kept = tuple(row for row in rows.closures if row.date not in typed)
        return replace(rows, closures=(*kept, *closures))
    start = _september(min(_day("block: first", line.get("first")) for line in answers.block))
    name = f"{start.year}-{(start.year + 1) % 100:02d}"
    blocks = tuple(_row(BlockRow, line) for line in answers.block)
    last = date(start.year + 1, 8, 31)
    return YearRows(name, start.isoformat(), last.isoformat(), blocks, closures)


def year_bells(answers: Answers) -> YearBells:
    """The bells that the answers describe; an example stands in where no period is named."""
    weeks = letter_weeks(answers.weeks or 1)
    if not answers.period:
        return example_bells()._replace(weeks=weeks)
    periods = tuple(_row(PeriodRow, line) for line in answers.period)
    day = BellRows("ordinary", periods, _text(answers.midday), _text(answers.closing))
    return read_bells([day], weeks)


def _row(kind: Any, line: dict[str, Any]) -> Any:
    unknown = sorted(set(line) - set(kind._fields))
    if unknown:
        raise Refusal([f"{', '.join(unknown)}: not known; write {', '.join(kind._fields)}"])
    return kind(**{name: _text(value) for name, value in line.items()})


def _day(name: str, value: Any) -> date:
    """A date of the file, also one written as a text."""
    found = read_day(_text(value))
    if found is None:
        raise Refusal([f"{name}: {DATE_EXPECTED}"])
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _invite(actor: Actor, line: dict[str, Any]) -> None:
    if line.get("role") not in ROLE_CAPABILITIES:
        raise Refusal([f"{line.get('role')!r} is not a role; write one of {', '.join(ROLE_CAPABILITIES)}"])
    role = Held(line["role"], line.get("year_group"))
    _, secret = invite(actor, email=line.get("email", ""), name=line.get("name", ""), roles=[role])
    print(f"invitation for {line.get('name')}: /join/{secret}/")


def _september(day: date) -> date:
    return date(day.year if day.month >= 8 else day.year - 1, 9, 1)


def report() -> int:
    """Print what each school still lacks; 1 where something is needed before a lesson, or there is no school."""
    schools = list(School.objects.order_by("slug"))
    if not schools:
        print(f"There is no school yet. Open /setup/first/ with the code {first.first_code()}.")
        return PROBLEM
    missing = 0
    for school in schools:
        with in_school(school):
            page = build_checklist(facts_of(school.pk))
        missing += len(page.needed)
        print(f"{page.school}: {page.summary}")
        for check in page.needed:
            print(f"  needed: {check.title}. {check.words}")
        for check in page.can_wait:
            print(f"  can wait: {check.title}. {check.words}")
    return PROBLEM if missing else FINE
