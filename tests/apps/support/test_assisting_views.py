"""An assistant's pupils through the browser: named from the profile, shown in the lesson, ended at once."""

from __future__ import annotations

import pytest
from django.test import Client

from evenhand.apps.support import profiling
from evenhand.apps.support.models import Assistance
from evenhand.apps.support.profiling import New
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast
from tests.classroom import agree, signed_in
from tests.reading_pages import shown

UNPROCESSABLE = 422
MINE = "/assigned/"
WHO = "/assigned/who/"


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(shown(answer.content.decode()).split())


def form(cast: SchoolCast, **more: str) -> dict[str, str]:
    return {
        "assistant": str(cast.user("teaching_assistant").pk),
        "from": TODAY.isoformat(),
        "until": "",
        **more,
    }


@pytest.mark.covers("STAR-94e")
def test_an_assistant_who_is_named_sees_the_pupils_needs_beside_the_lesson(here: SchoolCast) -> None:
    assistant, senco, pupil = signed_in(here, "teaching_assistant"), signed_in(here, "senco"), here.pupil
    agree(here, pupil, words="Ten seconds to think.")
    with in_school(here.school):
        profiling.add_entry(here.actor("senco"), pupil=pupil, new=New("sign", "Goes quiet"))
    assert "You are named for nobody today" in words(assistant, MINE)
    assert f'href="{WHO}{pupil.pk}/"' in senco.get(f"/profile/{pupil.pk}/").content.decode()
    assert senco.post(f"{WHO}{pupil.pk}/", form(here)).status_code == 302
    found = words(assistant, MINE)
    for expected in ("Amara Year8", "Now, until 12:10:", "8R Sci", "Ten seconds to think.", "Goes quiet"):
        assert expected in found
    assert "Ben" not in found
    assert f'href="{MINE}"' in assistant.get("/now/").content.decode()
    assert "You are named for nobody today" in words(signed_in(here, "teacher"), MINE)
    assert "Supported in lessons by Ms N. TeachingAssistant" in words(senco, f"/profile/{pupil.pk}/")


@pytest.mark.covers("STAR-94e")
def test_once_it_is_ended_nothing_shows(here: SchoolCast) -> None:
    senco = signed_in(here, "senco")
    address = f"{WHO}{here.pupil.pk}/"
    senco.post(address, form(here))
    assert "Amara Year8" in words(senco, WHO)
    with in_school(here.school):
        row = Assistance.objects.get()
    assert senco.post(address, {"do": f"end-{row.pk}"}).status_code == 302
    assert "Nobody is named" in words(senco, address)
    assert "You are named for nobody today" in words(signed_in(here, "teaching_assistant"), MINE)
    assert "Supported in lessons by" not in words(senco, f"/profile/{here.pupil.pk}/")
    assert senco.post(address, {"do": f"end-{row.pk}"}).status_code == UNPROCESSABLE


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"assistant": "nobody"}, "Choose the assistant from the list."),
        ({"from": "soon"}, "Choose today or a later day as the first."),
        ({"until": "later"}, "Choose the last day, or leave it empty."),
    ],
)
def test_what_cannot_be_is_refused_in_words(here: SchoolCast, wrong: dict[str, str], said: str) -> None:
    answer = signed_in(here, "senco").post(f"{WHO}{here.pupil.pk}/", form(here, **wrong))
    assert answer.status_code == UNPROCESSABLE
    assert said in shown(answer.content.decode())
    with in_school(here.school):
        assert not Assistance.objects.exists()


def test_only_those_who_agree_adjustments_name_anybody_and_for_their_own_years(here: SchoolCast) -> None:
    for role in ("teacher", "teaching_assistant", "office"):
        client = signed_in(here, role)
        assert client.get(WHO).status_code == 404
        assert client.post(f"{WHO}{here.pupil.pk}/", form(here)).status_code == 404
    senco = signed_in(here, "senco")
    for number in (0, 3):
        senco.post(f"{WHO}{here.pupils[number].pk}/", form(here))
    head = signed_in(here, "head_of_year")
    assert head.post(f"{WHO}{here.pupils[3].pk}/", form(here)).status_code == 404
    seen = words(head, WHO)
    assert "Amara Year8" in seen
    assert "Amara Year9" not in seen
    assert "Amara Year9" in words(senco, WHO)


def test_nothing_shows_on_a_projected_device(here: SchoolCast) -> None:
    signed_in(here, "senco").post(f"{WHO}{here.pupil.pk}/", form(here))
    client = signed_in(here, "teaching_assistant")
    client.cookies["projected"] = "1"
    found = words(client, MINE)
    assert "Names are hidden" in found
    assert "Amara" not in found
