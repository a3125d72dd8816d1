"""Of two adults with the same form open the second sees what the first wrote, loses nothing, and chooses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from evenhand.apps.audit.overtaking import Overtaken, Standing, demand_current, version_of
from evenhand.apps.casework.models import EntryDraft, Task
from evenhand.apps.removal.models import MealNeed, Stay, StayPeriod
from evenhand.apps.support.models import Greeting, Joining
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.crawling import form_with
from tests.reading_pages import shown
from tests.web.steps.flow import NINE_FIFTEEN, Hand

THEIRS, MINE = "Mild nuts only, says the mother", "No nuts at all"
Sent = dict[str, Any]


def opened(client: Client, address: str, having: str) -> tuple[str, Sent]:
    """The form with that field as a browser without script would send it, but for what is typed, and where to."""
    form = form_with(client.get(address).content, having)
    held = {
        name: value
        for name, value in form.fields
        if name not in ("csrfmiddlewaretoken", having) or name == "plan"
    }
    return form.action or address, held


def saved_by_both(
    first: Client, second: Client, address: str, field: str, **more: str
) -> tuple[str, Sent, Any]:
    """Both open the form; the first saves THEIRS, then the second MINE. The page that the second gets."""
    forms = [opened(client, address, field) for client in (first, second)]
    assert first.post(forms[0][0], {**forms[0][1], **more, field: THEIRS}).status_code == 302
    where, held = forms[1]
    return where, held, second.post(where, {**held, **more, field: MINE})


def chosen(client: Client, where: str, answer: Any, field: str, **more: str) -> Any:
    """Save one's own from the page with both versions, as it stands there."""
    page = answer.content.decode()
    assert answer.status_code == 409
    assert THEIRS in page
    assert "You choose what stands" in page
    held = {
        name: value
        for name, value in form_with(answer.content, field).fields
        if name != "csrfmiddlewaretoken"
    }
    assert f">{MINE}</textarea>" in page
    assert all(f">{words}</textarea>" in page for words in more.values())
    return client.post(where, {**held, field: MINE, **more})


def word(model: Any, name: str) -> Callable[[SchoolCast], str]:
    def read(cast: SchoolCast) -> str:
        with in_school(cast.school):
            return str(getattr(model.objects.get(), name))

    return read


def test_a_version_is_of_the_words_alone() -> None:
    assert version_of({}) == version_of({"a": ""}) == ""
    assert version_of({"a": "x", "b": ""}) == version_of({"a": "x"}) != version_of({"b": "x"})


def test_only_other_words_of_somebody_else_that_were_not_seen_stand_in_the_way(here: SchoolCast) -> None:
    actor, other = here.actor("teacher"), here.user("tutor").pk
    stands, given = {"a": "x"}, {"a": "y"}
    for seen, standing, said in (
        (None, Standing(stands, other), given),
        (version_of(stands), Standing(stands, other), given),
        ("", Standing(stands, other), stands),
        ("", Standing({}, other), given),
        ("", Standing(stands, actor.user_id), given),
    ):
        demand_current(actor, seen, standing, said)
    for who in (other, None):
        with pytest.raises(Overtaken) as clash:
            demand_current(actor, version_of({"a": "w"}), Standing(stands, who), given)
        assert (clash.value.standing.words, clash.value.given) == (stands, given)


@pytest.mark.parametrize("form", ["lunch", "work"])
def test_in_the_removal_room_the_second_sees_both_and_either_may_stand(here: SchoolCast, form: str) -> None:
    first, second = signed_in(here, "removal_manager"), signed_in(here, "senior_leader")
    with in_school(here.school):
        stay = referral(here)
    first.post(f"/board/{stay.pk}/arrived/")
    field, read = {
        "lunch": ("lunch-diet", word(MealNeed, "diet")),
        "work": ("words", _work),
    }[form]
    more = {"lunch-school_lunch": "yes"} if form == "lunch" else {}
    address = f"/board/{stay.pk}/"
    where, _, answer = saved_by_both(first, second, address, field, **more)
    assert read(here) == THEIRS
    assert f"{here.actor('removal_manager').name} saved this first" in shown(answer.content.decode())
    assert "It was saved at 11:32" in shown(answer.content.decode())
    assert chosen(second, where, answer, field).status_code == 302
    assert read(here) == MINE


def _work(cast: SchoolCast) -> str:
    with in_school(cast.school):
        return StayPeriod.objects.exclude(words="").get(stay=Stay.objects.get()).words


def test_a_note_at_the_door_and_a_meeting_with_somebody_new(next_door: SchoolCast) -> None:
    first, second = signed_in(next_door), signed_in(next_door, "pastoral_lead")
    door = f"/greet/{next_door.lesson.pk}/"
    first.post(door, {"pupil": next_door.pupil.pk})
    where, _, answer = saved_by_both(first, second, door, "words", mood="low")
    read = word(Greeting, "note")
    assert read(next_door) == THEIRS
    assert chosen(second, where, answer, "words").status_code == 302
    assert read(next_door) == MINE
    liaison, lead = signed_in(next_door, "family_liaison"), second
    profile = f"/profile/{next_door.pupil.pk}/"
    liaison.post(f"{profile}joining/", {"do": "expect", "starts": "2026-11-23"})
    where, _, answer = saved_by_both(liaison, lead, profile, "who", do="met", on="2026-11-16")
    assert word(Joining, "met_with")(next_door) == THEIRS
    assert chosen(lead, where, answer, "who").status_code == 302
    assert word(Joining, "met_with")(next_door) == MINE


def test_a_draft_of_an_entry_and_one_that_was_completed_meanwhile(next_door: SchoolCast) -> None:
    with time_machine.travel(NINE_FIFTEEN, tick=False) as clock:
        hand = Hand(next_door)
        hand.take(4, reason="Others were hit")
        second = signed_in(next_door, "principal")
        with in_school(next_door.school):
            task = Task.objects.get(kind="entry")
        address = f"/entries/{task.pk}/"
        forms = [opened(client, address, "words") for client in (hand.client, second, second)]
        clock.shift(timedelta(minutes=3))
        assert hand.client.post(address, {**forms[0][1], "words": THEIRS, "change": ""}).status_code == 422
        answer = second.post(address, {**forms[1][1], "words": MINE, "change": "Feet down"})
        page = shown(answer.content.decode())
        assert f"{next_door.actor('teacher').name} saved this first" in page
        assert "at 09:18" in page
        with in_school(next_door.school):
            assert EntryDraft.objects.get().answers["words"] == THEIRS
        # Without a script the page's own form is enough.
        assert chosen(second, address, answer, "words", change="Feet down").status_code == 302
        with in_school(next_door.school):
            assert Task.objects.get(pk=task.pk).status == "done"
        late = hand.client.post(address, {**forms[0][1], "words": "A third account", "change": "Feet down"})
        assert late.status_code == 409
        assert MINE in late.content.decode()
        assert "A third account" in late.content.decode()
        assert "It is complete and not written over" in late.content.decode()
        with in_school(next_door.school):
            assert MINE in Task.objects.get(pk=task.pk).note


def test_a_seating_plan_is_not_written_over_unseen(here: SchoolCast) -> None:
    first, second = signed_in(here), signed_in(here, "senior_leader")
    address = f"/class/{here.groups[8].pk}/seats/"
    key = here.pupil.pk

    def places(row: str) -> Sent:
        return {"do": "save", "name": "Ordinary", f"row-{key}": row, f"column-{key}": "4"}

    def versions() -> list[Sent]:
        held = [opened(client, address, "plan")[1] for client in (first, second)]
        return [{name: one[name] for name in ("plan", "seen")} for one in held]

    first.post(address, {**versions()[0], **places("1")})
    forms = versions()
    first.post(address, {**forms[0], **places("2")})
    answer = second.post(address, {**forms[1], **places("3")})
    page = shown(answer.content.decode())
    assert answer.status_code == 409
    assert "B4 Amara Year8" in page
    assert "C4 Amara Year8" in page
    held = dict(form_with(answer.content, f"row-{key}").fields)
    assert second.post(address, held).status_code == 302
    assert "C4" in shown(first.get(address).content.decode())
