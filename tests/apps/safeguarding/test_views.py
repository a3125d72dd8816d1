"""The walled record over HTTP: every adult may tell, the team alone reads, and an alert says nothing."""

from __future__ import annotations

import json

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import Alert
from evenhand.apps.safeguarding.models import Disclosure
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived
from tests.apps.removal.test_views import client_of
from tests.cast import Cast, SchoolCast

SAID = "He said that nobody was home since Friday"


def tell(here: SchoolCast, role: str = "removal_manager") -> str:
    """Tell on the stay's page; the id of what came of it."""
    stay = arrived(here)
    client = client_of(here, role)
    page = client.get(f"/board/{stay.pk}/").content.decode()
    url = f"/safeguarding/tell/{stay.pupil_id}/?stay={stay.pk}"
    assert url in page
    answer = client.post(url, {"words": SAID})
    assert answer.headers["Location"] == f"/board/{stay.pk}/"
    with in_school(here.school):
        return str(Disclosure.objects.get().pk)


@pytest.mark.covers("STAR-94d")
def test_what_was_passed_on_is_nowhere_on_the_stay_and_nobody_but_the_team_reads_it(here: SchoolCast) -> None:
    pk = tell(here)
    with in_school(here.school):
        stay = Disclosure.objects.get().about
    for role in ("removal_manager", "teacher", "head_of_year", "senior_leader", "administrator"):
        client = client_of(here, role)
        if role != "administrator":
            assert here.pupil.display_name in client.get(f"/board/{stay}/").content.decode()
        for url in (f"/board/{stay}/", "/board/day/", "/inbox/", f"/pupils/{here.pupil.pk}/"):
            assert SAID not in client.get(url).content.decode(), f"{role} {url}"
        assert client.get(f"/safeguarding/{pk}/").status_code == 404, role
        assert client.get("/safeguarding/").status_code == 404, role
    assert SAID in client_of(here, "safeguarding_lead").get(f"/safeguarding/{pk}/").content.decode()


def test_the_alert_and_the_log_carry_neither_name_nor_words(here: SchoolCast) -> None:
    tell(here)
    with in_school(here.school):
        alert = Alert.objects.get(kind="safeguarding")
        log = json.dumps(
            list(AuditEntry.objects.filter(action__startswith="safeguarding").values_list("body"))
        )
    assert alert.role == "safeguarding_lead"
    kept = json.dumps(alert.body) + log
    assert "home" not in kept
    assert "Amara" not in kept
    inbox = client_of(here, "safeguarding_lead").get("/inbox/").content.decode()
    assert "Something was passed on to you in confidence" in inbox


@pytest.mark.covers("STAR-94d")
def test_reading_is_logged_and_work_with_agencies_is_kept(here: SchoolCast) -> None:
    pk = tell(here)
    lead = client_of(here, "safeguarding_lead")
    assert "Not taken up yet" in lead.get("/safeguarding/").content.decode()
    lead.get(f"/safeguarding/{pk}/")
    form = {"kind": "agency", "who": "Children’s services", "words": "Referred at 11:40"}
    lead.post(f"/safeguarding/{pk}/", form)
    page = lead.get(f"/safeguarding/{pk}/").content.decode()
    assert "Children’s services" in page
    assert "Referred at 11:40" in page
    assert "Taken up by Ms N. SafeguardingLead" in lead.get("/safeguarding/").content.decode()
    with in_school(here.school):
        assert AuditEntry.objects.filter(action="read", subject=f"disclosure:{pk}").count() == 2
        assert Alert.objects.get(kind="safeguarding").seen_at is not None


def test_nothing_is_passed_on_without_words(here: SchoolCast) -> None:
    answer = client_of(here, "teacher").post(f"/safeguarding/tell/{here.pupil.pk}/", {"words": "  "})
    assert answer.status_code == 422


def test_a_page_of_the_wall_is_kept_in_no_cache(here: SchoolCast) -> None:
    pk = tell(here)
    answer = client_of(here, "safeguarding_lead").get(f"/safeguarding/{pk}/")
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_school_next_door_has_none_of_it(cast: Cast) -> None:
    pk = tell(cast.here)
    other = client_of(cast.next_door, "safeguarding_lead")
    assert other.get(f"/safeguarding/{pk}/").status_code == 404
    assert "Amara" not in other.get("/safeguarding/").content.decode().split("<main")[1]
