"""The figures of referrals: by type, place, time, year and adult, for a day and for a week, without a pupil's name."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from evenhand.web.referrals.page import Page, referrals_page
from tests.apps.removal.stays import referral, referral_outside
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

Clock = time_machine.Traveller
FIGURES = "/referrals/"


def read(school: SchoolCast, role: str = "senior_leader", *, weekly: bool = False) -> Page:
    with in_school(school.school):
        return referrals_page(school.actor(role), TODAY, weekly=weekly)


def counted(page: Page) -> dict[str, dict[str, int]]:
    return {table.key: dict(table.rows) for table in page.tables}


@pytest.mark.covers("STAR-116a")
def test_a_day_is_counted_by_type_place_period_teacher_and_year(here: SchoolCast) -> None:
    with in_school(here.school):
        referral(here)
        referral(here, number=1)
        referral_outside(here, number=3)
    client = signed_in(here, "senior_leader")
    answer = client.get(FIGURES)
    assert counted(answer.context["page"]) == {
        "type": {"Calling out": 3},
        "place": {"Room 12": 2, "Dining hall": 1},
        "period": {"Period 3": 3},
        "year": {"Year 8": 2, "Year 9": 1},
        "adult": {here.actor("teacher").name: 2, here.actor("duty_leader").name: 1},
    }
    words = shown(answer.content.decode())
    for expected in ("3 referrals", "By type", "By place", "By time", "By year", "By adult", "Dining hall"):
        assert expected in " ".join(words.split())
    assert not any(pupil.family in words or pupil.given in words for pupil in here.pupils)
    assert 'href="/referrals/"' in answer.content.decode()


@pytest.mark.covers("STAR-116a")
def test_a_week_stands_beside_the_week_before(here: SchoolCast, moment: Clock) -> None:
    moment.move_to(MOMENT - timedelta(days=7))
    with in_school(here.school):
        referral_outside(here, number=2)
    moment.move_to(MOMENT - timedelta(days=1))
    with in_school(here.school):
        referral_outside(here)
    moment.move_to(MOMENT)
    with in_school(here.school):
        referral(here, number=1)
    day, week = read(here), read(here, weekly=True)
    assert (day.total, day.before) == (1, 1)
    assert (week.total, week.before, week.when) == (2, 1, "Monday 16 November to Sunday 22 November")
    words = " ".join(
        shown(signed_in(here, "senior_leader").get(f"{FIGURES}?span=week").content.decode()).split()
    )
    assert "2 referrals, 1 the week before" in words


def test_what_is_taken_back_is_not_counted(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        void = Command(
            uuid4(), EventKind.VOID, here.pupil.pk, about=str(stay.pk), details={"reason": "Wrong pupil"}
        )
        record(here.actor("teacher"), commands=[void])
    page = read(here)
    assert (page.total, counted(page)["type"]) == (0, {})
    assert "Nobody was sent anywhere" in signed_in(here, "senior_leader").get(FIGURES).content.decode()


def test_a_head_of_year_sees_the_own_year_and_a_teacher_nothing(here: SchoolCast) -> None:
    with in_school(here.school):
        referral(here)
        referral_outside(here, number=3)
    page = read(here, "head_of_year")
    assert (page.total, page.years) == (1, "Year 8")
    assert "adult" not in counted(page)
    assert signed_in(here, "teacher").get(FIGURES).status_code == 404


@pytest.mark.parametrize("day", ["", "2026-13-40", "1999-01-01", "2199-01-01"])
def test_any_day_is_answered(here: SchoolCast, day: str) -> None:
    client = signed_in(here, "senior_leader")
    for span in ("", "week"):
        assert client.get(FIGURES, {"day": day, "span": span}).status_code == 200


def test_the_page_costs_as_much_for_many_referrals_as_for_one(
    here: SchoolCast, django_assert_max_num_queries: object
) -> None:
    with in_school(here.school):
        for number in range(3):
            referral(here, number=number)
    client = signed_in(here, "senior_leader")
    client.get(FIGURES)
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # a fixture of the plugin
        client.get(FIGURES)


@pytest.mark.covers("STAR-116a")
def test_at_the_close_of_the_day_the_task_to_look_at_its_referrals_leads_to_their_figures(
    here: SchoolCast, moment: Clock
) -> None:
    with in_school(here.school):
        referral(here)
        moment.move_to(MOMENT + timedelta(hours=5))
        close_due(here.school, MOMENT + timedelta(hours=5))
        task = Task.objects.get(kind="referrals_daily")
    client = signed_in(here, "senior_leader")
    page = client.get(f"/inbox/{task.pk}/").content.decode()
    address = f"{FIGURES}?day={TODAY.isoformat()}"
    assert f'href="{address}"' in page
    assert client.get(address).context["page"].total == 1
