"""The digest goes by e-mail to those who chose it, once a morning, and names no pupil."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.casework.digest import tell_morning
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.letters import mornings
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import MailServer, by_mail, mail_server, set_up, text_of
from tests.cast import SchoolCast

MORNING = datetime(2026, 11, 17, 7, 45, tzinfo=UTC)


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server, by_mail(server):
        yield server


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    """The tutor owes something about a pupil, and it is morning."""
    with in_school(here.school), time_machine.travel(MORNING, tick=False):
        Task.objects.create(
            school=here.school, kind="x", label=f"Ring the family of {here.pupil.display_name}", role="tutor",
            pupil=here.pupil, due_at=MORNING + timedelta(hours=3),
        )  # fmt: skip
        yield here


def test_it_is_off_until_somebody_chooses_it(school: SchoolCast, post: MailServer) -> None:
    tell_morning(school.school)
    mornings.tick()
    assert Alert.objects.filter(kind="digest").count() == 1
    assert post.taken == []


def test_whoever_chose_it_gets_it_once_and_it_names_no_pupil(school: SchoolCast, post: MailServer) -> None:
    mornings.choose(school.actor("tutor"), wanted=True)
    mornings.choose(school.actor("principal"), wanted=True)
    tell_morning(school.school)
    for _ in range(3):
        mornings.tick()
    (mail,) = post.taken
    assert (mail["To"], mail["Subject"]) == (school.user("tutor").email, "This morning: 1 due today")
    written = f"{mail['Subject']}{text_of(mail)}"
    for name in (school.pupil.first_name, school.pupil.family, school.pupil.form):
        assert name not in written


def test_the_next_morning_it_comes_again_until_it_is_ended(school: SchoolCast, post: MailServer) -> None:
    mornings.choose(school.actor("tutor"), wanted=True)
    for days in range(3):
        if days == 2:
            mornings.choose(school.actor("tutor"), wanted=False)
        with time_machine.travel(MORNING + timedelta(days=days), tick=False):
            tell_morning(school.school)
            mornings.tick()
    assert [mail["Subject"] for mail in post.taken] == [
        "This morning: 1 due today",
        "This morning: 1 past its time",
    ]
    assert not mornings.chosen(school.actor("tutor"))


def test_whoever_has_looked_already_is_not_written_to(school: SchoolCast, post: MailServer) -> None:
    mornings.choose(school.actor("tutor"), wanted=True)
    tell_morning(school.school)
    Alert.objects.filter(kind="digest").update(seen_at=MORNING)
    mornings.tick()
    assert post.taken == []


def test_a_server_that_is_away_is_tried_again_after_a_while(school: SchoolCast, post: MailServer) -> None:
    mornings.choose(school.actor("tutor"), wanted=True)
    tell_morning(school.school)
    with set_up(smtp_host="127.0.0.1", smtp_port=9):
        mornings.tick()
    mornings.tick()
    assert post.taken == []
    with time_machine.travel(MORNING + timedelta(minutes=2), tick=False):
        mornings.tick()
    assert len(post.taken) == 1


def test_silence_after_the_text_is_not_followed_by_a_second_copy(
    school: SchoolCast, post: MailServer
) -> None:
    mornings.choose(school.actor("tutor"), wanted=True)
    tell_morning(school.school)
    post.answers = ["hang"]
    for minutes in (0, 5, 60):
        with time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False):
            mornings.tick()
    assert len(post.taken) == 1
