"""A projected device shows no page of pupils that does not hide names itself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.guards.test_urls import GUARDED, Address, filled

HIDDEN = "Names are hidden on this screen"


def projected(cast: SchoolCast, role: str) -> Client:
    client = signed_in(cast, role)
    client.cookies["projected"] = "1"
    return client


@pytest.mark.covers("INF-SS-8")
def test_no_page_of_a_projected_device_names_a_pupil(here: SchoolCast, next_door: SchoolCast) -> None:
    for cast in (here, next_door):
        known = {"pupil": cast.pupil.pk, "lesson": cast.lesson.pk, "group": cast.groups[8].pk}
        for role in ("principal", "teacher"):
            client, held = projected(cast, role), cast.actor(role).capabilities
            for address in (one for one in GUARDED if one.capability in held):
                page = client.get(filled(address, mine(address, known))).content.decode()
                for pupil in cast.pupils:
                    assert pupil.display_name not in page, f"{role} sees a pupil at {address.route}"


def mine(address: Address, known: dict[str, int]) -> dict[str, object]:
    values: dict[str, object] = {name: known[name] for name in address.converters if name in known}
    if address.route.startswith("pupils/") and "pk" in address.converters:
        values["pk"] = known["pupil"]
    return values


def test_names_show_for_a_while_and_pages_without_pupils_always(here: SchoolCast) -> None:
    page = reverse("support:profile", args=[here.pupil.pk])
    client = projected(here, "head_of_year")
    assert HIDDEN in client.get(page).content.decode()
    assert HIDDEN not in client.get("/policy/").content.decode()
    assert HIDDEN not in client.get(reverse("class", args=[here.lesson.pk])).content.decode()
    client.post("/projected/", {"do": "show", "back": page})
    assert here.pupil.display_name in client.get(page).content.decode()


def test_a_form_is_taken_and_a_script_gets_its_answer(here: SchoolCast) -> None:
    client = projected(here, "teacher")
    state = reverse("corridor-state", args=[here.pupil.pk])
    assert "marks" in client.get(state, headers={"accept": "*/*"}).json()
    assert client.post(reverse("injury", args=[here.pupil.pk]), {}).status_code == 422


def test_whoever_opens_nothing_but_figures_can_unmark_the_device(here: SchoolCast) -> None:
    client = projected(here, "governor")
    assert HIDDEN in client.get(reverse("insight:figures")).content.decode()
    assert client.post("/projected/", {"do": "unmark"}).status_code == 302
    assert HIDDEN not in client.get(reverse("insight:figures")).content.decode()


def test_to_others_the_page_does_not_exist_as_ever(here: SchoolCast) -> None:
    assert projected(here, "teacher").get(reverse("insight:figures")).status_code == 404
    assert Client().get(reverse("insight:figures")).status_code == 302
