"""The class page and the address of records, through HTTP."""

from __future__ import annotations

import json

import pytest
import time_machine

from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.classroom import LONG, agree, one, page_data, seat_more, send, signed_in

CALLING_OUT, NAME_CALLING, LATE, KIT, EMPATHY = "DIS-04", "RED-05", "DIS-02", "DIS-01", "ACH-R1"


def code_of(cast: SchoolCast, label: str) -> str:
    """The catalogue's code of an act by its label, as the page has it."""
    data = page_data(signed_in(cast).get(f"/class/{cast.lesson.pk}/"))
    return next(str(code) for code, act in data["acts"].items() if act["label"].startswith(label))


def follows(cast: SchoolCast, pupil: Pupil, code: str) -> dict[str, object]:
    """What the page says will follow."""
    data = page_data(signed_in(cast).get(f"/class/{cast.lesson.pk}/"))
    found: dict[str, object] = data["outcomes"][data["by"][str(pupil.pk)][data["acts"][code]["as"]]]
    return found


def posted(cast: SchoolCast, ledger: str) -> int:
    with in_school(cast.school):
        return sum(LedgerEntry.objects.filter(ledger=ledger).values_list("value", flat=True))


@pytest.mark.covers("STAR-30")
def test_an_award_posts_the_tariffs_points_under_its_value(here: SchoolCast) -> None:
    code = code_of(here, "Showing empathy")
    answer = send(signed_in(here), one(here, "achievement", code))
    assert answer.status_code == 200
    assert answer.json()["recorded"][0]["posts"] == [["achievement", 3]]
    assert posted(here, "achievement") == 3
    html = signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode()
    respect = html[html.index(">Respect</h3>") :]
    assert f'data-act="{code}"' in respect


@pytest.mark.covers("STAR-27")
def test_an_award_without_its_reason_is_refused(here: SchoolCast) -> None:
    answer = send(signed_in(here), one(here, "achievement", ""))
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "code"
    assert posted(here, "achievement") == 0


def test_an_award_may_be_marked_as_said_privately(here: SchoolCast) -> None:
    send(
        signed_in(here), one(here, "achievement", code_of(here, "Showing empathy"), details={"private": True})
    )
    with in_school(here.school):
        assert Event.objects.get().details == {"private": True}


@pytest.mark.covers("STAR-A1e")
@pytest.mark.parametrize("attempt", [{"points": 10}, {"value": 10}])
def test_points_cannot_be_chosen(here: SchoolCast, attempt: dict[str, int]) -> None:
    client, code = signed_in(here), code_of(here, "Showing empathy")
    for record in (
        {**one(here, "achievement", code), **attempt},
        one(here, "achievement", code, details=attempt),
    ):
        assert send(client, record).status_code == 422
    assert posted(here, "achievement") == 0


@pytest.mark.covers("STAR-75")
def test_the_homework_shortcut_posts_the_ambition_row(here: SchoolCast) -> None:
    html = signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode()
    codes = {
        name: html[: html.index(f'data-shortcut="{name}"')].rsplit('data-act="', 1)[1].split('"')[0]
        for name in ("progress", "initiative", "homework", "question")
    }
    assert codes == {"progress": "ACH-A3", "initiative": "ACH-A2", "homework": "ACH-A1", "question": "ACH-T2"}
    answer = send(
        signed_in(here), one(here, "achievement", codes["homework"], details={"shortcut": "homework"})
    )
    posts = answer.json()["recorded"][0]["posts"]
    assert posts == [["achievement", posted(here, "achievement")]]
    assert posted(here, "achievement") > 0


@pytest.mark.covers("STAR-A1a")
def test_the_tariff_has_its_rows_by_value(here: SchoolCast) -> None:
    html = signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode()
    sheet = html[
        html.index('id="recognise-sheet"') : html.index("</dialog>", html.index('id="recognise-sheet"'))
    ]
    sheet = sheet[sheet.index(">Service</h3>") :]
    found = {}
    for part in sheet.split("<h3")[0:]:
        name = part.split("</h3>")[0].rsplit(">", 1)[1]
        values = [int(piece.split("<")[0]) for piece in part.split('class="opt-value">+')[1:]]
        found[name] = (len(values), sum(values))
    assert found == {"Service": (5, 10), "Teamwork": (4, 8), "Ambition": (8, 17), "Respect": (6, 17)}


@pytest.mark.covers("STAR-33")
def test_the_lesson_view_prompts_praise(here: SchoolCast) -> None:
    html = signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode()
    assert "Keeping to the code is worth a word" in html
    assert html.index('<h3 class="label">Recognise') < html.index("Record a concern")


@pytest.mark.covers("STAR-31")
def test_a_warning_posts_its_behaviour_point(here: SchoolCast) -> None:
    answer = send(signed_in(here), one(here, "concern", CALLING_OUT))
    assert answer.json()["recorded"][0]["step"]["id"] == "warning"
    assert posted(here, "behaviour") == 1


@pytest.mark.covers("STAR-80a", "STAR-80b", "STAR-87")
def test_the_page_foretells_a_warning_then_a_referral_and_the_server_agrees(here: SchoolCast) -> None:
    client = signed_in(here)
    first = follows(here, here.pupil, CALLING_OUT)
    assert (first["before"], first["outcome"], first["cites"]) == (
        "first in this lesson, a warning",
        "",
        ["80"],
    )
    assert (
        send(client, one(here, "concern", CALLING_OUT)).json()["recorded"][0]["step"]["position"]
        == first["position"]
    )
    second = follows(here, here.pupil, CALLING_OUT)
    assert second["before"] == "second in this lesson"
    assert str(second["outcome"]).startswith("referral to the ")
    assert (
        send(client, one(here, "concern", CALLING_OUT)).json()["recorded"][0]["step"]["position"]
        == second["position"]
    )
    with in_school(here.school):
        assert Stay.objects.get().pupil_id == here.pupil.pk
    tile = client.get(f"/class/{here.lesson.pk}/state/").json()["marks"][str(here.pupil.pk)]
    assert tile["warnings"] == "a referral this lesson"
    assert tile["away"].startswith("to ")


@pytest.mark.covers("STAR-81")
def test_a_red_line_is_foretold_and_recorded_as_a_referral_at_once(here: SchoolCast) -> None:
    code = code_of(here, "Name")
    assert follows(here, here.pupil, code)["before"] == "straight away"
    step = send(signed_in(here), one(here, "concern", code)).json()["recorded"][0]["step"]
    assert step["id"] == "referral"
    with in_school(here.school):
        assert Stay.objects.count() == 1
        assert "warning" not in str(StoredDecision.objects.get().outcomes)


@pytest.mark.covers("STAR-T1b")
@pytest.mark.parametrize(("minutes", "note", "status"), [(3, False, 422), (4, False, 200), (4, True, 422)])
def test_late_to_a_lesson_is_available_from_four_minutes_without_a_note(
    here: SchoolCast, minutes: int, note: bool, status: int
) -> None:
    details = {"minutes_late": minutes, "note_shown": note}
    answer = send(signed_in(here), one(here, "concern", LATE, details=details))
    assert answer.status_code == status
    conditions = page_data(signed_in(here).get(f"/class/{here.lesson.pk}/"))["acts"][LATE]["conditions"]
    assert [(c["detail"], c["op"], c["value"], c["cite"]) for c in conditions] == [
        ("minutes_late", "at_least", 4, "T1"),
        ("note_shown", "equals", False, "T1"),
    ]
    if status == 200:
        with in_school(here.school):
            assert Event.objects.get().details == details


@pytest.mark.covers("STAR-T1c")
def test_what_was_missing_is_stored(here: SchoolCast) -> None:
    client = signed_in(here)
    assert send(client, one(here, "concern", KIT)).status_code == 422
    assert (
        send(client, one(here, "concern", KIT, details={"missing_items": ["calculator"]})).status_code == 200
    )
    with in_school(here.school):
        assert Event.objects.get().details == {"missing_items": ["calculator"]}
    html = client.get(f"/class/{here.lesson.pk}/").content.decode()
    template = html[html.index('id="detail-missing_items"') :].split("</template>")[0]
    assert template.count('type="checkbox"') == 6


@pytest.mark.covers("STAR-88")
def test_a_whole_class_gets_awards_but_never_a_concern(here: SchoolCast) -> None:
    everybody = seat_more(here, "Dev", "Ella")
    client = signed_in(here)
    refused = send(client, *(one(here, "concern", CALLING_OUT, pupil) for pupil in everybody))
    assert refused.status_code == 422
    assert "whole class" in refused.json()["message"]
    assert posted(here, "behaviour") == 0
    praised = send(client, *(one(here, "achievement", "ACH-A3", pupil) for pupil in everybody))
    assert praised.status_code == 200
    some = send(client, *(one(here, "concern", CALLING_OUT, pupil) for pupil in everybody[:-1]))
    assert some.status_code == 200
    data = page_data(client.get(f"/class/{here.lesson.pk}/"))
    assert data["wholeClass"] == 4
    assert data["notWhole"] == refused.json()["message"]


@pytest.mark.covers("STAR-90")
def test_an_agreed_adjustment_shows_and_must_be_answered(here: SchoolCast) -> None:
    key = agree(here, here.pupil)
    client = signed_in(here)
    data = page_data(client.get(f"/class/{here.lesson.pk}/"))
    assert data["pupils"][str(here.pupil.pk)]["adjusts"] == [[key, "Ten seconds to think."]]
    assert send(client, one(here, "concern", CALLING_OUT)).status_code == 422
    no_reason = [{"adjustment": key, "outcome": "not_applied", "reason": ""}]
    assert send(client, one(here, "concern", CALLING_OUT, answers=no_reason)).status_code == 422
    applied = [{"adjustment": key, "outcome": "applied", "reason": ""}]
    assert send(client, one(here, "concern", CALLING_OUT, answers=applied)).status_code == 200
    with in_school(here.school):
        assert key in str(StoredDecision.objects.get().facts)


@pytest.mark.covers("STAR-83")
def test_what_will_follow_names_acts_and_never_the_child(here: SchoolCast) -> None:
    words = follows(here, here.pupil, CALLING_OUT)
    assert "first in this lesson" in str(words["before"])
    html = signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode().lower()
    for word in ("naughty", "offender", "disruptive pupil", "troublemaker", "on red"):
        assert word not in html


def test_undo_takes_the_record_off_the_tile_again(here: SchoolCast) -> None:
    client, state = signed_in(here), f"/class/{here.lesson.pk}/state/"
    award, warning = one(here, "achievement", "ACH-A3"), one(here, "concern", CALLING_OUT)
    send(client, award, warning)
    before = client.get(state).json()["marks"][str(here.pupil.pk)]
    assert (before["recognised"], before["warnings"]) == (1, "one warning this lesson")
    for record in (award, warning):
        answer = send(
            client, one(here, "void", "", about=record["id"], lesson=None, details={"reason": "undone"})
        )
        assert answer.status_code == 200, answer.content
    after = client.get(state).json()["marks"][str(here.pupil.pk)]
    assert (after["recognised"], after["warnings"]) == (0, "")


def test_the_same_records_sent_twice_are_recorded_once(here: SchoolCast) -> None:
    client, record = signed_in(here), one(here, "achievement", "ACH-A3")
    assert send(client, record).json()["recorded"][0]["again"] is False
    assert send(client, record).json()["recorded"][0]["again"] is True
    with in_school(here.school):
        assert Event.objects.count() == 1


def test_pupils_stand_in_seating_order_or_by_name(here: SchoolCast) -> None:
    from evenhand.apps.conduct.models import SeatingPlan

    everybody = seat_more(here, LONG, "يوسف")
    with in_school(here.school):
        plan = {str(pupil.pk): [0, 5 - place] for place, pupil in enumerate(everybody)}
        SeatingPlan.objects.create(
            school=here.school, group=here.groups[8], seats=plan, valid_from=MOMENT.date()
        )
    client = signed_in(here)
    seated = client.get(f"/class/{here.lesson.pk}/").content.decode()
    by_name = client.get(f"/class/{here.lesson.pk}/?as=list").content.decode()
    first = [pupil.pk for pupil in everybody]
    assert sorted(first, key=lambda pk: seated.index(f'data-pupil="{pk}"')) == first[::-1]
    assert by_name.index(">Amara<") < by_name.index(">Ben<")
    assert 'dir="rtl" lang="ar"' in seated
    assert LONG in seated


def test_another_teachers_class_does_not_exist(here: SchoolCast) -> None:
    for role, status in (("other", 404), ("governor", 404), ("head_of_year", 200)):
        assert signed_in(here, role).get(f"/class/{here.lesson.pk}/").status_code == status


def test_the_nav_leads_to_the_class_that_runs(here: SchoolCast) -> None:
    assert signed_in(here).get("/class/").headers["Location"] == f"/class/{here.lesson.pk}/"
    with time_machine.travel(MOMENT.replace(hour=19)):
        assert signed_in(here).get("/class/").headers["Location"] == "/now/"


def test_an_empty_class_says_so(here: SchoolCast) -> None:
    from evenhand.apps.people.models import Enrolment

    with in_school(here.school):
        Enrolment.objects.filter(group=here.groups[8]).update(valid_to=MOMENT.date().replace(day=1))
    html = signed_in(here).get(f"/class/{here.lesson.pk}/").content.decode()
    assert "No pupils in this class today" in html


def test_queries_do_not_grow_with_the_class(here: SchoolCast, django_assert_max_num_queries: object) -> None:
    client = signed_in(here)
    client.get(f"/class/{here.lesson.pk}/")
    seat_more(here, *(f"Pupil{chr(65 + n)}" for n in range(26)))
    with django_assert_max_num_queries(19):  # type: ignore[operator]  # the plugin's own fixture
        assert client.get(f"/class/{here.lesson.pk}/").status_code == 200


def test_an_advisory_ladder_leads_to_its_steps(next_door: SchoolCast) -> None:
    html = signed_in(next_door).get(f"/class/{next_door.lesson.pk}/").content.decode()
    assert f'data-steps="/steps/{next_door.lesson.pk}/"' in html
    assert "data-group=" not in html


@pytest.mark.covers("STAR-64", "STAR-85", "INF-SS-8")
def test_a_projected_screen_shows_seats_and_recognitions_only(here: SchoolCast) -> None:
    send(signed_in(here), one(here, "concern", CALLING_OUT), one(here, "achievement", "ACH-A3"))
    client = signed_in(here)
    client.post("/projected/", {"do": "hide", "back": f"/class/{here.lesson.pk}/"})
    html = client.get(f"/class/{here.lesson.pk}/").content.decode()
    for hidden in ("Amara", "Year8", "warning", "Calling out", "concern", "data-tray hidden", "<audio"):
        assert hidden not in html.replace("Nobody", "")
    assert '<b class="num" data-total>1</b>' in html
    assert ">A1</button>" in html
    state = client.get(f"/class/{here.lesson.pk}/state/").content.decode()
    assert json.loads(state) == {"marks": {}, "total": 1}
