"""The class page without script: the same service, with the server's own ids."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from evenhand.apps.conduct.models import Event
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import agree, seat_more, signed_in


def form(cast: SchoolCast, act: str, *pupils: int, **more: Any) -> dict[str, Any]:
    return {"token": str(uuid4()), "act": act, "pupil": list(pupils) or [cast.pupil.pk], **more}


def kinds(cast: SchoolCast) -> list[tuple[int, str]]:
    with in_school(cast.school):
        return list(Event.objects.order_by("seq").values_list("pupil_id", "kind"))


def test_a_recognition_is_recorded_at_once_and_only_once(here: SchoolCast) -> None:
    client, sent = signed_in(here), form(here, "ACH-A3", here.pupils[0].pk, here.pupils[1].pk)
    for _ in range(2):
        assert client.post(f"/class/{here.lesson.pk}/", sent).status_code == 302
    assert kinds(here) == [(here.pupils[0].pk, "achievement"), (here.pupils[1].pk, "achievement")]


def test_a_concern_shows_what_will_follow_before_it_is_recorded(here: SchoolCast) -> None:
    client, sent = signed_in(here), form(here, "DIS-04")
    shown = client.post(f"/class/{here.lesson.pk}/", sent).content.decode()
    assert "first in this lesson, a warning" in shown
    assert "Record calling out for 1" in shown
    assert kinds(here) == []
    assert client.post(f"/class/{here.lesson.pk}/", {**sent, "sure": "1"}).status_code == 302
    assert kinds(here) == [(here.pupil.pk, "concern")]


def test_details_and_adjustments_are_asked_for_and_kept(here: SchoolCast) -> None:
    key = agree(here, here.pupil)
    client, sent = signed_in(here), form(here, "DIS-02", sure="1")
    refused = client.post(f"/class/{here.lesson.pk}/", sent)
    assert refused.status_code == 422
    assert "Minutes late: say this first" in refused.content.decode()
    sent.update({"detail-minutes_late": "4", "detail-note_shown": "no"})
    answer = f"{here.pupil.pk}-{key}"
    sent.update({f"answer-{answer}": "not_applied", f"reason-{answer}": "Fire drill"})
    assert client.post(f"/class/{here.lesson.pk}/", sent).status_code == 302
    with in_school(here.school):
        assert Event.objects.get().details == {"minutes_late": 4, "note_shown": False}


def test_a_whole_class_is_refused_here_too(here: SchoolCast) -> None:
    everybody = [pupil.pk for pupil in seat_more(here, "Dev")]
    answer = signed_in(here).post(f"/class/{here.lesson.pk}/", form(here, "DIS-04", *everybody, sure="1"))
    assert answer.status_code == 422
    assert "whole class" in answer.content.decode()


def test_nobody_of_another_class_is_recorded(here: SchoolCast) -> None:
    answer = signed_in(here).post(
        f"/class/{here.lesson.pk}/", form(here, "ACH-A3", here.pupils[3].pk), follow=True
    )
    assert "Nothing was recorded" in answer.content.decode()
    assert kinds(here) == []


def test_a_token_that_is_not_ours_is_not_found(here: SchoolCast) -> None:
    answer = signed_in(here).post(f"/class/{here.lesson.pk}/", {**form(here, "ACH-A3"), "token": "x"})
    assert answer.status_code == 404


def test_the_corridor_has_the_form_too(here: SchoolCast) -> None:
    client, sent = signed_in(here, "tutor"), form(here, "RED-01", place="Yard")
    shown = client.post(f"/find/{here.pupil.pk}/", sent).content.decode()
    assert "will be asked for a referral" in shown
    assert 'value="Yard"' in shown
    client.post(f"/find/{here.pupil.pk}/", {**sent, "sure": "1"})
    with in_school(here.school):
        assert Event.objects.get().place == "Yard"
