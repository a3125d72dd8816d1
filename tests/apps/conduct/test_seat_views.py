"""The page of a class's seating plans, by its number fields, and the list of classes without one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from evenhand.apps.conduct import seating
from evenhand.apps.conduct.models import SeatingPlan
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, TODAY, SchoolCast
from tests.classroom import LONG, agree, seat_more, signed_in
from tests.reading_pages import shown

UNPROCESSABLE = 422


def page(cast: SchoolCast, query: str = "") -> str:
    """The address of the year 8 class's plans."""
    return f"/class/{cast.groups[8].pk}/seats/{query}"


def sent(cast: SchoolCast, plan: object = "new", **more: str) -> dict[str, str]:
    """The form with the first pupil in the second row."""
    key = cast.pupil.pk
    return {
        "plan": str(plan),
        "do": "save",
        "name": "Ordinary",
        f"row-{key}": "2",
        f"column-{key}": "4",
        **more,
    }


def desk(client: Client, cast: SchoolCast, seat: str, query: str = "") -> str:
    """The markup of one desk."""
    html = client.get(page(cast, query)).content.decode()
    start = html.index(f'data-seat="{seat}"')
    return html[start : html.index("</button>", start)]


def test_a_plan_saved_by_number_stands_in_the_room_and_on_the_class_page(here: SchoolCast) -> None:
    client = signed_in(here)
    assert client.post(page(here), sent(here)).status_code == 302
    assert "Amara" in desk(client, here, "B4")
    assert "Amara" not in desk(client, here, "A1")
    tiles = client.get(f"/class/{here.lesson.pk}/").content.decode()
    assert '<li class="seat-4"><button type="button" class="tile"' in tiles
    assert page(here) in tiles


def test_a_refused_plan_keeps_what_was_typed(here: SchoolCast) -> None:
    other = here.pupils[1].pk
    answer = signed_in(here).post(
        page(here), sent(here, name="Windows", **{f"row-{other}": "2", f"column-{other}": "4"})
    )
    html = answer.content.decode()
    assert answer.status_code == UNPROCESSABLE
    assert "Amara and Ben have the same seat, B4" in html
    assert 'value="Windows"' in html
    assert f'name="row-{other}" min="1" max="9" inputmode="numeric" value="2"' in html


def test_another_plan_is_chosen_from_a_day_on(here: SchoolCast) -> None:
    client = signed_in(here)
    client.post(page(here), sent(here))
    client.post(page(here), sent(here, name="Practical", **{f"row-{here.pupil.pk}": "1"}))
    with in_school(here.school):
        practical = SeatingPlan.objects.get(name="Practical")
    html = client.get(page(here, f"?plan={practical.pk}")).content.decode()
    assert "Ordinary <small>in use</small>" in html
    use = {"plan": str(practical.pk), "do": "use", "from": TODAY.isoformat()}
    assert client.post(page(here), use).status_code == 302
    assert "Practical <small>in use</small>" in client.get(page(here)).content.decode()
    assert client.post(page(here), {**use, "from": "2026-09-02"}).status_code == UNPROCESSABLE
    assert client.post(page(here), {**use, "from": "soon"}).status_code == UNPROCESSABLE


@pytest.mark.covers("STAR-69")
def test_a_class_without_a_plan_is_listed_until_it_has_one(here: SchoolCast) -> None:
    lead = signed_in(here, "head_of_year")
    assert "8R Sci" in lead.get("/seats/").content.decode()
    assert "9R Sci" not in lead.get("/seats/").content.decode()
    signed_in(here).post(page(here), sent(here))
    assert "8R Sci" not in lead.get("/seats/").content.decode()


def test_who_does_not_teach_the_class_finds_no_plan(here: SchoolCast) -> None:
    assert signed_in(here, "other").get(page(here)).status_code == 404
    assert signed_in(here, "other").get("/seats/").status_code == 404


def test_a_class_of_thirty_four_and_long_names_cost_the_same(
    here: SchoolCast, django_assert_max_num_queries: Any
) -> None:
    seat_more(here, LONG, "\u0645\u062d\u0645\u062f", *(f"Pupil{number}" for number in range(29)))
    client = signed_in(here)
    client.get(page(here))
    with django_assert_max_num_queries(16):
        html = client.get(page(here)).content.decode()
    assert html.count('class="desk"') == 36 + 34
    assert 'dir="rtl"' in html
    with in_school(here.school):
        assert seating.in_force(here.groups[8], TODAY) is None


NEAR = "data-near>"
HIDDEN = "data-near hidden>"


@pytest.mark.covers("STAR-57")
def test_who_teaches_the_class_sees_whom_to_go_to_first_and_what_to_do(here: SchoolCast) -> None:
    client = signed_in(here)
    client.post(page(here), sent(here))
    assert "data-near" not in client.get(page(here)).content.decode()
    agree(here, here.pupil, words="Ten seconds to think.")
    html = client.get(page(here)).content.decode()
    assert NEAR in desk(client, here, "B4")
    assert HIDDEN in desk(client, here, "A1")
    assert html.count(NEAR) == 1
    words = " ".join(shown(html).split())
    assert "Go to first Amara Year8 B4 Ten seconds to think." in words
    assert f'href="/profile/{here.pupil.pk}/"' in html


@pytest.mark.covers("STAR-57")
def test_the_mark_is_on_no_projected_screen_and_on_paper_only_when_asked_for(here: SchoolCast) -> None:
    agree(here, here.pupil)
    client = signed_in(here)
    assert 'class="desk-near no-print"' in client.get(page(here)).content.decode()
    asked = client.get(page(here, "?marks")).content.decode()
    assert 'class="desk-near"' in asked
    assert 'class="desk-near no-print"' not in asked
    client.cookies["projected"] = "1"
    hidden = client.get(page(here)).content.decode()
    assert "data-near" not in hidden
    assert "Ten seconds" not in hidden


@pytest.mark.covers("STAR-57")
def test_who_taught_the_class_once_sees_the_plan_without_marks(here: SchoolCast) -> None:
    agree(here, here.pupil)
    with in_school(here.school):
        staff = here.memberships["other"].staff
        assert staff is not None
        held = here.groups[8].teachings.create(school=here.school, staff=staff, valid_from=FROM)
        client = signed_in(here, "other")
        assert NEAR in client.get(page(here)).content.decode()
        held.valid_to = TODAY - timedelta(days=1)
        held.save()
    html = client.get(page(here)).content.decode()
    assert "Amara" in html
    assert "data-near" not in html
    assert "Ten seconds" not in html
    assert NEAR in signed_in(here, "senco").get(page(here)).content.decode()


def test_the_marks_stay_after_a_refusal(here: SchoolCast) -> None:
    agree(here, here.pupil)
    answer = signed_in(here).post(page(here), sent(here, **{f"row-{here.pupil.pk}": "77"}))
    assert answer.status_code == UNPROCESSABLE
    assert NEAR in answer.content.decode()
