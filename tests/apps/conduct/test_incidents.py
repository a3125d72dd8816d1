"""Incidents with several pupils: who is recorded, whose words are whose, and what a copy leaves out."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.conduct import incidents
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.incidents import Part, Told
from evenhand.apps.conduct.models import Account, Event, Incident, Involvement
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def fight(cast: SchoolCast) -> Told:
    """Two took part by different acts, a third was harmed, a fourth saw it; in the dining hall."""
    one, other, harmed, seen = cast.pupils[:4]
    return Told(
        uuid4(),
        (
            Part(one, "alleged", "Pushed Chloe first.", "DIS-04"),
            Part(other, "alleged", "Shouted at them to go on.", "DIS-05"),
            Part(harmed, "harmed", "Her arm hurts."),
            Part(seen, "witness", "Saw it from the queue."),
        ),
        "A push in the queue, stopped by me.",
        "Dining hall",
    )


def test_one_incident_holds_every_part_and_decides_only_what_was_done(here: SchoolCast) -> None:
    with in_school(here.school):
        incident = incidents.report(here.actor("teacher"), told=fight(here))
        assert Incident.objects.get() == incident
        roles = Involvement.objects.filter(incident=incident, pupil__isnull=False)
        assert dict(roles.values_list("pupil__given", "role").order_by("pk")) | {"Amara": "alleged"} == {
            "Amara": "alleged", "Ben": "alleged", "Chloe": "harmed",
        }  # fmt: skip
        assert sorted(Event.objects.values_list("pupil_id", "code")) == [
            (here.pupils[0].pk, "DIS-04"), (here.pupils[1].pk, "DIS-05"),
        ]  # fmt: skip
        words = dict(Account.objects.values_list("involvement__role", "words"))
        assert words["harmed"] == "Her arm hurts."
        assert words["reporter"] == "A push in the queue, stopped by me."
        entry = AuditEntry.objects.get(action="incident.told")
        assert "arm" not in str(entry.body)


def test_a_page_sent_twice_is_one_incident(here: SchoolCast) -> None:
    told = fight(here)
    with in_school(here.school):
        first = incidents.report(here.actor("teacher"), told=told)
        assert incidents.report(here.actor("teacher"), told=told) == first
        assert Account.objects.count() == 3
        assert Event.objects.count() == 2


@pytest.mark.covers("INF-CR-14")
@pytest.mark.parametrize("words", ["", "  ", "PUSHED Chloe first."])
def test_each_pupil_who_took_part_needs_evidence_of_their_own(next_door: SchoolCast, words: str) -> None:
    one, other = next_door.pupils[:2]
    told = Told(
        uuid4(),
        (Part(one, "alleged", "Pushed Chloe first.", "PPL-05"), Part(other, "alleged", words, "PPL-05")),
        "A fight", "Yard",
    )  # fmt: skip
    with in_school(next_door.school):
        with pytest.raises(Refused, match=r"evidence of their own|same words"):
            incidents.report(next_door.actor("teacher"), told=told)
        assert not Event.objects.exists()
        own = replace(told.parts[1], words="Kicked twice.")
        incidents.report(next_door.actor("teacher"), told=replace(told, parts=(told.parts[0], own)))
        assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"words": " "}, "Say once what happened"),
        ({"parts": ()}, "at least one pupil who took part"),
        ({"place": ""}, "Say where it happened"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_recorded(
    here: SchoolCast, change: dict[str, object], words: str
) -> None:
    with in_school(here.school):
        with pytest.raises(Refused, match=words):
            incidents.report(here.actor("teacher"), told=replace(fight(here), **change))  # type: ignore[arg-type]  # a field each
        assert not Incident.objects.exists()


def test_an_act_and_a_part_have_to_be_chosen(here: SchoolCast) -> None:
    told = fight(here)
    bare = (replace(told.parts[0], code=""), replace(told.parts[2], role=""))
    with in_school(here.school), pytest.raises(Refused) as refused:
        incidents.report(here.actor("teacher"), told=replace(told, parts=bare))
    said = " ".join(problem.message for problem in refused.value.problems)
    assert "Choose what Amara did" in said
    assert "Choose the part of Chloe" in said


def test_a_later_account_is_kept_with_its_own_digest(here: SchoolCast) -> None:
    with in_school(here.school):
        incident = incidents.report(here.actor("teacher"), told=fight(here))
        row = incident.involvements.get(role="witness")
        incidents.add_account(here.actor("teacher"), involvement=row, words="It was Ben who laughed.")
        assert [one.words for one in row.accounts.order_by("pk")][-1] == "It was Ben who laughed."
        assert AuditEntry.objects.filter(action="incident.told").count() == 2
        with pytest.raises(Refused):
            incidents.add_account(here.actor("teacher"), involvement=row, words=" ")


def test_names_of_others_are_replaced_whole_words_only(here: SchoolCast) -> None:
    one, other = here.pupils[:2]
    said = incidents.masked("BEN Year8 and Benjamin pushed Amara.", {other: "Pupil B", one: "Pupil C"})
    assert said == "Pupil B and Benjamin pushed Pupil C."
