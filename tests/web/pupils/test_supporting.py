"""Help soon: the supports of the policy stand first on the page of a pupil whose referrals opened an assessment."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.removal import services
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived
from tests.apps.removal.stays import referral, referral_outside
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

Clock = time_machine.Traveller
HELP = 'id="help-soon"'
OFFER = "Offer help: a quiet word"


@pytest.fixture
def struggling(here: SchoolCast, moment: Clock) -> SchoolCast:
    """A school whose first pupil has been sent out twice in one week."""
    stay = arrived(here)
    with in_school(here.school):
        services.release(actor=here.actor("removal_manager"), stay=stay, reason="Agreed")
    moment.shift(timedelta(hours=2))
    with in_school(here.school):
        referral_outside(here)
    return here


def page(school: SchoolCast, role: str, number: int = 0) -> str:
    answer = signed_in(school, role).get(f"/pupils/{school.pupils[number].pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def menu(html: str) -> str:
    """The menu's part of the page."""
    start = html.index(HELP)
    return html[start : html.index("</section>", start)]


@pytest.mark.covers("STAR-56")
def test_supports_stand_first_once_referrals_have_opened_an_assessment(struggling: SchoolCast) -> None:
    html = page(struggling, "teacher")
    words = " ".join(shown(html).split())
    assert words.index("Help soon") < words.index(OFFER) < words.index("What helps Amara")
    assert words.index("Help soon") < words.index("Timeline")
    assert HELP not in page(struggling, "teacher", number=1)


@pytest.mark.covers("STAR-56")
def test_before_any_count_is_reached_there_is_no_menu(here: SchoolCast) -> None:
    with in_school(here.school):
        referral(here)
    html = page(here, "teacher")
    assert HELP not in html
    assert OFFER not in html


def test_each_adult_is_led_to_what_is_theirs_and_told_whom_to_ask(struggling: SchoolCast) -> None:
    pk = struggling.pupil.pk
    adjustments = f'href="/profile/{pk}/agreed/"'
    teacher = menu(page(struggling, "teacher"))
    assert f'href="/profile/{pk}/"' in teacher
    assert f'href="/reports/start/{pk}/"' in teacher
    assert adjustments not in teacher
    words = " ".join(shown(teacher).split())
    assert "Agree an adjustment Ask: SENDCO, Head of year" in words
    assert words.index("A report with targets") < words.index("Agree an adjustment")
    senco = menu(page(struggling, "senco"))
    assert adjustments in senco
    assert "Ask: SENDCO" not in shown(senco)


def test_why_is_said_to_those_only_whom_the_case_concerns(struggling: SchoolCast) -> None:
    assert "Assessment of need, open since Tuesday 17 November" in shown(page(struggling, "senco"))
    assert "Assessment of need" not in shown(menu(page(struggling, "teacher")))


def test_a_projected_device_does_not_show_it(struggling: SchoolCast) -> None:
    client = signed_in(struggling, "teacher")
    client.cookies["projected"] = "1"
    assert HELP not in client.get(f"/pupils/{struggling.pupil.pk}/").content.decode()


def test_it_goes_once_the_assessment_and_what_follows_are_done(struggling: SchoolCast) -> None:
    with in_school(struggling.school):
        tasks = list(Task.objects.filter(kind__in=("assessment", "assessment_followed"), status="open"))
    assert {task.role for task in tasks} == {"senco", "removal_manager"}
    for task in tasks:
        assert HELP in page(struggling, "senco")
        signed_in(struggling, task.role).post(f"/inbox/{task.pk}/done/", {"note": ""})
    assert HELP not in page(struggling, "senco")
