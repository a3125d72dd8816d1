"""One's own balance, reasons to praise, and good news that goes home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.conduct import praise, selectors
from evenhand.apps.conduct.models import ContactNote, PraisePrompt
from evenhand.apps.conduct.praise import (
    NotPossible,
    close_prompt,
    log_contact,
    name_for_praise,
    own_balance,
    strategies,
)
from evenhand.apps.conduct.selectors import Balance
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def counted(school: SchoolCast, monkeypatch: pytest.MonkeyPatch, praised: int, concerns: int) -> list[object]:
    monkeypatch.setattr(selectors, "balance", lambda *_: Balance(praised, concerns))
    shown = own_balance(school.actor("teacher"))
    return [shown.ratio, shown.words]


@pytest.mark.parametrize(
    ("praised", "concerns", "ratio", "words"),
    [
        (0, 0, "", "no concerns recorded"),
        (3, 0, "", "no concerns recorded"),
        (0, 2, "0.0:1", "below 5:1"),
        (124, 25, "4.9:1", "below 5:1"),
        (25, 5, "5.0:1", "at or above 5:1"),
        (31, 6, "5.1:1", "at or above 5:1"),
    ],
)
def test_a_balance_below_the_aim_never_reads_as_the_aim(
    school: SchoolCast, monkeypatch: pytest.MonkeyPatch, praised: int, concerns: int, ratio: str, words: str
) -> None:
    assert counted(school, monkeypatch, praised, concerns) == [ratio, words]


def test_the_balance_counts_from_the_half_terms_first_day(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    assert own_balance(school.actor("teacher")).since == "2 Nov 2026"
    moment.move_to(datetime(2026, 10, 28, 12, tzinfo=UTC))
    assert own_balance(school.actor("teacher")).since == "28 Oct 2026"
    moment.move_to(datetime(2028, 1, 5, 12, tzinfo=UTC))
    assert own_balance(school.actor("teacher")).since == "5 Jan 2028"


def test_the_reference_card_holds_the_policys_own_paragraphs_on_praise(school: SchoolCast) -> None:
    card = strategies(school.actor("teacher"))
    assert card
    assert all(number and text for number, text in card)


def test_a_reason_to_praise_is_kept_trimmed_and_in_the_log(school: SchoolCast) -> None:
    teacher = school.actor("teacher")
    row = name_for_praise(teacher, pupil=school.pupil, kind="request", words=f"  {'x' * 200} ")
    kept = PraisePrompt.objects.get()
    assert (kept, len(kept.words), kept.by) == (row, 200, school.user("teacher"))
    entry = AuditEntry.objects.get(action="praise.asked")
    assert entry.subject == f"pupil:{school.pupil.pk}"
    assert "words" not in entry.body


@pytest.mark.parametrize(("kind", "words"), [("shout", "Well read"), ("request", "  "), ("display", "")])
def test_a_reason_without_kind_or_words_is_refused(school: SchoolCast, kind: str, words: str) -> None:
    with pytest.raises(NotPossible):
        name_for_praise(school.actor("teacher"), pupil=school.pupil, kind=kind, words=words)
    assert not PraisePrompt.objects.exists()


def test_the_first_closing_stands(school: SchoolCast, moment: time_machine.Traveller) -> None:
    row = name_for_praise(school.actor("teacher"), pupil=school.pupil, kind="display", words="A map")
    close_prompt(school.actor("tutor"), prompt=row)
    first = PraisePrompt.objects.get()
    moment.shift(timedelta(hours=1))
    close_prompt(school.actor("senco"), prompt=first)
    again = PraisePrompt.objects.get()
    assert (again.closed_at, again.closed_by) == (first.closed_at, school.user("tutor"))
    assert AuditEntry.objects.filter(action="praise.closed").count() == 1


def test_good_news_home_is_a_call_or_a_postcard_with_words(school: SchoolCast) -> None:
    actor = school.actor("tutor")
    log_contact(actor, pupil=school.pupil, kind="postcard", words=" A fine map ")
    assert ContactNote.objects.get().words == "A fine map"
    for kind, words in (("letter", "A fine map"), ("call", " ")):
        with pytest.raises(NotPossible):
            log_contact(actor, pupil=school.pupil, kind=kind, words=words)
    assert ContactNote.objects.count() == 1


def test_the_system_itself_praises_nobody(school: SchoolCast) -> None:
    worker = system_actor(school.school.pk, "nightly")
    with pytest.raises(NotPossible, match="person"):
        name_for_praise(worker, pupil=school.pupil, kind="request", words="Well read")
    assert praise.own_balance(worker).praised == 0
