"""The page over HTTP: steps in order, projected devices, the form without script, and whose page it is."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from evenhand.apps.casework.models import Task
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast
from tests.web.steps.flow import ACT, NINE_FIFTEEN, Hand


@pytest.mark.covers("INF-SS-1")
def test_the_six_steps_stand_in_order_with_the_labels_of_the_pack(hand: Hand) -> None:
    cards = hand.built().cards
    assert [(card.position, card.label) for card in cards] == [
        (1, "Redirection"), (2, "Caution"), (3, "Reminder"), (4, "Consequence"), (5, "Time out"), (6, "Repair"),
    ]  # fmt: skip
    text = hand.page()
    places = [text.index(f'data-go="{card.position}"') for card in cards]
    assert places == sorted(places)


@pytest.mark.covers("INF-SS-8")
def test_a_projected_device_shows_no_name_no_step_and_no_concern(hand: Hand) -> None:
    hand.client.cookies["projected"] = "1"
    text = hand.page()
    for word in ("Amara", "Reminder", "Caution", "Calling out"):
        assert word not in text
    assert "Amara" in hand.page(show="1")


@pytest.mark.covers("INF-SS-8")
def test_steps_two_to_five_say_that_they_are_private(hand: Hand) -> None:
    assert [card.private for card in hand.built().cards][:5] == [False, True, True, True, True]


@pytest.mark.covers("INF-SS-30")
def test_help_is_one_tap_and_asks_nothing_first(hand: Hand) -> None:
    text = hand.page()
    form = text[text.index('action="/help/"') : text.index("</form>", text.index('action="/help/"'))]
    assert "Help now" in form
    assert 'type="submit"' in form
    assert "required" not in form
    assert all('type="hidden"' in one for one in form.split("<input")[1:])


def test_without_script_a_step_is_taken_and_what_came_of_it_is_kept(hand: Hand) -> None:
    answer = hand.post(take="2", code=ACT, reason="Seen twice already", rule="safe")
    assert answer.status_code == 302
    step = hand.events(kind="ladder_step")[0]
    assert (step.details["step"], step.details["rule"], step.code) == (2, "safe", ACT)
    answer = hand.post(shown="2", outcome="complied", about=str(step.pk))
    assert "praise=1" in answer.headers["Location"]
    assert hand.events(about=str(step.pk))[0].details == {"outcome": "complied"}


@pytest.mark.covers("INF-SS-9")
def test_who_complies_ends_the_step_and_a_positive_is_offered(hand: Hand) -> None:
    hand.post(take="2", code=ACT, reason="Seen twice already", rule="safe")
    (step,) = hand.events(kind="ladder_step")
    assert "data-praise hidden" in hand.page()
    assert (hand.built().shown, hand.built(code="LRN-02").shown) == (2, 2)
    answer = hand.post(shown="2", outcome="complied", about=str(step.pk))
    page = hand.client.get(answer.headers["Location"])
    assert page.context["praise"]
    kept = hand.events(about=str(step.pk))[0]
    assert (kept.details["outcome"], kept.happened_at) == ("complied", NINE_FIFTEEN)
    assert (hand.built().shown, hand.built(code="LRN-02").shown) == (3, 1)
    text = page.content.decode()
    assert "data-praise hidden" not in text
    assert "Say what went well" in text
    assert 'name="praise" value="CMP-01"' in text


def test_without_script_what_is_missing_is_said_and_nothing_is_lost(hand: Hand) -> None:
    answer = hand.post(take="4", code=ACT, reason="Thrown", consequence="put_right", change="")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Say what needs to change" in text
    assert 'value="Thrown"' in text
    assert hand.events() == []


def test_the_page_of_a_lesson_that_is_not_mine_does_not_exist(cast: Cast, hand: Hand) -> None:
    stranger = Hand(cast.next_door, role="other")
    assert stranger.client.get(hand.address).status_code == 404
    next_door = Hand(cast.here)
    assert next_door.client.get(hand.address).status_code == 404


def test_where_no_advisory_ladder_holds_there_is_no_such_page(cast: Cast) -> None:
    strict = Hand(cast.here, period="P3")
    assert strict.client.get(strict.address).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_trail(
    hand: Hand, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hand.page()
    hand.through(4)
    for days in (1, 4, 5):
        hand.praised(days, "Waited for the swing")
    with django_assert_max_num_queries(32):
        hand.page()


@pytest.mark.parametrize("pick", ["act", "rule", "consequence", "change", "positive"])
def test_without_script_a_phrase_opens_its_list(hand: Hand, pick: str) -> None:
    text: Any = hand.page(pick=pick)
    assert f'id="pick-{pick}" aria-labelledby="pick-{pick}-head" open' in text


@pytest.mark.covers("INF-CR-2")
def test_a_consequence_stays_between_the_adult_the_pupil_and_those_who_need_to_know(hand: Hand) -> None:
    hand.take(4, reason="At once", consequence="call_home", change="Chairs stay on the floor")
    lesson = f"/class/{hand.lesson.pk}/"
    other = hand.school.pupils[1]
    lists = (
        lesson,
        f"{lesson}?as=list",
        f"{lesson}state/",
        f"/steps/{hand.lesson.pk}/{other.pk}/",
        "/pupils/?q=8",
    )
    for address in lists:
        answer = hand.client.get(address)
        assert answer.status_code == 200
        assert "Chairs stay on the floor" not in answer.content.decode()
        if not address.startswith("/steps/"):
            assert "Phone call home" not in answer.content.decode()
            assert "call_home" not in answer.content.decode()
    with in_school(hand.school.school):
        entry = Task.objects.get(kind="entry", pupil=hand.pupil)
    seen = hand.client.get(f"/entries/{entry.pk}/").content.decode()
    assert "Phone call home" in seen
    assert "Chairs stay on the floor" in seen
    assert Hand(hand.school, "other").client.get(f"/entries/{entry.pk}/").status_code == 404
    daily = Hand(hand.school, "pastoral_lead").client.get("/daily/2026-11-17/").content.decode()
    assert hand.pupil.display_name in daily
