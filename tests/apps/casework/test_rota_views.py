"""The page of duties, through the browser: who stands where, what is uncovered, and who is told of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from evenhand.apps.casework import clockwork, rota
from evenhand.apps.casework.models import Alert, OnDuty
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, Cast, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

EARLY = datetime(2026, 11, 18, 8, 4, tzinfo=UTC)
HALF_AN_HOUR_BEFORE = datetime(2026, 11, 18, 8, 5, tzinfo=UTC)


def words(client: Any, address: str = "/duties/") -> str:
    """What a reader sees of the page itself, without doubled spaces."""
    html = client.get(address).content.decode()
    return " ".join(shown(html[html.index("<main") : html.index("</main>")]).split())


@pytest.mark.covers("INF-MG-1")
def test_who_is_on_the_door_each_day_and_who_hears_when_nobody_is(next_door: SchoolCast) -> None:
    rota._planned.clear()
    with time_machine.travel(EARLY, tick=False) as clock:
        lead = signed_in(next_door, "pastoral_lead")
        seen = words(lead)
        assert seen.count("Welcome at the building entry 08:35") == 5
        assert seen.count("Nobody is named") == 5
        clockwork.tick()
        rota.tick()
        clockwork.tick()
        assert "nobody is named" not in words(lead, "/inbox/")
        clock.move_to(HALF_AN_HOUR_BEFORE)
        clockwork.tick()
        clockwork.tick()
        assert "Welcome at the building entry at 08:35: nobody is named" in words(lead, "/inbox/")
        with in_school(next_door.school):
            assert Alert.objects.filter(kind="duty_empty").count() == 1
        leader = next_door.user("senior_leader").pk
        sent = {"kind": "entry", "day": "2026-11-18", "user": leader}
        assert lead.post("/duties/name/", sent).status_code == 302
        seen = words(signed_in(next_door))
        assert "Today Welcome at the building entry 08:35" in seen
        assert seen.count("Ms N. SeniorLeader") == 1
        assert seen.count("Nobody is named") == 4
        assert "nobody is named" not in words(lead, "/inbox/")


def test_one_name_for_all_the_days_shown_and_off_again(cast: Cast) -> None:
    leader = signed_in(
        cast.here, "behaviour_lead" if "behaviour_lead" in cast.here.memberships else "principal"
    )
    sent = {"kind": "gate", "every": "yes", "user": cast.here.user("duty_leader").pk}
    assert leader.post("/duties/name/", sent).status_code == 302
    with in_school(cast.here.school):
        rows = list(OnDuty.objects.order_by("day"))
    assert [row.day.isoformat() for row in rows] == [
        "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23",
    ]  # fmt: skip
    assert "Gate on arrival 08:35" in words(leader)
    assert leader.post(f"/duties/{rows[0].pk}/drop/").status_code == 302
    assert words(leader).count("Nobody is named") == 1


def test_only_who_keeps_the_rota_changes_it_and_only_what_the_policy_names(next_door: SchoolCast) -> None:
    user = next_door.user("teacher").pk
    sent = {"kind": "entry", "day": "2026-11-17", "user": user}
    assert signed_in(next_door).post("/duties/name/", sent).status_code == 404
    lead = signed_in(next_door, "pastoral_lead")
    for wrong in ({"kind": "moat"}, {"day": "2026-12-24"}, {"user": "x"}):
        assert lead.post("/duties/name/", {**sent, **wrong}).status_code == 422
    with in_school(next_door.school):
        visit = rota.put_on(next_door.actor("principal"), day=TODAY, kind="visit", user_id=user)
    assert lead.post(f"/duties/{visit.pk}/drop/").status_code == 404


def test_the_page_asks_as_often_for_many_names_as_for_few(
    next_door: SchoolCast, django_assert_max_num_queries: Any
) -> None:
    lead = signed_in(next_door, "pastoral_lead")
    for role in ("teacher", "office", "senior_leader"):
        sent = {"kind": "entry", "every": "yes", "user": next_door.user(role).pk}
        lead.post("/duties/name/", sent)
    words(lead)
    with django_assert_max_num_queries(14):
        lead.get("/duties/")


def test_what_is_not_chosen_is_named_and_nobody_is_put_on(next_door: SchoolCast) -> None:
    lead, person = signed_in(next_door, "pastoral_lead"), next_door.user("teacher").pk
    for sent, words_said in (
        ({"kind": "entry", "day": TODAY.isoformat(), "user": ""}, "Choose a person"),
        ({"kind": "entry", "day": TODAY.isoformat(), "user": 10**30}, "Choose a person"),
        ({"kind": "entry", "every": "yes", "user": 999_999}, "no such person"),
        ({"kind": "entry", "day": "2026-11-21", "user": person}, "Choose the duty and the day"),
        ({"kind": "nap", "day": TODAY.isoformat(), "user": person}, "Choose the duty and the day"),
    ):
        answer = lead.post("/duties/name/", sent)
        assert answer.status_code == 422
        assert words_said in answer.content.decode()
    with in_school(next_door.school):
        assert not OnDuty.objects.exists()
