"""`evenhand pupil erase-words` lists first, erases when told to and with a reason only, and leaves it in the log."""

from __future__ import annotations

import json

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.audit.verify import verify
from evenhand.apps.conduct.models import EventPayload
from evenhand.apps.letters.models import Message
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.main import main
from tests.cast import MOMENT, SchoolCast
from tests.incidents import concern

RULE = "seven years after leaving"


@pytest.fixture
def said(here: SchoolCast) -> SchoolCast:
    with in_school(here.school):
        EventPayload.objects.create(
            school=here.school, event=concern(here).event, text="He shouted", salt="s"
        )
    return here


def run(cast: SchoolCast, *words: str) -> int:
    return main(["pupil", "erase-words", "--school", "marlow", "--pupil", str(cast.pupil.pk), *words])


def test_without_apply_it_says_what_would_go(said: SchoolCast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(said) == 0
    out = capsys.readouterr().out
    assert "words that would be erased" in out
    assert "1 events\n" in out
    assert "Nothing has changed" in out
    with in_school(said.school):
        assert EventPayload.objects.get().text == "He shouted"


def test_with_apply_and_a_reason_the_words_go_and_the_log_says_so(
    said: SchoolCast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(said, "--apply", "--reason", RULE, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["applied"], told["words"]["events"], told["stay"]) == (True, 1, {})
    with in_school(said.school):
        assert EventPayload.objects.get().text == ""
        entry = AuditEntry.objects.get(action="words.erased")
        assert (entry.subject, entry.body["rule"], entry.actor_name) == (
            f"pupil:{said.pupil.pk}", RULE, "command line"
        )  # fmt: skip
        assert verify(said.school.pk).problem == ""


def test_without_a_reason_nothing_goes(said: SchoolCast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(said, "--apply") == 2
    assert "Say under which rule" in capsys.readouterr().err
    with in_school(said.school):
        assert EventPayload.objects.get().text == "He shouted"
        assert not AuditEntry.objects.filter(action="words.erased").exists()


def test_a_pupil_who_is_not_there_is_wrong_usage(
    said: SchoolCast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pupil", "erase-words", "--school", "marlow", "--pupil", "nobody"]) == 2
    assert "No pupil of this school has the id 'nobody'" in capsys.readouterr().err
    assert main(["pupil", "erase-words", "--school", "nowhere", "--pupil", "nobody"]) == 2


def test_a_message_that_is_still_to_go_keeps_its_words_and_is_named(
    said: SchoolCast, capsys: pytest.CaptureFixture[str]
) -> None:
    with in_school(said.school):
        Message.objects.create(
            school=said.school, pupil=said.pupil, audience="family", channel="email", subject="Today", body="He shouted",
            template="x", hold_until=MOMENT, not_before=MOMENT, dedupe="1", status="queued",
        )  # fmt: skip
    assert run(said, "--apply", "--reason", RULE) == 1
    assert "1 messages still to go" in capsys.readouterr().out
    with in_school(said.school):
        assert Message.objects.get(dedupe="1").body == "He shouted"
        Message.objects.update(status="sent")
    assert run(said, "--apply", "--reason", RULE) == 0
    with in_school(said.school):
        assert Message.objects.get(dedupe="1").body == "(words erased)"
