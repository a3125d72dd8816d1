"""One's own balance, the card of strategies, asking for praise, and good news home."""

from __future__ import annotations

from uuid import uuid4

import pytest

from evenhand.apps.conduct.models import ContactNote, PraisePrompt
from evenhand.apps.conduct.selectors import contact_notes
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import one, page_data, send, signed_in


@pytest.mark.covers("STAR-26a")
def test_ones_own_ratio_stands_against_the_policys_aim(here: SchoolCast) -> None:
    client = signed_in(here)
    send(client, *(one(here, "achievement", "ACH-A3") for _ in range(13)))
    for n in range(3):
        send(client, one(here, "concern", "DIS-04", here.pupils[n]))
    taken = one(here, "achievement", "ACH-A3")
    send(client, taken)
    for record in (taken,):
        send(client, one(here, "void", "", about=record["id"], lesson=None, details={"reason": "mis-tap"}))
    html = client.get("/me/").content.decode()
    assert "<b>13</b>" in html
    assert "<b>4.3:1</b>" in html
    assert "below 5:1" in html
    other = signed_in(here, "other").get("/me/").content.decode()
    assert "<b>13</b>" not in other


@pytest.mark.covers("STAR-26a")
def test_twelve_to_three_is_below_the_aim(here: SchoolCast) -> None:
    client = signed_in(here)
    send(client, *(one(here, "achievement", "ACH-A3") for _ in range(12)))
    for n in range(3):
        send(client, one(here, "concern", "DIS-04", here.pupils[n]))
    html = client.get("/me/").content.decode()
    assert "<b>4.0:1</b>" in html
    assert "below 5:1" in html


@pytest.mark.covers("STAR-26b")
def test_a_raised_aim_is_a_nudge_to_most_and_a_figure_to_few(here: SchoolCast) -> None:
    senco = signed_in(here, "senco")
    senco.post(f"/praise/{here.pupil.pk}/", {"kind": "more", "words": "lived through trauma"})
    teacher = signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode()
    assert "Look for something to praise today." in teacher
    for hidden in ("14:1", "trauma", "ACE"):
        assert hidden not in teacher
    seen = senco.get(f"/class/{here.lesson.pk}/").content.decode()
    assert "Aim for 14:1" in seen


def test_only_those_who_agree_adjustments_raise_an_aim(here: SchoolCast) -> None:
    answer = signed_in(here).post(f"/praise/{here.pupil.pk}/", {"kind": "more", "words": "why"})
    assert answer.status_code == 404


@pytest.mark.covers("STAR-28")
def test_the_card_of_praise_strategies_shows(here: SchoolCast) -> None:
    html = signed_in(here).get("/me/").content.decode()
    card = html[html.index("Ways to praise") :]
    assert '<span class="para">¶ 28</span>' in card
    assert "asking colleagues to praise someone" in card


@pytest.mark.covers("STAR-28b")
def test_a_request_shows_to_its_colleague_until_praised_or_dismissed(here: SchoolCast) -> None:
    page = f"/class/{here.lesson.pk}/"
    tutor = signed_in(here, "tutor")
    for words in ("the poster", "the poem"):
        tutor.post(
            f"/praise/{here.pupil.pk}/",
            {"kind": "request", "words": words, "colleague": here.user("teacher").pk},
        )
    teacher = signed_in(here)
    html = teacher.get(page).content.decode()
    assert "Nia Tutor asks you to praise: the poster" in html
    assert "the poster" not in signed_in(here, "head_of_year").get(page).content.decode()
    with in_school(here.school):
        poem = PraisePrompt.objects.get(words="the poem")
    teacher.post(f"/praise/close/{poem.pk}/")
    html = teacher.get(page).content.decode()
    assert "the poem" not in html
    assert "the poster" in html


@pytest.mark.covers("STAR-28b")
def test_praising_closes_the_request_and_display_stays(here: SchoolCast, moment: object) -> None:
    teacher, tutor = signed_in(here), signed_in(here, "tutor")
    own = {"kind": "request", "words": "the poster", "colleague": here.user("teacher").pk}
    tutor.post(f"/praise/{here.pupil.pk}/", own)
    tutor.post(f"/praise/{here.pupil.pk}/", {"kind": "display", "words": "the map"})
    moment.shift(60)  # type: ignore[attr-defined]  # time_machine's traveller
    send(teacher, one(here, "achievement", "ACH-A3", id=str(uuid4())))
    html = teacher.get(f"/class/{here.lesson.pk}/").content.decode()
    assert "the poster" not in html
    assert "Work chosen for display: the map" in html


@pytest.mark.covers("STAR-29")
def test_a_praise_call_is_logged_and_shows_in_the_timeline(here: SchoolCast) -> None:
    client = signed_in(here)
    client.post(f"/praise/{here.pupil.pk}/", {"kind": "call", "words": "Told his mum about the map"})
    timeline = client.get(f"/praise/{here.pupil.pk}/").content.decode()
    assert "Praise call" in timeline[timeline.index('<ul class="timeline">') :]
    with in_school(here.school):
        assert [note.words for note in contact_notes(here.pupil.pk)] == ["Told his mum about the map"]


def test_what_cannot_be_noted_says_why(here: SchoolCast) -> None:
    client = signed_in(here)
    for post in ({"kind": "call", "words": " "}, {"kind": "dance", "words": "x"}):
        answer = client.post(f"/praise/{here.pupil.pk}/", post, follow=True)
        assert answer.status_code == 422
    with in_school(here.school):
        assert ContactNote.objects.count() + PraisePrompt.objects.count() == 0


def test_there_is_nothing_to_tell_the_script_of_other_pupils(here: SchoolCast) -> None:
    data = page_data(signed_in(here).get(f"/class/{here.lesson.pk}/"))
    assert set(data["pupils"]) == {str(pupil.pk) for pupil in here.pupils[:3]}


def test_what_is_wrong_is_said_on_the_page_and_nothing_is_kept(here: SchoolCast) -> None:
    client, page = signed_in(here), f"/praise/{here.pupil.pk}/"
    for sent, said in (
        ({"kind": "request", "words": "x" * 10_000}, "10,000 characters"),
        ({"kind": "call", "words": "x" * 10_000}, "10,000 characters"),
        ({"kind": "wave", "words": "x"}, "Choose what this is"),
        ({"kind": "request", "words": "x", "colleague": "²"}, "no such person"),
        ({"kind": "outside", "source": "", "words": "x"}, "Say who praised"),
        ({"kind": "confirm", "prompt": "9" * 30}, "a moment ago"),
    ):
        answer = client.post(page, sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    with in_school(here.school):
        assert not PraisePrompt.objects.exists()
