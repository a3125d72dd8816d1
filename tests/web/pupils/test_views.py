"""The pupil's page: what helps first, figures as the pack has them, why from the stored decision, corrections."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.rewards.models import Recognition
from evenhand.apps.support.models import AgreedAdjustment, Strategy
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.classroom import one, send
from tests.incidents import arrived, concern, happen, referred


def client_of(school: SchoolCast, role: str) -> Client:
    client = Client()
    client.force_login(school.user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(answer: Any) -> str:
    return str(answer.content, "utf-8")


def page_of(school: SchoolCast, role: str = "teacher", query: str = "") -> str:
    return text(client_of(school, role).get(reverse("pupil", args=[school.pupil.pk]) + query))


def praise_code(school: SchoolCast) -> str:
    pack = policy_of(school.school.pk).pack
    kinds = {group.id for group in pack.groups.values() if group.kind == "achievement"}
    return next(item.code for item in pack.items.values() if item.group in kinds and not item.details)


def test_a_pupil_is_found_by_name_year_and_form(here: SchoolCast) -> None:
    client, url = client_of(here, "teacher"), reverse("pupils")
    assert "Amara" not in text(client.get(url))
    for asked in ("?q=ama", "?q=Year8 am", "?form=8R", "?q=8"):
        found = text(client.get(url + asked))
        assert "Amara Year8" in found, asked
        assert "Amara Year9" not in found or asked == "?q=ama"
    assert "Nobody is called that here" in text(client.get(url + "?q=zzz"))


def test_this_half_terms_awards_are_said_once_each(here: SchoolCast) -> None:
    assert "Recognised with" not in page_of(here)
    with in_school(here.school):
        event = happen(here, "teacher", EventKind.ACHIEVEMENT, code=praise_code(here)).event
        for label, day in (("Last one", date(2026, 10, 23)), ("Postcard", TODAY), ("Postcard", TODAY)):
            Recognition.objects.create(
                school=here.school, pupil=here.pupil, award="a", label=label, day=day, event=event
            )
    shown = page_of(here)
    assert "Recognised with <b>Postcard</b>" in shown
    assert "Last one" not in shown


def test_what_helps_stands_before_what_happened(here: SchoolCast) -> None:
    with in_school(here.school):
        concern(here)
        AgreedAdjustment.objects.create(
            school=here.school, pupil=here.pupil, kind="repeat_step", words="Ten seconds to process",
            agreed_on=TODAY, valid_from=TODAY,
        )  # fmt: skip
        Strategy.objects.create(school=here.school, pupil=here.pupil, words="A quiet word", worked=8, tried=9)
    page = page_of(here)
    assert page.index("Ten seconds to process") < page.index("Timeline")
    assert "Worked 8 of 9 times" in page


@pytest.mark.covers("STAR-32")
def test_the_net_is_achievement_less_behaviour(here: SchoolCast) -> None:
    with in_school(here.school):
        pack = policy_of(here.school.pk).pack
        for _ in range(2):
            happen(here, "teacher", EventKind.ACHIEVEMENT, code=praise_code(here))
        referred(here)
        head = here.pupil.head.state[0]
    block = "b:autumn-2"
    good, bad = head[f"achievement|{block}"], head[f"behaviour|{block}"]
    page = page_of(here)
    label = pack.totals[0].label
    assert f"<dt>{label}</dt><dd><b>{good - bad}</b>" in page.replace("&minus;", "-")
    assert good > 0 < bad


def test_each_pack_shows_the_ledgers_that_it_has(next_door: SchoolCast) -> None:
    page = page_of(next_door)
    with in_school(next_door.school):
        pack = policy_of(next_door.school.pk).pack
    for ledger in pack.ledgers.values():
        assert ledger.label in page
    assert "behaviour points" not in page.lower()
    assert pack.totals == ()


def test_the_timeline_says_what_followed_and_why(here: SchoolCast) -> None:
    with in_school(here.school):
        event = referred(here)
        item = policy_of(here.school.pk).pack.items[event.code]
    page = page_of(here)
    assert f"{item.label}, a referral to the" in page
    assert f"{item.label}, a warning" in page
    why = text(client_of(here, "teacher").get(reverse("pupil-why", args=[here.pupil.pk, event.pk])))
    assert "¶ 80" in why
    assert "Number 2 in this lesson" in why
    assert "With the act before it taken back, this would be a warning" in why
    assert "School’s choice" in why
    assert "Correct this" in why


def test_a_reason_opens_in_its_place_without_the_page_round_it(here: SchoolCast) -> None:
    with in_school(here.school):
        event = concern(here).event
    url = reverse("pupil-why", args=[here.pupil.pk, event.pk])
    bare = text(client_of(here, "teacher").get(url + "?bare"))
    assert f'id="why-entry-{event.pk.hex}"' in bare
    assert "<nav" not in bare
    other = reverse("pupil-why", args=[here.pupils[1].pk, event.pk])
    assert client_of(here, "teacher").get(other).status_code == 404


def test_filters_are_in_the_address(here: SchoolCast) -> None:
    with in_school(here.school):
        concern(here)
        happen(here, "teacher", EventKind.ACHIEVEMENT, code=praise_code(here))
    assert page_of(here).count('class="entry"') == 2
    assert page_of(here, query="?show=recognised").count("dot-praise") == 1
    assert page_of(here, query="?show=recognised").count("dot-concern") == 0
    assert page_of(here, query="?show=concerns").count("dot-concern") == 1


def test_a_proxy_entry_names_who_awarded_and_who_typed(here: SchoolCast) -> None:
    with in_school(here.school):
        happen(
            here,
            "senior_leader",
            EventKind.ACHIEVEMENT,
            code=praise_code(here),
            on_behalf_of=here.user("tutor").pk,
        )
    assert "Ms N. Tutor, typed by Ms N. SeniorLeader" in page_of(here)


def test_the_author_corrects_while_the_lesson_runs_and_a_leader_after(here: SchoolCast) -> None:
    with in_school(here.school):
        event = concern(here).event
    url = reverse("pupil-correct", args=[here.pupil.pk, event.pk])
    assert client_of(here, "teacher").get(url).status_code == 200
    assert client_of(here, "other").get(url).status_code == 404
    with time_machine.travel(MOMENT + timedelta(hours=2), tick=False):
        assert client_of(here, "teacher").get(url).status_code == 404
        leader = client_of(here, "head_of_year")
        assert leader.post(url, {"how": "void", "reason": ""}).status_code == 422
        assert leader.post(url, {"how": "void", "reason": "It was somebody else."}).status_code == 302
    struck = page_of(here, "head_of_year")
    assert "entry-struck" in struck
    assert "Taken back by Ms N. HeadOfYear: It was somebody else." in struck
    assert "entry-struck" not in page_of(here, "tutor")


def test_another_pupil_or_act_is_named(here: SchoolCast) -> None:
    with in_school(here.school):
        event = concern(here).event
    client, url = client_of(here, "teacher"), reverse("pupil-correct", args=[here.pupil.pk, event.pk])
    assert client.post(url, {"how": "pupil", "reason": "Wrong name"}).status_code == 422
    sent = {"how": "pupil", "other_pupil": here.pupils[1].pk, "reason": "Wrong name"}
    assert client.post(url, sent).status_code == 302
    with in_school(here.school):
        assert Event.objects.filter(pupil=here.pupils[1], kind=EventKind.CONCERN).count() == 1


def test_a_correction_asks_for_what_the_choice_needs(here: SchoolCast) -> None:
    with in_school(here.school):
        event = concern(here).event
    page = client_of(here, "teacher").get(reverse("pupil-correct", args=[here.pupil.pk, event.pk]))
    shown_for = re.findall(r'class="field (correct-[a-z]+)"><label for="([a-z_]+)"', page.content.decode())
    assert shown_for == [("correct-pupil", "id_other_pupil"), ("correct-code", "id_code")]


def test_what_comes_next_and_what_was_said_are_there(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here)
        Task.objects.create(
            school=here.school, pupil=here.pupil, kind="family", label="Tell the family", role="office", status="done",
            closed_at=MOMENT - timedelta(minutes=5), closed_by=here.user("office"), note="Spoke to Mrs Bello.",
        )  # fmt: skip
    page = page_of(here)
    assert "Back to lessons Wednesday 18 November, 12:10" in page
    assert "Spoke to Mrs Bello." in page
    assert re.search(r" · done by [^<]*Office</p>", page)


@pytest.mark.covers("STAR-XCc")
def test_reading_an_earlier_year_is_permitted_to_some_and_audited(here: SchoolCast) -> None:
    url = reverse("pupil", args=[here.pupil.pk]) + "?span=y:before"
    assert client_of(here, "teacher").get(url).status_code == 404
    assert client_of(here, "senco").get(url).status_code == 200
    with in_school(here.school):
        [entry] = AuditEntry.objects.filter(action="read.earlier_years")
    assert (entry.actor_id, entry.at, entry.subject) == (
        here.user("senco").pk,
        MOMENT,
        f"pupil:{here.pupil.pk}",
    )


def test_queries_and_size_do_not_grow_with_the_history(
    here: SchoolCast, django_assert_max_num_queries: Any
) -> None:
    with in_school(here.school):
        for _ in range(55):
            concern(here)
    client = client_of(here, "teacher")
    url = reverse("pupil", args=[here.pupil.pk])
    client.get(url)
    with django_assert_max_num_queries(26):
        answer = client.get(url)
    page = text(answer)
    assert page.count('class="entry"') == 30
    assert len(answer.content) <= 60 * 1024
    older = page.split("before=")[1].split('"')[0]
    assert text(client.get(f"{url}?before={older}")).count('class="entry"') == 25


@pytest.mark.covers("STAR-29")
def test_a_praise_call_and_a_postcard_stand_in_the_timeline(here: SchoolCast) -> None:
    teacher = client_of(here, "teacher")
    url = reverse("pupil", args=[here.pupil.pk])
    assert "Praise call" not in text(teacher.get(url))
    for kind, words in (("call", "Told his mum about the map"), ("postcard", "For the poster")):
        teacher.post(f"/praise/{here.pupil.pk}/", {"kind": kind, "words": words})
    for show in ("all", "recognised"):
        page = text(client_of(here, "head_of_year").get(url, {"show": show}))
        for words in ("Praise call", "Told his mum about the map", "Praise postcard", "For the poster"):
            assert words in page
    assert "Ms N. Teacher" in page
    assert "Praise call" not in text(teacher.get(url, {"show": "concerns"}))
    assert "Praise call" not in text(teacher.get(reverse("pupil", args=[here.pupils[1].pk])))


def test_the_page_says_where_the_pupil_is_now(here: SchoolCast, moment: time_machine.Traveller) -> None:
    group = here.lesson.group.name
    assert f"<p>Now: {group} 12</p>" in page_of(here)
    with in_school(here.school):
        arrived(here)
    assert f"<p>Now: {group} 12</p>" not in page_of(here)
    assert "<p>Now: " in page_of(here)
    assert ", since " in page_of(here).split("<p>Now: ")[1].split("</p>")[0]
    moment.move_to(datetime(2030, 1, 8, 11, tzinfo=UTC))
    assert "<p>Now: " not in page_of(here)


def test_a_projected_screen_does_not_say_where_the_pupil_is(here: SchoolCast) -> None:
    client = client_of(here, "teacher")
    client.cookies["projected"] = "1"
    assert "Now: " not in text(client.get(reverse("pupil", args=[here.pupil.pk])))


@pytest.mark.covers("INF-RW-2")
def test_a_positive_comment_counts_once_for_the_term_and_stands_open_to_all_staff_of_the_pupil(
    next_door: SchoolCast,
) -> None:
    teacher = client_of(next_door, "teacher")
    with in_school(next_door.school):
        pack = policy_of(next_door.school.pk).pack
        label, code = pack.items["CMP-01"].label, "CMP-01"
        value = pack.groups[pack.items[code].group].label
    said = one(next_door, "achievement", code, text="Waited for the others at the door")
    bare = one(next_door, "achievement", "ENG-01")
    last_term = one(next_door, "achievement", code, happened_at="2026-10-06T12:20:00Z")
    last_term |= {"where": "out_of_class", "lesson": None, "place": "Yard"}
    for record in (said, said, bare, last_term):
        assert send(teacher, record).status_code == 200
    for role in ("teacher", "tutor", "teaching_assistant", "pastoral_lead"):
        page = page_of(next_door, role)
        assert label in page
        assert "Waited for the others at the door" in page
        assert "Ms N. Teacher" in page
        figures = page[page.index('<dl class="ledgers">') :]
        assert "<dt>Positive comments</dt><dd><b>2</b></dd>" in figures
        assert "<h2>This term</h2>" in page
    assert value in text(teacher.get(reverse("policy:catalogue")))
