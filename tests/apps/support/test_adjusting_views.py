"""Adjustments through the browser: agreed with figure, name and review date, they change the steps at once."""

from __future__ import annotations

import re

import pytest

from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown
from tests.web.steps.flow import Hand

UNPROCESSABLE = 422
REPEAT = {"kind": "repeat_caution", "value": "2", "words": "Twice, with a pause", "review": "2026-12-15"}


@pytest.mark.covers("INF-PP-8", "INF-SS-11")
def test_a_caution_agreed_twice_is_suggested_twice(next_door: SchoolCast) -> None:
    hand = Hand(next_door, period="P3")
    lead = signed_in(next_door, "pastoral_lead")
    address = f"/profile/{next_door.pupil.pk}/agreed/"
    assert lead.post(address, REPEAT).status_code == 302
    seen = " ".join(shown(lead.get(address).content.decode()).split())
    assert "The caution is given this many times: 2 times Twice, with a pause" in seen
    assert "Agreed 17 Nov 2026, Nia PastoralLead · review 15 Dec 2026" in seen
    hand.outcome(hand.take(1), "continued")
    hand.outcome(hand.take(2), "continued")
    assert hand.built().suggested == 2
    assert "The agreed adjustment gives this step again." in shown(hand.page())
    hand.outcome(hand.take(2), "continued")
    assert hand.built().suggested == 3


def test_what_is_agreed_anew_or_ended_holds_no_longer(next_door: SchoolCast) -> None:
    lead = signed_in(next_door, "senco")
    address = f"/profile/{next_door.pupil.pk}/agreed/"
    lead.post(address, REPEAT)
    lead.post(address, {**REPEAT, "value": "3"})
    lines = lead.get(address).context["lines"]
    assert [line.label for line in lines] == ["The caution is given this many times: 3 times"]
    assert lead.post(address, {"do": f"end-{lines[0].pk}"}).status_code == 302
    assert "Nothing is agreed yet" in lead.get(address).content.decode()
    assert lead.post(address, {"do": "end-999"}).status_code == UNPROCESSABLE


def test_only_those_who_agree_adjustments_and_only_what_the_policy_knows(next_door: SchoolCast) -> None:
    address = f"/profile/{next_door.pupil.pk}/agreed/"
    assert signed_in(next_door).get(address).status_code == 404
    lead = signed_in(next_door, "pastoral_lead")
    for wrong in (
        {"kind": "wand"},
        {"value": ""},
        {"value": "601"},
        {"review": "2026-11-17"},
        {"review": ""},
    ):
        assert lead.post(address, {**REPEAT, **wrong}).status_code == UNPROCESSABLE
    bare = {"kind": "plain_words", "words": " ", "review": "2026-12-15"}
    assert lead.post(address, bare).status_code == UNPROCESSABLE


def test_a_figure_is_asked_for_where_the_adjustment_has_one(next_door: SchoolCast) -> None:
    page = signed_in(next_door, "senco").get(f"/profile/{next_door.pupil.pk}/agreed/").content.decode()
    with in_school(next_door.school):
        kinds = policy_of(next_door.school.pk).pack.adjustments
    figures = {kind.id for kind in kinds.values() if kind.unit}
    assert figures != set(kinds)
    assert set(re.findall(r'<option value="([^"]+)" data-figure', page)) == figures
    assert 'class="field agree-figure"' in page
