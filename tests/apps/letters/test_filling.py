"""What fills a message: the decision and its event, never anybody's free text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from evenhand.apps.letters.filling import facts_of, paragraphs, values_about, values_of
from evenhand.apps.policy.performers import Performed
from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.decisions import Decision, Reason, Recognise, Tell
from tests.apps.letters.post import parent
from tests.cast import MOMENT, SchoolCast

WHY = Reason(("37",), "test", (("points", 12), ("secret", "No")))


def test_a_decision_says_what_it_holds(here: SchoolCast) -> None:
    tell = Tell("family", "message", "star_points_week", None, WHY)
    decision = Decision((Recognise("badge", "Bronze badge", "", WHY), tell))
    event: Any = SimpleNamespace(
        happened_at=MOMENT, recorded_at=MOMENT, code="DIS-04", details={"reason": "·"},
        told=lambda: {"reason": "Free text of an adult"},
    )  # fmt: skip
    found = values_of(here.school, pack("star_binary"), Performed(event, decision, tell))
    assert found == {
        "day": "2026-11-17", "time": "11:32", "what": pack("star_binary").items["DIS-04"].label,
        "award": "Bronze badge", "points": 12, "paragraphs": "¶37",
    }  # fmt: skip


def test_a_formal_letter_lists_the_parts_that_are_recorded() -> None:
    letter = next(iter(pack("star_binary").letters.values()))
    part = letter.parts[0]
    assert facts_of(pack("star_binary"), letter.template, {part.id: "fixed", "private": "x"}) == (
        f"{part.label}: fixed"
    )
    assert facts_of(pack("star_binary"), "recognition", {part.id: "fixed"}) == ""


def test_every_message_may_name_whom_it_is_about(here: SchoolCast) -> None:
    with in_school(here.school):
        found = values_about(here.school, here.pupil, parent(here.pupil), {"what": "Help", "place": ""})
    assert found["family"] == "Asha Khan"
    assert found["pupil"] == here.pupil.first_name
    assert "place" not in found


def test_paragraphs_are_named_by_number_or_heading() -> None:
    assert paragraphs(pack("star_binary"), ["37", "38"]) == "¶37, ¶38"
    assert paragraphs(pack("infiniti"), ["phones.hand-in"]) == "§ Handed in"
