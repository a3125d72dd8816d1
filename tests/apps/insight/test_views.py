"""The analysis through the browser: figures with what lies behind them, small ones hidden, outcomes and the close."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.insight.models import Analysis
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.insight.conftest import happened
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

UNPROCESSABLE = 422


def words(client: Client, address: str) -> str:
    """What a reader sees of the page itself, without doubled spaces."""
    html = client.get(address).content.decode()
    return " ".join(shown(html[html.index("<main") : html.index("</main>")]).split())


def outcome(client: Client, **sent: Any) -> int:
    """Send one form of outcomes; the status of the answer."""
    return client.post("/insight/outcomes/", {"term": "autumn-2", **sent}).status_code


@pytest.mark.covers("INF-IL-7")
def test_each_figure_is_as_many_entries_as_lie_behind_it(logged: SchoolCast) -> None:
    lead = signed_in(logged, "pastoral_lead")
    page = lead.get("/insight/").context["page"]
    assert (page.span.id, page.before.id, page.total, page.total_before) == ("autumn-2", "autumn-1", "6", "2")
    tables = {table.by: table for table in page.tables}
    assert {"pupil", "category", "time", "place", "subject"} <= set(tables)
    assert [(one.label, one.now, one.before) for one in tables["place"].cells] == [
        ("Hall", "4", "2"),
        ("12", "2", "0"),
    ]
    html = lead.get("/insight/").content.decode()
    links = re.findall(r'href="(/insight/entries/[^"]+)"', html)
    figures = [int(cell.now) for table in page.tables for cell in table.cells if cell.now != "0"]
    assert len(links) == len(figures)
    for link, figure in zip(links, figures, strict=True):
        assert len(lead.get(link.replace("&amp;", "&")).context["lines"]) == figure
    assert "4 2 2 more than in Autumn 1" in words(lead, "/insight/")
    assert lead.get("/insight/?term=autumn-1").context["page"].total == "2"
    assert lead.get("/insight/?term=spring").status_code == 404
    for address, term in (("2026-10-30", "autumn-1"), ("2026-11-02", "autumn-2"), ("x", "autumn-2")):
        assert lead.get("/insight/", {"day": address}).context["page"].span.id == term


@pytest.mark.covers("INF-IL-7")
def test_once_a_term_has_ended_its_task_leads_to_its_figures_by_need_and_by_what_came_before(
    logged: SchoolCast, moment: time_machine.Traveller
) -> None:
    written(logged)
    need = {"do": "add", "kind": "need", "words": "Words for joy only", "pattern": "naming"}
    pastoral = signed_in(logged, "pastoral_lead")
    assert pastoral.post(f"/profile/{logged.pupil.pk}/", need).status_code == 302
    ended = datetime(2026, 12, 18, 18, tzinfo=UTC)
    moment.move_to(ended)
    with in_school(logged.school):
        close_due(logged.school, ended)
        task = Task.objects.get(kind="termly_analysis")
    assert (task.role, task.label) == ("pastoral_lead", "Put the term's analysis together")
    lead = signed_in(logged, "pastoral_lead")
    address = "/insight/?day=2026-12-18"
    assert f'href="{address}"' in lead.get(f"/inbox/{task.pk}/").content.decode()
    moment.move_to(ended + timedelta(days=20))
    lead = signed_in(logged, "pastoral_lead")
    page = lead.get(address).context["page"]
    tables = {table.label: table for table in page.tables}
    assert (page.span.id, page.total) == ("autumn-2", "7")
    assert [(one.label, one.now) for one in tables["Need"].cells] == [("Feelings without names", "6")]
    named = {"Pupil", "Category", "Time", "Place", "Subject", "Need", "What came before",
             "How many adults were there"}  # fmt: skip
    assert set(tables) == named
    for table in page.tables:
        for cell in table.cells:
            asked = {"term": page.span.id, "by": table.by, "key": cell.key}
            lines = lead.get("/insight/entries/", asked).context["lines"]
            assert len(lines) == int(cell.now)
            if table.by == "pupil":
                assert {pupil.display_name for pupil, _, _ in lines} == {cell.label}


def written(cast: SchoolCast) -> None:
    """One more entry, with what came before and how many adults there were."""
    happened(cast, "SAF-04")
    with in_school(cast.school):
        task = Task.objects.get(kind="entry", event__code="SAF-04")
    typed = {"words": "Out.", "change": "Stay", "witnesses": "Mr Reed", "before": "noise", "adults": "two",
             "actions": "Walked beside", "injury": "nobody", "next": "A talk"}  # fmt: skip
    assert signed_in(cast).post(f"/entries/{task.pk}/", typed).status_code == 302


def test_what_came_before_is_counted_where_entries_say_it(logged: SchoolCast) -> None:
    written(logged)
    lead = signed_in(logged, "pastoral_lead")
    tables = {table.label: table for table in lead.get("/insight/").context["page"].tables}
    assert [(one.label, one.now) for one in tables["What came before"].cells] == [
        ("Noise or a full room", "1")
    ]
    assert [(one.label, one.now) for one in tables["How many adults were there"].cells] == [("Two", "1")]


@pytest.mark.covers("INF-IL-8")
def test_the_analysis_closes_once_each_pupil_marked_has_an_outcome_or_its_reason(logged: SchoolCast) -> None:
    lead = signed_in(logged, "pastoral_lead")
    pupil, other = logged.pupils[0].pk, logged.pupils[1].pk
    for key in (pupil, other, pupil):
        assert outcome(lead, do="mark", pupil=key) == 302
    assert "Still to be discussed: Amara Year8, Ben Year8" in words(lead, "/insight/")
    assert outcome(lead, do="close") == UNPROCESSABLE
    assert outcome(lead, kind="strategy", words="", pupil=pupil) == UNPROCESSABLE
    assert outcome(lead, kind="strategy", words="x") == UNPROCESSABLE
    owner = logged.user("teacher").pk
    assert outcome(lead, kind="strategy", words="A card to leave the hall", pupil=pupil, owner=owner) == 302
    assert outcome(lead, kind="pattern", words="Lunch in the hall", about="Hall at lunch") == 302
    assert outcome(lead, do="close") == UNPROCESSABLE
    assert outcome(lead, kind="none", words="New here, look again", pupil=other) == 302
    seen = words(lead, "/insight/")
    assert "Amara Year8 Strategy changed A card to leave the hall Ms N. Teacher" in seen
    assert "Hall at lunch Pattern found" in seen
    assert outcome(lead, do="close") == 302
    assert outcome(lead, kind="pattern", words="Late", about="Late") == UNPROCESSABLE
    assert "This analysis is closed" in words(lead, "/insight/")
    with in_school(logged.school):
        assert Analysis.objects.get().closed_by_id == logged.user("pastoral_lead").pk


def test_a_change_stands_apart_from_its_figure_and_names_what_it_is_compared_with(logged: SchoolCast) -> None:
    lead = signed_in(logged, "pastoral_lead")
    page = lead.get("/insight/").context["page"]
    before = page.before.label
    [table] = [one for one in page.tables if one.by == "place"]
    seen = words(lead, "/insight/")
    assert f"Place {page.span.label} {before} Change" in seen
    for cell in table.cells:
        than = "as in" if cell.now == cell.before else "than in"
        assert f"{cell.label} {cell.now} {cell.before} {cell.change} {than} {before}" in seen
    # What is hidden may not be worked out from a change, and a first term is compared with none.
    assert "Change" not in words(lead, "/insight/?for=governors")
    first = page.blocks[-1]
    assert lead.get(f"/insight/?term={first.id}").context["page"].compared is False
    assert "Change" not in words(lead, f"/insight/?term={first.id}")


@pytest.mark.covers("INF-IL-9")
def test_who_sees_figures_only_sees_no_small_ones_and_no_names(logged: SchoolCast) -> None:
    happened(logged, "SAF-02", 2)
    governor = signed_in(logged, "governor")
    page = governor.get("/insight/").context["page"]
    places = {table.by: table for table in page.tables}["place"]
    assert [(one.label, one.now, one.before, one.change) for one in places.cells] == [
        ("Hall", "<5", "<5", ""),
        ("12", "<5", "0", ""),
    ]
    seen = words(governor, "/insight/")
    assert "Hall <5" in seen
    for name in ("Amara", "Ben", "Chloe", "Year8"):
        assert name not in seen
    assert "/insight/entries/" not in governor.get("/insight/").content.decode()
    assert governor.get("/insight/entries/?by=place&key=Hall").status_code == 404
    assert outcome(governor, do="close") == 404
    equal = words(governor, "/insight/equality/")
    assert "Year 8 <5" in equal


@pytest.mark.covers("INF-IL-9")
def test_what_a_leader_prints_for_governors_hides_what_they_may_not_know(logged: SchoolCast) -> None:
    for _ in range(3):
        happened(logged, "SAF-01", 3, place="Yard")
    for _ in range(5):
        happened(logged, "SAF-01", 3, place="Gate")
    leader = signed_in(logged, "principal")
    whole = words(leader, "/insight/")
    assert "Yard 3 0 3 more than in Autumn 1" in whole
    assert "As governors see it" in whole
    for address in (
        "/insight/?term=autumn-2&for=governors",
        "/insight/equality/?term=autumn-2&for=governors",
    ):
        html = leader.get(address).content.decode()
        assert "Counts from 1 to below 5 are hidden" in words(leader, address)
        assert "Print" in words(leader, address)
        assert not any(name in html for name in ("Amara", "Ben", "/insight/entries/", "/insight/outcomes/"))
    seen = words(leader, "/insight/?for=governors")
    assert "Yard <5" in seen
    assert "Gate 5" in seen
    printed = leader.get("/insight/?for=governors").context["page"]
    assert printed.tables == signed_in(logged, "governor").get("/insight/").context["page"].tables
    assert (printed.pupils, printed.people, printed.outcomes) == ((), (), ())
    assert "Year 9 <5" in words(leader, "/insight/equality/?for=governors")


@pytest.mark.covers("INF-IL-12")
def test_a_group_far_above_its_share_is_to_be_talked_about_and_no_finding(logged: SchoolCast) -> None:
    administrator, leader = signed_in(logged, "administrator"), signed_in(logged, "principal")
    rows = "\n".join(
        f"{pupil.source_id},{'Yes' if pupil == logged.pupil else 'No'}" for pupil in logged.pupils
    )
    assert administrator.post("/insight/groups/", {"scheme": "Looked after", "list": rows}).status_code == 302
    seen = words(leader, "/insight/equality/")
    assert "Looked after On roll Entries Sanctions No 5 1 0 Yes To discuss: entries 1 5 0" in seen
    assert "That is a question and no finding" in seen
    assert "Year 8 To discuss: entries 3 6 0 Year 9 3 0 0" in seen
    assert "To discuss" not in words(leader, "/insight/equality/?term=autumn-1").replace(
        "Year 8 To discuss", ""
    )
    assert signed_in(logged).get("/insight/equality/").status_code == 404
    bad = administrator.post("/insight/groups/", {"scheme": "Looked after", "list": "nobody,Yes"})
    assert bad.status_code == UNPROCESSABLE
    assert "Yes To discuss" in words(leader, "/insight/equality/")


def test_the_page_asks_as_often_for_many_entries_as_for_few(
    logged: SchoolCast, django_assert_max_num_queries: Any
) -> None:
    lead = signed_in(logged, "pastoral_lead")
    lead.get("/insight/")
    with django_assert_max_num_queries(32):
        lead.get("/insight/")


def test_the_entries_behind_a_figure_stand_on_pages(
    logged: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.apps.insight.views.AT_ONCE", 3)
    lead = signed_in(logged, "pastoral_lead")
    first = lead.get("/insight/entries/", {"by": "place", "key": "Hall", "term": "autumn-2"})
    assert (first.context["total"], len(first.context["lines"])) == (4, 3)
    rest = lead.get("/insight/entries/" + first.context["older"])
    assert (rest.context["total"], len(rest.context["lines"]), rest.context["older"]) == (4, 1, "")
    for start in ("-1", "²", "9" * 18):
        again = lead.get("/insight/entries/", {"by": "place", "key": "Hall", "from": start})
        assert again.status_code == 200
