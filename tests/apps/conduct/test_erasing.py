"""Erasing a pupil's words takes them everywhere and leaves what happened, what was decided and the chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.core import serializers

from evenhand.apps.attendance.models import Mark, MarkWords
from evenhand.apps.attendance.services import Said, mark
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.verify import verify
from evenhand.apps.casework.changing import note_change
from evenhand.apps.casework.deciding import decide_proposal
from evenhand.apps.casework.models import EntryDraft, Injury, Proposal, Task, TaskChange
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.erasing import erase_words
from evenhand.apps.conduct.models import ContactNote, Event, EventPayload, PraisePrompt
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.conduct.services import record
from evenhand.apps.detentions.models import Commitment, OwedTime, RegisterAnswer
from evenhand.apps.detentions.services import Answered, take_register
from evenhand.apps.insight.models import Finding
from evenhand.apps.letters.models import FamilyMeeting
from evenhand.apps.letters.services import cancel, queue
from evenhand.apps.people.models import Pupil
from evenhand.apps.restorative.models import Booklet
from evenhand.apps.support.models import DeviceExemption, Greeting, MeetingEntry, SearchRecord
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.apps.detentions.detained import AFTER, END, MORNING, late
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

SECRET = "Zahnschmerzen seit gestern"
RULE = "seven years after leaving"
NOON = datetime(2026, 11, 17, 12, 30, tzinfo=UTC)
# Where a pupil's words lie after the acts below.
LABELS = (
    "conduct.Event", "conduct.EventPayload", "conduct.PupilHead", "policy.StoredDecision", "audit.AuditEntry",
    "attendance.Mark", "attendance.MarkWords", "detentions.RegisterAnswer", "detentions.OwedTime",
    "detentions.Commitment", "restorative.Booklet", "casework.Task", "casework.TaskChange", "casework.Alert",
    "letters.Message",
)  # fmt: skip


@pytest.fixture
def inside(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def stored() -> str:
    return "".join(serializers.serialize("json", apps.get_model(label).objects.all()) for label in LABELS)


def rows_of(label: str) -> str:
    return str(serializers.serialize("json", apps.get_model(label).objects.all()))


def say_everywhere(cast: SchoolCast, pupil: Pupil) -> OwedTime:
    """A mark, a register's answer, a concern, a commitment and a booklet, each with words of this pupil."""
    record(
        cast.actor("teacher"),
        commands=[
            Command(uuid4(), EventKind.CONCERN, pupil.pk, "DIS-04", lesson_id=cast.lesson.pk, text=SECRET)
        ],
    )
    owed = late(cast, pupil)
    with time_machine.travel(NOON, tick=False):
        mark(cast.actor("teacher"), said=[Said(pupil.pk, TODAY, "P3", "L", 4, SECRET)])
    with time_machine.travel(END, tick=False):
        take_register(
            cast.actor("head_of_year"),
            kind="late_detention",
            day=TODAY,
            slot=AFTER,
            answers={owed.pk: Answered("excused", SECRET)},
        )
    Commitment.objects.create(
        school=cast.school, pupil=pupil, kind="other", words=SECRET, weekday=1, starts="15:05", ends="16:00",
        valid_from=TODAY,
    )  # fmt: skip
    Booklet.objects.create(
        school=cast.school, stay=uuid4(), pupil=pupil, kind="reflection", key="k",
        expires_at=MOMENT + timedelta(hours=1), answers={"what": SECRET},
    )  # fmt: skip
    return owed


def test_the_words_of_one_pupil_go_everywhere_and_those_of_others_stay(inside: SchoolCast) -> None:
    say_everywhere(inside, inside.pupil)
    with time_machine.travel(NOON, tick=False):
        mark(inside.actor("teacher"), said=[Said(inside.pupils[1].pk, TODAY, "P3", "L", 2, "Other words")])
    assert SECRET in stored()
    went = erase_words(inside.actor("principal"), pupil=inside.pupil, rule=RULE)
    assert SECRET not in stored()
    assert "Other words" in stored()
    assert (went["marks"], went["registers"], went["booklets"]) == (1, 2, 1)
    assert went["events"] == EventPayload.objects.exclude(erased_at=None).count() > 1
    entry = AuditEntry.objects.get(action="words.erased")
    assert (entry.subject, entry.body["rule"]) == (f"pupil:{inside.pupil.pk}", RULE)


def test_what_happened_and_the_chain_outlive_the_words(inside: SchoolCast) -> None:
    owed = say_everywhere(inside, inside.pupil)
    before = list(Event.objects.values_list("pk", "content_digest"))
    erase_words(inside.actor("principal"), pupil=inside.pupil, rule=RULE)
    assert list(Event.objects.values_list("pk", "content_digest")) == before
    assert verify(inside.school.pk).problem == ""
    assert replay(inside.school.pk).differing == ()
    kept = Mark.objects.get(slot="P3")
    assert (kept.code, kept.minutes, kept.reason, kept.said) == ("L", 4, "", "(words erased)")
    answer = RegisterAnswer.objects.get(owed=owed)
    assert (answer.said, answer.reason) == ("excused", "")
    assert answer.erased_at is not None


def test_erasing_again_takes_only_what_was_written_since(inside: SchoolCast) -> None:
    say_everywhere(inside, inside.pupil)
    actor = inside.actor("principal")
    erase_words(actor, pupil=inside.pupil, rule=RULE)
    at = MarkWords.objects.get().erased_at
    assert set(erase_words(actor, pupil=inside.pupil, rule=RULE).values()) == {0}
    assert MarkWords.objects.get().erased_at == at


def test_the_register_says_that_words_were_there_and_does_not_hand_the_note_on(inside: SchoolCast) -> None:
    with time_machine.travel(MORNING, tick=False):
        mark(inside.actor("office"), said=[Said(inside.pupil.pk, TODAY, "am", "L", 9, SECRET)])
    say_everywhere(inside, inside.pupils[1])
    for pupil in inside.pupils[:2]:
        erase_words(inside.actor("principal"), pupil=pupil, rule=RULE)
    gate = shown(signed_in(inside, "office").get("/gate/").content.decode())
    assert "9 minutes (words erased)" in gate
    with time_machine.travel(NOON, tick=False):
        register = signed_in(inside, "teacher").get(f"/register/{inside.lesson.pk}/").content.decode()
    assert 'value="4"' in register
    assert 'value="(words erased)"' not in register
    assert SECRET not in gate + register


def test_what_other_pages_keep_of_the_pupil_goes_too(inside: SchoolCast) -> None:
    lead, pupil = inside.actor("pastoral_lead"), inside.pupil
    own = {"school": inside.school, "pupil": pupil, "by_id": lead.person}
    MeetingEntry.objects.create(**own, day=TODAY, words=SECRET, salt="s")
    SearchRecord.objects.create(
        **own, happened_at=MOMENT, place="Office", searched_by_id=lead.person, witness_id=lead.person,
        found=False, words={"grounds": SECRET}, salt="s",
    )  # fmt: skip
    DeviceExemption.objects.create(**own, device="phone", reason=SECRET, valid_from=TODAY)
    Greeting.objects.create(**own, day=TODAY, note=SECRET)
    FamilyMeeting.objects.create(**own, starts_at=MOMENT, words={"agreed": SECRET})
    Injury.objects.create(
        **own, day=TODAY, at=MOMENT, place="Hall", words=SECRET, treatment=SECRET, told=SECRET
    )
    task = Task.objects.create(school=inside.school, pupil=pupil, kind="entry", label="Entry")
    EntryDraft.objects.create(school=inside.school, task=task, answers={"words": SECRET})
    Finding.objects.create(**own, block="b", kind="pattern", words=SECRET)
    PraisePrompt.objects.create(**own, kind="outside", words=SECRET)
    ContactNote.objects.create(**own, kind="call", words=SECRET)
    labels = (
        "support.MeetingEntry", "support.SearchRecord", "support.DeviceExemption", "support.Greeting",
        "letters.FamilyMeeting", "casework.Injury", "casework.EntryDraft", "insight.Finding",
        "conduct.PraisePrompt", "conduct.ContactNote",
    )  # fmt: skip
    assert all(SECRET in rows_of(label) for label in labels)
    went = erase_words(inside.actor("principal"), pupil=pupil, rule=RULE)
    assert [label for label in labels if SECRET in rows_of(label)] == []
    assert sum(went.values()) == len(labels)
    assert set(erase_words(inside.actor("principal"), pupil=pupil, rule=RULE).values()) == {0}


def test_the_chain_holds_no_reason_of_a_task_a_message_or_a_decision(inside: SchoolCast) -> None:
    lead, pupil = inside.actor("pastoral_lead"), inside.pupil
    task = Task.objects.create(
        school=inside.school, pupil=pupil, kind="call", label="Call", owner_id=lead.person
    )
    note_change(lead, task, "handed_on", SECRET)
    message = queue(
        lead, school=inside.school, pupil=pupil, audience="family", template="recognition",
        values={"what": "Holding the door", "day": "2026-11-17"},
    )  # fmt: skip
    cancel(lead, message=message, reason=SECRET)
    proposal = Proposal.objects.create(
        school=inside.school, pupil=pupil, kind="review", label="Review", decider_role="principal"
    )
    decide_proposal(inside.actor("principal"), proposal_id=proposal.pk, answer="considered", reasons=SECRET)
    assert SECRET not in rows_of("audit.AuditEntry")
    assert TaskChange.objects.get().reason == SECRET
