"""An incident through the browser: found, told, checked, recorded, read by few, copied for one family."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from evenhand.apps.conduct.models import Event, Incident
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import agree, signed_in

UNPROCESSABLE = 422
NEW = "/incident/new/"


def form(cast: SchoolCast, do: str = "record", **more: Any) -> dict[str, Any]:
    """Amara and Ben took part, Chloe was harmed."""
    one, other, harmed = (pupil.pk for pupil in cast.pupils[:3])
    return {
        "token": str(uuid4()), "pupil": [one, other, harmed], "words": "A push in the queue.", "place": "Dining hall",
        "time": "", "do": do,
        f"role-{one}": "alleged", f"act-{one}": "DIS-04", f"words-{one}": "Pushed Chloe, Ben laughed.",
        f"role-{other}": "alleged", f"act-{other}": "DIS-05", f"words-{other}": "Laughed and pointed.",
        f"role-{harmed}": "harmed", f"words-{harmed}": "Amara hurt my arm.", **more,
    }  # fmt: skip


def recorded(cast: SchoolCast) -> Incident:
    """The incident, told by the teacher."""
    assert signed_in(cast).post(NEW, form(cast)).status_code == 302
    with in_school(cast.school):
        return Incident.objects.get()


def test_pupils_are_found_added_and_removed_and_what_was_typed_stays(here: SchoolCast) -> None:
    client = signed_in(here)
    typed = {"token": str(uuid4()), "pupil": [here.pupil.pk], f"words-{here.pupil.pk}": "Seen by me"}
    html = client.post(NEW, {**typed, "do": "find", "q": "Ben"}).content.decode()
    assert f'value="add-{here.pupils[1].pk}"' in html
    html = client.post(NEW, {**typed, "do": f"add-{here.pupils[1].pk}"}).content.decode()
    assert "Seen by me" in html
    assert f'name="pupil" value="{here.pupils[1].pk}"' in html
    html = client.post(NEW, {**typed, "do": f"drop-{here.pupil.pk}"}).content.decode()
    assert f'name="pupil" value="{here.pupil.pk}"' not in html


def test_what_will_follow_stands_there_before_anything_is_recorded(here: SchoolCast) -> None:
    agree(here, here.pupil)
    html = signed_in(here).post(NEW, form(here, do="check")).content.decode()
    assert "What will follow" in html
    assert "Ten seconds to think." in html
    assert html.count('name="answer-') == 2
    with in_school(here.school):
        assert not Event.objects.exists()


@pytest.mark.covers("INF-IL-15")
def test_one_incident_is_stored_once_and_each_copy_hides_the_others(next_door: SchoolCast) -> None:
    acts = {f"act-{pupil.pk}": "PPL-05" for pupil in next_door.pupils[:2]}
    answer = signed_in(next_door).post(NEW, form(next_door, **acts))
    assert answer.status_code == 302
    with in_school(next_door.school):
        incident = Incident.objects.get()
        assert incident.involvements.filter(pupil__isnull=False).count() == 3
    teacher = signed_in(next_door)
    page = teacher.get(f"/incident/{incident.pk}/").content.decode()
    for words in ("A push in the queue.", "Laughed and pointed.", "Amara hurt my arm.", "Was harmed"):
        assert words in page
    amara, ben, chloe = next_door.pupils[:3]
    copy = teacher.get(f"/incident/{incident.pk}/copy/{amara.pk}/").content.decode()
    main = copy[copy.index("<main") : copy.index("</main>")]
    assert "Amara" in main
    assert "Pushed Pupil C, Pupil B laughed." in main
    for hidden in ("Ben", "Chloe", "Laughed and pointed", "hurt my arm", "A push in the queue"):
        assert hidden not in main
    theirs = teacher.get(f"/incident/{incident.pk}/copy/{chloe.pk}/").content.decode()
    assert "Pupil B hurt my arm." in theirs[theirs.index("<main") : theirs.index("</main>")]
    timeline = teacher.get(f"/pupils/{ben.pk}/").content.decode()
    assert "Laughed and pointed." in timeline
    assert "Pushed Chloe" not in timeline


def test_only_those_who_work_on_it_read_an_incident(here: SchoolCast) -> None:
    incident = recorded(here)
    for role, status in {
        "teacher": 200, "head_of_year": 200, "safeguarding_lead": 200, "other": 404, "tutor": 404, "office": 404,
    }.items():  # fmt: skip
        assert signed_in(here, role).get(f"/incident/{incident.pk}/").status_code == status, role
        copy = f"/incident/{incident.pk}/copy/{here.pupil.pk}/"
        assert signed_in(here, role).get(copy).status_code == status, role
    assert signed_in(here).get(f"/incident/{incident.pk}/copy/{here.pupils[4].pk}/").status_code == 404


def test_a_refused_incident_keeps_what_was_typed(here: SchoolCast) -> None:
    key = here.pupils[1].pk
    answer = signed_in(here).post(NEW, form(here, **{f"words-{key}": "", "time": "half past"}))
    assert answer.status_code == UNPROCESSABLE
    assert "Write the time like 11:05." in answer.content.decode()
    answer = signed_in(here).post(NEW, form(here, **{f"words-{key}": ""}))
    assert "Say what you know of Ben alone" in answer.content.decode()
    assert "Pushed Chloe, Ben laughed." in answer.content.decode()
    assert signed_in(here).post(NEW, form(here, token="x")).status_code == 404


def test_in_a_lesson_its_class_can_be_tapped(here: SchoolCast) -> None:
    client = signed_in(here)
    path = f"{NEW}?lesson={here.lesson.pk}"
    one, other = here.pupils[:2]
    html = client.get(path).content.decode()
    assert f'value="add-{one.pk}"' in html
    assert f'value="add-{one.pk}"' not in client.get(NEW).content.decode()
    added = client.post(NEW, {"lesson": here.lesson.pk, "do": f"add-{one.pk}"}).content.decode()
    assert f'name="pupil" value="{one.pk}"' in added
    assert f'value="add-{one.pk}"' not in added
    assert f'value="add-{other.pk}"' in added


def test_in_a_lesson_the_incident_belongs_to_it_if_all_are_of_the_class(here: SchoolCast) -> None:
    client = signed_in(here)
    assert f"{NEW}?lesson={here.lesson.pk}" in client.get(f"/class/{here.lesson.pk}/").content.decode()
    client.post(NEW, form(here, lesson=here.lesson.pk, place=""))
    with in_school(here.school):
        assert Incident.objects.get().lesson_id == here.lesson.pk
        Event.objects.get(pupil=here.pupil, where="lesson")


def test_what_somebody_says_later_is_added(here: SchoolCast) -> None:
    incident = recorded(here)
    client = signed_in(here, "head_of_year")
    with in_school(here.school):
        row = incident.involvements.get(role="harmed")
    path = f"/incident/{incident.pk}/"
    assert client.post(path, {"involvement": row.pk, "words": "It still hurts."}).status_code == 302
    assert "It still hurts." in client.get(path).content.decode()
    assert client.post(path, {"involvement": row.pk, "words": " "}).status_code == UNPROCESSABLE
    assert client.post(path, {"involvement": "999999", "words": "x"}).status_code == 404


def test_the_pages_cost_as_much_for_five_as_for_two(
    here: SchoolCast, django_assert_max_num_queries: Any
) -> None:
    incident = recorded(here)
    client = signed_in(here)
    client.get(f"/incident/{incident.pk}/")
    with django_assert_max_num_queries(18):
        client.get(f"/incident/{incident.pk}/")
    with django_assert_max_num_queries(22):
        client.post(NEW, form(here, do="check"))
    assert "What you told of lately" in client.get(NEW).content.decode()
