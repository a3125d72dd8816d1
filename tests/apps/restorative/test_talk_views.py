"""Conversations through the browser: owed, planned, put off, held, refused, passed on, and passed to safeguarding."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event, EventPayload, Incident, Involvement
from evenhand.apps.removal.models import Stay, StayStation
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast, SchoolCast
from tests.classroom import agree, signed_in

UNPROCESSABLE = 422
TOPICS = ("feelings_before", "others", "what_happened", "reasons", "next_time")
SECRET = "Something that belongs to safeguarding"


def post(cast: SchoolCast, event: UUID, do: str, role: str = "teacher", **fields: Any) -> Any:
    """One form of the conversation's page, sent."""
    sent = {"token": str(uuid4()), "do": do, **fields}
    return signed_in(cast, role).post(f"/talks/{event}/restorative/", sent)


def read(cast: SchoolCast, event: UUID, role: str = "teacher", **query: str) -> str:
    return str(signed_in(cast, role).get(f"/talks/{event}/restorative/", query).content.decode())


def whole(**more: Any) -> dict[str, Any]:
    """A whole conversation at the school with five topics."""
    said = {f"said-{topic}": f"About {topic}" for topic in TOPICS}
    return {**said, "purposes": ["rebuild"], "replacement": "Ask for a minute outside", **more}


def stages(cast: SchoolCast) -> list[str]:
    with in_school(cast.school):
        rows = Event.objects.filter(kind="conversation").order_by("seq")
        return [str(row.details["stage"]) for row in rows]


@pytest.mark.covers("STAR-101b")
def test_the_adult_who_referred_finds_it_in_the_list_and_others_do_not(here: SchoolCast, stay: UUID) -> None:
    assert here.pupil.display_name in signed_in(here).get("/talks/").content.decode()
    assert here.pupil.display_name not in signed_in(here, "other").get("/talks/").content.decode()
    everybody = signed_in(here, "senior_leader").get("/talks/", {"of": "all"}).content.decode()
    assert here.pupil.display_name in everybody
    assert signed_in(here, "other").get(f"/talks/{stay}/restorative/").status_code == 404


@pytest.mark.covers("STAR-106", "STAR-108", "STAR-110", "STAR-112", "STAR-113", "STAR-114")
def test_the_form_shows_stages_listening_tone_and_ticks(here: SchoolCast, stay: UUID) -> None:
    assert "Who else was in the room" not in read(here, stay)
    page = read(here, stay, ready="1")
    assert page.index("Regulate") < page.index("Relate") < page.index("Repair")
    for words in ("Listen", "Ask with empathy", "Show that you have understood", "Offer support"):
        assert words in page
    assert "it is the act that is spoken about" in page
    for tick in ("expectations", "aspirations", "belief"):
        assert f'name="ticks" value="{tick}"' in page
    assert page.count("would rather not answer this") == len(TOPICS)


@pytest.mark.covers("STAR-101a", "STAR-111a", "STAR-111c")
def test_a_whole_conversation_does_the_station_and_the_task(here: SchoolCast, stay: UUID) -> None:
    assert post(here, stay, "held", **whole()).status_code == 302
    with in_school(here.school):
        assert StayStation.objects.filter(stay_id=stay, station="repair").exists()
        assert not Task.objects.filter(about=str(stay), kind="repair", status="open").exists()
        row = Event.objects.get(kind="conversation")
        assert row.said("replacement") == "Ask for a minute outside"
        assert row.said("said:reasons") == "About reasons"
        assert "About reasons" not in str(row.details)
        assert "minute outside" not in str(row.details)
    assert here.pupil.display_name not in signed_in(here).get("/talks/").content.decode()
    sheet = signed_in(here).get(f"/talks/{stay}/restorative/agreement/").content.decode()
    assert "Ask for a minute outside" in sheet
    assert "About reasons" not in sheet


@pytest.mark.covers("STAR-109", "STAR-111a", "STAR-111c")
@pytest.mark.parametrize("without", ["said-reasons", "purposes", "replacement"])
def test_what_is_missing_is_refused_and_what_was_typed_stays(
    here: SchoolCast, stay: UUID, without: str
) -> None:
    fields = whole()
    del fields[without]
    answer = post(here, stay, "held", **fields)
    assert answer.status_code == UNPROCESSABLE
    page = answer.content.decode()
    assert "About others" in page
    assert ('value="rebuild" checked' in page) is (without != "purposes")
    assert stages(here) == []


@pytest.mark.covers("STAR-111a")
def test_a_topic_may_be_declined_but_an_alternative_is_still_offered(here: SchoolCast, stay: UUID) -> None:
    fields = whole(**{"declined-next_time": "1", "said-next_time": ""})
    assert post(here, stay, "held", **{**fields, "replacement": ""}).status_code == UNPROCESSABLE
    assert post(here, stay, "held", **fields).status_code == 302


@pytest.mark.covers("STAR-107")
def test_a_time_after_the_release_is_refused_and_one_within_is_shown(here: SchoolCast, stay: UUID) -> None:
    with in_school(here.school):
        release = Stay.objects.get(pk=stay).release_at
    assert release is not None
    late = post(here, stay, "planned", at=release.replace(hour=23).strftime("%Y-%m-%dT%H:%M"))
    assert late.status_code == UNPROCESSABLE
    assert "while the pupil is in the stay" in late.content.decode()
    assert post(here, stay, "planned", at="2026-11-17T14:00").status_code == 302
    assert "Tuesday 17 November, 14:00" in read(here, stay)


@pytest.mark.covers("STAR-111b")
def test_a_disclosure_keeps_nothing_and_goes_to_safeguarding_only(here: SchoolCast, stay: UUID) -> None:
    answer = post(here, stay, "disclosure", **whole(**{"said-reasons": SECRET, "reason": SECRET}))
    assert answer.status_code == 302
    assert "Passed to safeguarding" in signed_in(here).get(answer.headers["Location"]).content.decode()
    with in_school(here.school):
        row = Event.objects.get(kind="conversation")
        assert row.details == {"stage": "disclosure"}
        assert not EventPayload.objects.filter(pk=row.pk).exists()
        assert Task.objects.filter(event=row).exclude(role="safeguarding_lead").count() == 0
    page = signed_in(here).get(answer.headers["Location"]).content.decode()
    assert f"/safeguarding/tell/{here.pupil.pk}/" in page
    told = signed_in(here, "safeguarding_lead").get("/inbox/").content.decode()
    assert "isclosure" in told
    assert SECRET not in told


@pytest.mark.covers("STAR-115")
def test_support_that_was_offered_is_owed_by_a_day(here: SchoolCast, stay: UUID) -> None:
    fields = whole(support="A seat by the door", support_owner="Ms Tutor", support_by="2026-11-20")
    assert post(here, stay, "held", **{**fields, "support_owner": ""}).status_code == UNPROCESSABLE
    assert post(here, stay, "held", **fields).status_code == 302
    assert "See to the support" in read(here, stay, role="head_of_year")
    with in_school(here.school):
        assert Task.objects.get(kind="support").role == "head_of_year"
    sheet = signed_in(here).get(f"/talks/{stay}/restorative/agreement/").content.decode()
    assert "A seat by the door" in sheet
    assert "Friday 20 November" in sheet


def test_taken_back_it_is_owed_again(here: SchoolCast, stay: UUID) -> None:
    post(here, stay, "held", **whole())
    with in_school(here.school):
        void(
            here.actor("principal"),
            event=Event.objects.get(kind="conversation"),
            reason="The wrong pupil",
        )
        assert not StayStation.objects.filter(stay_id=stay, station="repair").exists()


@pytest.mark.covers("INF-RC-6")
def test_not_yet_puts_it_off_with_a_reason(next_door: SchoolCast, owed: UUID) -> None:
    assert post(next_door, owed, "not_ready", reason="").status_code == UNPROCESSABLE
    assert post(next_door, owed, "not_ready", reason="Still upset").status_code == 302
    assert "Still upset" in read(next_door, owed)
    with in_school(next_door.school):
        waiting = Task.objects.filter(kind="restorative", about=str(owed), status="open")
        assert [task.label.startswith("Ask again") for task in waiting] == [True]


@pytest.mark.covers("INF-RC-1", "INF-RC-3")
def test_the_questions_stand_in_their_order_with_a_box_for_the_adult(
    next_door: SchoolCast, owed: UUID
) -> None:
    page = read(next_door, owed, ready="1")
    labels = [
        "What went on?",
        "What was in your mind",
        "What has come to mind",
        "What do you think people felt",
    ]
    labels += [
        "Who else did it touch",
        "What was it like for them",
        "What would put this right",
        "next time instead",
    ]
    places = [page.index(label) for label in labels]
    assert places == sorted(places)
    assert "Hear it to the end" in page
    assert page.index("What went on?") < page.index('name="said-adult"') < places[1]


@pytest.mark.covers("INF-RC-4")
def test_those_linked_to_it_show_by_their_parts_and_not_by_name(next_door: SchoolCast, owed: UUID) -> None:
    assert "Linked to this" not in read(next_door, owed, ready="1")
    with in_school(next_door.school):
        incident = Incident.objects.get(events__pk=owed)
        for pupil, role in zip(next_door.pupils[1:3], ("witness", "harmed"), strict=True):
            Involvement.objects.create(school=next_door.school, incident=incident, pupil=pupil, role=role)
    page = read(next_door, owed, ready="1")
    assert "Linked to this: 1 harmed, 1 witness" in page
    assert next_door.pupils[1].given not in page


@pytest.mark.covers("INF-RC-11")
def test_symbols_and_shorter_words_come_first_where_they_are_agreed(
    next_door: SchoolCast, owed: UUID
) -> None:
    assert "What will make it better?" not in read(next_door, owed, ready="1")
    agree(next_door, next_door.pupil, "plain_words", "Symbols")
    page = read(next_door, owed, ready="1")
    assert "What will make it better?" in page
    assert page.count('<label for="said-happened"><svg') == 1
    assert "What would put this right?" in read(next_door, owed, ready="1", full="1")


@pytest.mark.covers("INF-RC-2", "INF-RC-5", "INF-RC-12")
def test_two_to_five_questions_and_no_apology_is_asked_for(next_door: SchoolCast, owed: UUID) -> None:
    assert post(next_door, owed, "held", **{"said-happened": "A"}).status_code == UNPROCESSABLE
    talk = (
        "happened",
        "thinking",
        "since",
        "felt",
        "who_else",
        "how_affected",
        "put_right",
        "differently",
    )
    values = [name for name in talk if f'name="said-{name}"' in read(next_door, owed, ready="1")]
    assert len(values) == 8
    six = {f"said-{name}": "A" for name in values[:6]}
    assert post(next_door, owed, "held", **six).status_code == UNPROCESSABLE
    assert stages(next_door) == []
    said = {"said-happened": "A", "said-put_right": "No apology", "repair": "Mend the shelf"}
    assert post(next_door, owed, "held", **said).status_code == UNPROCESSABLE
    assert post(next_door, owed, "held", **said, repair_by="2026-11-19").status_code == 302
    assert "See whether what was agreed has happened" in read(next_door, owed)


@pytest.mark.covers("INF-RC-9")
def test_open_for_three_school_days_the_lead_owes_it_too_and_at_five_a_senior_leader(
    next_door: SchoolCast, owed: UUID, moment: time_machine.Traveller
) -> None:
    line = f"/talks/{owed}/restorative/"
    found = {}
    for day in (18, 19, 20, 23, 24):
        evening = datetime(2026, 11, day, 18, tzinfo=UTC)
        moment.move_to(evening)
        with in_school(next_door.school):
            close_due(next_door.school, evening)
        owing = ("teacher", "pastoral_lead", "senior_leader")
        found[day] = [
            role for role in owing if line in signed_in(next_door, role).get("/talks/").content.decode()
        ]
    assert found == {
        18: ["teacher"],
        19: ["teacher"],
        20: ["teacher", "pastoral_lead"],
        23: ["teacher", "pastoral_lead"],
        24: ["teacher", "pastoral_lead", "senior_leader"],
    }


@pytest.mark.covers("INF-RC-10")
def test_a_conversation_follows_its_entry_in_the_chronology_and_each_leads_to_the_other(
    next_door: SchoolCast, owed: UUID, moment: time_machine.Traveller
) -> None:
    moment.shift(timedelta(minutes=50))
    said = {"said-happened": "My secret", "said-put_right": "Sorry"}
    assert post(next_door, owed, "not_ready", reason="Still upset").status_code == 302
    assert post(next_door, owed, "held", **said).status_code == 302
    with in_school(next_door.school):
        held = Event.objects.get(kind="conversation", details__stage="held")
        assert Task.objects.filter(kind="entry", event=held, status="open").exists()
    page = signed_in(next_door).get(f"/pupils/{next_door.pupil.pk}/").content.decode()
    lines = {part.partition('"')[0]: part for part in page.split(' id="entry-')[1:]}
    assert [key for key in lines if not key.startswith("task")] == [held.pk.hex, owed.hex]
    talk, entry = lines[held.pk.hex], lines[owed.hex].partition("</li>")[0]
    assert "Restorative conversation: held" in talk
    assert f'href="#entry-{owed.hex}"' in talk
    assert f'href="#entry-{held.pk.hex}">Restorative conversation: held' in entry
    assert "My secret" not in page
    with in_school(next_door.school):
        void(next_door.actor("principal"), event=held, reason="The wrong pupil")
    again = signed_in(next_door).get(f"/pupils/{next_door.pupil.pk}/").content.decode()
    assert held.pk.hex not in again


@pytest.mark.covers("INF-RC-7")
def test_somebody_else_may_be_asked_with_a_reason(next_door: SchoolCast, owed: UUID) -> None:
    lead = str(next_door.user("pastoral_lead").pk)
    sent = {"role": "pastoral_lead", "owner": lead}
    assert post(next_door, owed, "reassigned", **sent, reason="").status_code == UNPROCESSABLE
    assert post(next_door, owed, "reassigned", **sent, reason="A fresh face").status_code == 302
    with in_school(next_door.school):
        assert str(Task.objects.get(kind="restorative", status="open").owner_id) == lead
    assert (
        next_door.pupil.display_name in signed_in(next_door, "pastoral_lead").get("/talks/").content.decode()
    )
    assert "A fresh face" in read(next_door, owed)
    with in_school(next_door.school):
        told = Task.objects.get(kind="restorative_invited", status="open")
        assert told.owner_id == next_door.user("teacher").pk
    assert told.label in unescape(signed_in(next_door).get("/inbox/").content.decode())


@pytest.mark.covers("INF-RC-8")
def test_a_serious_matter_goes_up(next_door: SchoolCast, owed: UUID) -> None:
    assert post(next_door, owed, "serious", role="pastoral_lead", reason="A threat").status_code == 302
    with in_school(next_door.school):
        task = Task.objects.get(kind="restorative_serious")
    assert (task.role, task.about) == ("senior_leader", str(owed))
    assert task.label in unescape(signed_in(next_door, "senior_leader").get("/inbox/").content.decode())
    page = read(next_door, owed)
    assert "Taken to senior leaders" in page
    assert "A threat" in page


def test_a_refusal_is_kept_and_it_stays_owed(next_door: SchoolCast, owed: UUID) -> None:
    assert post(next_door, owed, "refused", reason="Not with him").status_code == 302
    assert next_door.pupil.display_name in signed_in(next_door).get("/talks/").content.decode()
    assert "Not with him" in read(next_door, owed)


def test_two_taps_are_one_and_what_is_not_there_is_not_found(cast: Cast, owed: UUID) -> None:
    school, token = cast.next_door, str(uuid4())
    for _ in range(2):
        post(school, owed, "refused", reason="No", token=token)
    assert stages(school) == ["refused"]
    assert post(school, owed, "refused", reason="Other words", token=token).status_code == UNPROCESSABLE
    assert post(school, owed, "burn").status_code == 404
    assert post(school, owed, "opened").status_code == 404
    assert post(school, owed, "refused", token="x").status_code == 404
    assert signed_in(cast.here).get(f"/talks/{owed}/restorative/").status_code == 404
    assert signed_in(school).get(f"/talks/{owed}/restorative/agreement/").status_code == 404
    assert signed_in(school).get(f"/talks/{owed}/nothing/").status_code == 404


def test_the_pages_cost_few_queries(
    next_door: SchoolCast, owed: UUID, django_assert_max_num_queries: object
) -> None:
    client = signed_in(next_door)
    for path in ("/talks/", f"/talks/{owed}/restorative/?ready=1"):
        client.get(path)
        with django_assert_max_num_queries(20):  # type: ignore[operator]  # a fixture of the plugin
            client.get(path)
