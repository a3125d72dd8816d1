"""The policy pages as people of both schools see them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from evenhand.apps.policy.models import SettingChange, SettingProposal
from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast, SchoolCast

KEY = "ladder.scope"
HERE, THERE = "star_binary", "infiniti"


def client_of(school: SchoolCast, role: str) -> Client:
    client = Client()
    client.force_login(school.user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(school: SchoolCast, path: str, role: str = "teacher") -> str:
    response = client_of(school, role).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.covers("STAR-1", "STAR-4", "STAR-17", "STAR-53", "STAR-54")
def test_every_paragraph_of_the_policy_is_readable_in_order(cast: Cast) -> None:
    for school, name in ((cast.here, HERE), (cast.next_door, THERE)):
        clauses = pack(name).clauses
        html = page(school, "/policy/")
        assert re.findall(r'<li class="clause[^"]*" id="p-([^"]+)"', html) == list(clauses)
        for clause in ("1", "4", "17", "53", "54") if school is cast.here else ():
            assert clauses[clause].text.split(",")[0] in html.replace("&#x27;", "'")


def test_each_paragraph_opens_at_its_own_address_and_unknown_ones_do_not_exist(cast: Cast) -> None:
    html = page(cast.here, "/policy/80/")
    assert 'class="clause clause-open" id="p-80"' in html
    assert "a warning, then a referral" in html.lower()
    assert "The policy does not say. Default in force." in html
    assert 'id="p-79"' in html
    assert "clause-open" in page(cast.next_door, "/policy/six-steps.5.places/")
    assert client_of(cast.here, "teacher").get("/policy/999/").status_code == 404


def test_a_script_gets_the_paragraph_alone(cast: Cast) -> None:
    response = client_of(cast.here, "teacher").get("/policy/96/", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.startswith('<li class="clause clause-open"')
    assert "5 minutes" in html
    assert "HX-Request" in response.headers["Vary"]


def test_a_search_finds_by_word_and_by_number_and_says_when_nothing_is_found(cast: Cast) -> None:
    found = r'<li class="clause[^"]*" id="p-([^"]+)"'
    assert re.findall(found, page(cast.here, "/policy/?q=%C2%B680")) == ["80"]
    words = re.findall(found, page(cast.here, "/policy/?q=five+minutes"))
    assert "96" in words or len(words) < 20
    assert "No paragraph says that" in page(cast.here, "/policy/?q=xylophone")


def test_a_filter_leaves_the_paragraphs_of_that_fate(cast: Cast) -> None:
    clauses = pack(HERE).clauses.values()
    found = re.findall(r'id="p-([^"]+)"', page(cast.here, "/policy/?show=letter"))
    assert found == [clause.id for clause in clauses if clause.fate == "letter"]
    unbuilt = re.findall(r'id="p-([^"]+)"', page(cast.here, "/policy/?show=not-yet"))
    assert {clause.id for clause in clauses if not clause.built} < set(unbuilt)
    assert "170" in unbuilt  # decided by the rules, and no screen records it
    assert "80" not in unbuilt


@pytest.mark.covers("STAR-DCa")
def test_administrators_are_told_of_an_overdue_review_and_others_are_not(cast: Cast) -> None:
    words = "The review of this policy is overdue"
    for role in ("administrator", "principal", "policy_author"):
        assert words in page(cast.here, "/policy/settings/", role)
        assert words in page(cast.here, "/policy/", role)
    assert words not in page(cast.here, "/policy/settings/", "teacher")
    assert words not in page(cast.next_door, "/policy/", "administrator")
    control = page(cast.here, "/policy/", "teacher")
    assert all(date in control for date in ("1 April 2021", "1 April 2023", "version 3"))


@pytest.mark.covers("STAR-A1a", "STAR-A2a", "STAR-T1a")
def test_the_catalogue_holds_the_whole_tariff(cast: Cast) -> None:
    html = page(cast.here, "/policy/catalogue/")
    groups = {
        group: re.findall(r'data-item="([^"]+)"', part)
        for group, part in re.findall(r'<h2 id="g-(\w+)"(.*?)</section>', html, re.DOTALL)
    }
    counts = [len(groups[name]) for name in ("service", "teamwork", "ambition", "respect")]
    assert counts == [5, 4, 8, 6]
    assert (len(groups["disruptive"]), len(groups["red_line"])) == (16, 19)
    rows = dict(re.findall(r'<li id="i-([^"]+)"(.*?)</li>', html, re.DOTALL))
    figures = {code: re.findall(r"data-points>(\d+)<", row) for code, row in rows.items()}
    assert all(figures[code] == ["1", "3"] for code in groups["disruptive"])
    starred = [code for code in groups["red_line"] if "May lead to an exclusion" in rows[code]]
    assert len(starred) == 11
    sums = [sum(int(one) for code in groups[name] for one in figures[code]) for name in groups][:4]
    assert sums == [10, 8, 17, 17]


@pytest.mark.covers("STAR-XCb")
def test_every_open_question_is_listed_with_its_answer_and_reason(cast: Cast) -> None:
    for school, name in ((cast.here, HERE), (cast.next_door, THERE)):
        html = page(school, "/policy/settings/")
        assert re.findall(r'data-setting="([^"]+)"', html) == list(pack(name).settings)
        open_ones = re.findall(r'data-setting="([^"]+)"', page(school, "/policy/settings/?show=open"))
        assert open_ones == [key for key, setting in pack(name).settings.items() if not setting.fixed]


def test_an_answer_is_proposed_approved_and_shown(cast: Cast) -> None:
    author, principal = client_of(cast.here, "policy_author"), client_of(cast.here, "principal")
    path = f"/policy/settings/{KEY}/"
    asked = {"value": "day", "since": "2026-11-18", "reason": "Asked for by governors."}
    assert author.post(f"{path}propose/", asked).status_code == 302
    waiting = principal.get(path).content.decode()
    assert "A proposal waits for you" in waiting
    with in_school(cast.here.school):
        proposal = SettingProposal.objects.get()
    decided = principal.post(f"{path}decide/", {"proposal": proposal.pk, "decision": "approve"})
    assert decided.status_code == 302
    assert [str(one) for one in get_messages(decided.wsgi_request)] == [
        "Approved. In force from 18 November 2026."
    ]
    after = page(cast.here, path)
    assert "Asked for by governors." in after
    assert "Not in force yet" in after


@pytest.mark.covers("STAR-XCb")
def test_a_proposal_without_a_reason_comes_back_with_what_is_missing(cast: Cast) -> None:
    author = client_of(cast.here, "policy_author")
    answer = author.post(f"/policy/settings/{KEY}/propose/", {"value": "day", "since": "2026-11-18"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why, in a sentence." in html
    assert re.search(r'value="day" checked', html), "what was chosen stays chosen"
    with in_school(cast.here.school):
        assert not SettingProposal.objects.exists()


def test_a_governor_may_read_and_does_not_decide(cast: Cast) -> None:
    governor = client_of(cast.here, "governor")
    assert governor.get(f"/policy/settings/{KEY}/").status_code == 200
    assert governor.post(f"/policy/settings/{KEY}/decide/", {"decision": "approve"}).status_code == 404
    with in_school(cast.here.school):
        assert not SettingChange.objects.exists()


def test_a_decline_without_a_note_is_refused_in_words(cast: Cast) -> None:
    author, principal = client_of(cast.here, "policy_author"), client_of(cast.here, "principal")
    author.post(f"/policy/settings/{KEY}/propose/", {"value": "day", "since": "2026-11-18", "reason": "So."})
    with in_school(cast.here.school):
        number = SettingProposal.objects.get().pk
    refused = principal.post(f"/policy/settings/{KEY}/decide/", {"proposal": number, "decision": "decline"})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()


def test_the_principles_are_those_of_the_schools_own_policy(cast: Cast) -> None:
    here, there = page(cast.here, "/policy/principles/"), page(cast.next_door, "/policy/principles/")
    assert 'id="p-1"' in here
    assert all(
        f'id="p-principles.{name}"' in there for name in ("nurture", "regard", "role-models", "attachment")
    )
    assert all(f'id="p-principles.{name}"' in there for name in ("unmet-needs", "responsibility"))


def test_pages_ask_the_database_a_fixed_few_times(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = client_of(cast.here, "principal")
    for path in (
        "/policy/",
        "/policy/80/",
        "/policy/settings/",
        f"/policy/settings/{KEY}/",
        "/policy/catalogue/",
    ):
        client.get(path)
        with django_assert_max_num_queries(12):
            client.get(path)
