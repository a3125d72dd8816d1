"""Work per period: from the timetable, asked once, by the school's choice."""

from __future__ import annotations

import pytest

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.policy import selectors
from evenhand.apps.policy.models import SettingChange
from evenhand.apps.removal import services
from evenhand.apps.removal.room import work
from evenhand.apps.removal.room.ready import keep_ready
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived, name_subject
from tests.cast import TODAY, SchoolCast


def test_each_lesson_is_asked_for_once(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        actor = here.actor("removal_manager")
        assert work.ask_for_work(actor=actor, stay=stay) == 3
        assert work.ask_for_work(actor=actor, stay=stay) == 0
        due = Task.objects.filter(kind__startswith="work:").order_by("kind").values_list("due_at", flat=True)
        assert [f"{at:%H:%M}" for at in due] == ["12:10", "12:50", "13:55"]


def test_a_school_may_ask_only_where_the_room_has_nothing_ready(here: SchoolCast) -> None:
    stay = arrived(here)
    name_subject(here)
    with in_school(here.school):
        SettingChange.objects.create(
            school=here.school, key="room.work_asked", value="missing", since=TODAY, reason="Less to ask"
        )
        selectors.forget(here.school.pk)
        actor = here.actor("removal_manager")
        keep_ready(actor=actor, subject="Science", words="Forces")
        assert work.ask_for_work(actor=actor, stay=stay) == 3
        assert not Task.objects.filter(kind__startswith="work:").exists()


def test_a_stay_that_is_taken_back_takes_its_questions_back(here: SchoolCast) -> None:
    from evenhand.apps.conduct.correcting import void
    from evenhand.apps.conduct.models import Event

    stay = arrived(here)
    with in_school(here.school):
        work.ask_for_work(actor=here.actor("removal_manager"), stay=stay)
        void(here.actor("senior_leader"), event=Event.objects.get(pk=stay.pk), reason="A mistake")
        assert not Task.objects.filter(kind__startswith="work:", status="open").exists()


def test_what_is_set_and_looked_at_says_what_it_must(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        actor = here.actor("removal_manager")
        with pytest.raises(Refused, match="Say what the work is"):
            work.set_work(actor=actor, stay=stay, period="P4", words=" ")
        with pytest.raises(Refused, match="good enough"):
            work.look_at(actor=actor, stay=stay, period="P4", result="")
        work.hand_in(actor=actor, stay=stay, period="P4")
        first = work.hand_in(actor=actor, stay=stay, period="P4").handed_in_at
        assert first is not None
        assert services.open_stations(stay)
