"""The room's day over HTTP: one glance, one tap each, and nothing for those who may not."""

from __future__ import annotations

import pytest
from django.test import Client

from evenhand.apps.casework.models import Alert
from evenhand.apps.removal.models import Outing, StayDay, StayPeriod
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.apps.removal.test_views import client_of
from tests.cast import Cast, SchoolCast, add_person

DAY = "/board/day/"


def page(client: Client, url: str = DAY) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode().split("<template")[0]


def part(text: str, heading: str) -> str:
    """What stands under a heading, up to the next section."""
    return text.split(f'id="{heading}"')[1].split("</section>", maxsplit=1)[0]


def test_an_empty_day_says_so_in_words(here: SchoolCast) -> None:
    text = page(client_of(here))
    for words in ("Nobody is in the room in this period.", "Nobody is out.", "No note was left."):
        assert words in text
    assert "Everything up to now is written down." in text


@pytest.mark.covers("STAR-93c")
def test_who_comes_for_a_second_day_is_listed_with_the_form_and_a_tick(
    here: SchoolCast, moment: Clock
) -> None:
    stay = arrived(here)
    client = client_of(here)
    assert 'id="collect"' not in page(client)
    at(moment, 8, 36, day=18)
    client = client_of(here)
    listed = part(page(client), "collect")
    assert "Amara Year8" in listed
    assert "8R" in listed
    assert "Fetched 08:36" not in listed
    client.post("/board/day/stamp/collected/", {"stay": str(stay.pk)})
    assert "Fetched 08:36" in part(page(client), "collect")
    client.post("/board/day/stamp/collected/", {"stay": str(stay.pk), "undo": "1"})
    assert "Fetched 08:36" not in part(page(client), "collect")


def test_the_register_is_one_form_with_everybody_ticked(here: SchoolCast) -> None:
    first, second = arrived(here), arrived(here, 1)
    client = client_of(here)
    assert part(page(client), "register").count(" checked") == 2
    both = [str(first.pk), str(second.pk)]
    client.post("/board/day/register/", {"period": "P3", "all": both, "here": [str(first.pk)]})
    text = part(page(client), "register")
    assert "Taken at 11:32" in text
    assert text.count(" checked") == 1
    with in_school(here.school):
        marks = {row.stay_id: row.mark for row in StayPeriod.objects.filter(period="P3").exclude(mark="")}
    assert marks == {first.pk: "here", second.pk: "away"}


def test_a_period_that_the_day_does_not_have_is_not_there(here: SchoolCast) -> None:
    stay = arrived(here)
    answer = client_of(here).post("/board/day/register/", {"period": "P9", "all": str(stay.pk)})
    assert answer.status_code == 404


@pytest.mark.covers("STAR-104")
def test_a_slot_for_which_nobody_is_named_is_flagged_when_the_rota_is_saved(here: SchoolCast) -> None:
    arrived(here)
    client, manager = client_of(here), here.user("removal_manager").pk
    answer = client.post(
        "/board/day/duty/",
        {"period": ["P3", "LUNCH", "P4"], "user": manager, "kind": "supervise"},
        follow=True,
    )
    text = answer.content.decode()
    rows = part(text, "supervision").split("<tr")
    gaps = {
        label: "Nobody yet" in next(row for row in rows if label in row) for label in ("Period 4", "Period 5")
    }
    assert gaps == {"Period 4": False, "Period 5": True}
    assert "Nobody is named for Period 3" not in text


def test_nobody_named_for_the_period_that_runs_is_the_first_thing_on_the_page(here: SchoolCast) -> None:
    arrived(here)
    assert "Nobody is named for Period 3" in page(client_of(here))


@pytest.mark.covers("STAR-93g")
def test_a_lunch_without_a_supervisor_is_flagged_and_each_pupil_is_logged(
    here: SchoolCast, moment: Clock
) -> None:
    stay = arrived(here)
    client, manager = client_of(here), here.user("removal_manager").pk
    at(moment, 13, 0)
    missing = part(page(client), "gaps")
    assert "Lunch: nobody is named as supervising" in missing
    assert "Lunch: not logged" in missing
    client.post("/board/day/duty/", {"period": "LUNCH", "user": manager, "kind": "supervise"})
    client.post("/board/day/stamp/lunch/", {"stay": str(stay.pk)})
    missing = part(page(client), "gaps")
    assert "Lunch" not in missing
    with in_school(here.school):
        row = StayDay.objects.get(stay=stay)
    assert (row.lunch_by_id, row.lunch_at is not None) == (manager, True)


def test_the_break_is_shared_out_among_groups_that_can_be_seen_at_once(
    here: SchoolCast, moment: Clock
) -> None:
    stays = [arrived(here, number) for number in (0, 1)]
    at(moment, 10, 56, day=18)
    client = client_of(here)
    breaks = part(page(client), "break")
    assert "10:55 to 11:10" in breaks
    client.post("/board/day/stamp/break/", {"stay": [str(stay.pk) for stay in stays]})
    assert part(page(client), "break").count("10:56") == 2


@pytest.mark.covers("STAR-93m")
def test_the_escort_list_has_everybody_who_stays_late_with_the_leave_time(
    here: SchoolCast, moment: Clock
) -> None:
    stays = [arrived(here, number) for number in (0, 1, 2)]
    client = client_of(here)
    listed = part(page(client), "escorts")
    assert listed.count("Leaves 16:00") == 3
    tutor = here.user("tutor").pk
    client.post("/board/day/escort/", {"stay": str(stays[0].pk), "user": tutor})
    at(moment, 16, 2)
    assert part(page(client), "gaps").count("Not yet walked off the site") == 3
    client.post("/board/day/stamp/left/", {"stay": str(stays[0].pk)})
    text = page(client)
    assert "Leaves 16:00, with Ms N. Tutor" in part(text, "escorts")
    assert "Left 16:02" in part(text, "escorts")
    assert part(text, "gaps").count("Not yet walked off the site") == 2


@pytest.mark.covers("STAR-93q")
def test_a_handover_note_is_seen_by_duty_staff_and_the_inbox_says_only_that_there_is_one(
    here: SchoolCast,
) -> None:
    with in_school(here.school):
        here.memberships["duty_staff"] = add_person(here.school, "duty_staff", [("duty_staff", None)])
    client_of(here).post("/board/day/note/", {"words": "Ben needs the quiet corner after lunch"})
    duty = client_of(here, "duty_staff")
    assert "Ben needs the quiet corner after lunch" in part(page(duty), "notes")
    inbox = page(duty, "/inbox/")
    assert "A handover note waits" in inbox
    assert "quiet corner" not in inbox
    with in_school(here.school):
        pk = Alert.objects.filter(kind="room_note").values_list("subject", flat=True)[0]
    duty.post(f"/board/day/note/{pk}/seen/")
    assert "A handover note waits" not in page(duty, "/inbox/")


def test_a_note_without_words_is_refused_in_words(here: SchoolCast) -> None:
    answer = client_of(here).post("/board/day/note/", {"words": " "}, follow=True)
    assert "Write what the next adult needs to know." in answer.content.decode()


@pytest.mark.covers("STAR-105")
def test_the_kitchen_list_has_who_eats_the_schools_lunch_with_dietary_needs(here: SchoolCast) -> None:
    first, second = arrived(here), arrived(here, 1)
    client = client_of(here)
    form = {"lunch-school_lunch": "yes", "lunch-diet": "No nuts, halal"}
    client.post(f"/board/{first.pk}/log/lunch/", form)
    client.post(f"/board/{second.pk}/log/lunch/", {"lunch-school_lunch": "no", "lunch-diet": ""})
    text = page(client, "/board/day/lunch/")
    assert "Amara Year8" in text
    assert "No nuts, halal" in text
    assert "Ben Year8" not in text
    lunch = part(page(client), "lunch")
    assert "Came after the kitchen’s time" in lunch
    client.post("/board/day/stamp/lunch/", {"stay": str(first.pk)})
    assert "Brought 11:32" in part(page(client), "lunch")


def test_one_is_out_at_a_time_and_since_when_is_shown(here: SchoolCast, moment: Clock) -> None:
    first, second = arrived(here), arrived(here, 1)
    client = client_of(here)
    at(moment, 11, 40)
    client.post("/board/day/out/", {"stay": str(first.pk)})
    at(moment, 11, 44)
    assert "Toilet since 11:40, 4 min" in part(page(client), "toilet")
    answer = client.post("/board/day/out/", {"stay": str(second.pk)}, follow=True)
    assert "Amara is out since 11:40. Wait, or give a reason." in answer.content.decode()
    with in_school(here.school):
        pk = Outing.objects.get().pk
    client.post(f"/board/day/out/{pk}/back/")
    client.post("/board/day/out/", {"stay": str(second.pk)})
    assert "Ben Year8" in part(page(client), "toilet").split("</ul>")[0]


def test_teachers_see_the_day_and_change_nothing(here: SchoolCast) -> None:
    stay = arrived(here)
    teacher = client_of(here, "teacher")
    text = page(teacher)
    assert "Save the register" not in text
    assert teacher.post("/board/day/stamp/lunch/", {"stay": str(stay.pk)}).status_code == 404
    assert teacher.post("/board/day/visit/", {"period": "P3"}).status_code == 404


def test_a_stay_of_the_school_next_door_is_not_there(cast: Cast) -> None:
    stay = arrived(cast.here)
    other = client_of(cast.next_door, "pastoral_lead")
    assert other.post("/board/day/stamp/lunch/", {"stay": str(stay.pk)}).status_code == 404


def test_a_policy_without_a_room_leads_to_the_board(next_door: SchoolCast) -> None:
    answer = client_of(next_door, "pastoral_lead").get(DAY)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/board/")
