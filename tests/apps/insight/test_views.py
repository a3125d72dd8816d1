"""The analysis through the browser: figures with what lies behind them, small ones hidden, outcomes and the close."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from evenhand.apps.casework.models import Task
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
    assert "4 2 more 2" in words(lead, "/insight/")
    assert lead.get("/insight/?term=autumn-1").context["page"].total == "2"
    assert lead.get("/insight/?term=spring").status_code == 404


def test_what_came_before_is_counted_where_entries_say_it(logged: SchoolCast) -> None:
    happened(logged, "SAF-04")
    teacher, lead = signed_in(logged), signed_in(logged, "pastoral_lead")
    with in_school(logged.school):
        task = Task.objects.get(kind="entry", event__code="SAF-04")
    typed = {"words": "Out.", "change": "Stay", "witnesses": "Mr Reed", "before": "noise", "adults": "two",
             "actions": "Walked beside", "injury": "nobody", "next": "A talk"}  # fmt: skip
    assert teacher.post(f"/entries/{task.pk}/", typed).status_code == 302
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
