"""Each kind of outcome in the table is performed by its app, in the table's order, and taken back by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import signature
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import models

from evenhand.apps.casework.models import Alert, Proposal, Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.policy import performers
from evenhand.apps.policy.performers import (
    AFTER,
    AFTER_EVENT,
    ON_VOID,
    PERFORMERS,
    Performed,
    Work,
    adjustments_on,
    agreed_on,
    alert_seen,
    find,
    perform,
    raise_alert,
    withdraw,
)
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.registers.models import LevelRow
from evenhand.apps.removal.models import Stay
from evenhand.apps.rewards.models import Recognition
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine import decisions
from evenhand.engine.decisions import Decision, Formal, Outcome, Place, Propose, Reason, Review, Step, Tell
from evenhand.engine.wire import OUTCOMES
from tests.cast import FROM, MOMENT, TODAY, SchoolCast
from tests.classroom import agree
from tests.incidents import concern

WHY = Reason(("1",), "because")
# One outcome of each kind, the rows in which it is seen, and what of them it changes.
MADE: dict[str, tuple[Callable[[str], Outcome], type[models.Model], dict[str, str | int]]] = {
    "place": (
        lambda key: Place("removal_room", key, "expected", "", "", "", None, None, None, False, (), WHY),
        Stay,
        {"stage": "expected"},
    ),
    "owe": (
        lambda key: decisions.Owe("late_detention", key, "set", TODAY, None, None, 20, "", "", None, WHY),
        OwedTime,
        {"kind": "late_detention", "stage": "set"},
    ),
    "recognise": (
        lambda _key: decisions.Recognise("postcard", "Postcard", "25", WHY),
        Recognition,
        {"award": "postcard", "status": "issued"},
    ),
    "level": (
        lambda _key: decisions.Level("behaviour", 2, "b:autumn-1", TODAY, 12, 1, 2, "", WHY),
        LevelRow,
        {"register": "behaviour", "level": 2, "status": "stands"},
    ),
    "task": (
        lambda key: decisions.Task("talk", "Talk it over", "tutor", "", None, False, key, WHY),
        Task,
        {"kind": "talk", "role": "tutor", "status": "open"},
    ),
    "tell": (lambda _: Tell("family", "", "late_today", None, WHY), Task, {"kind": "tell:late_today"}),
    "propose": (
        lambda key: Propose("confirm:x", "Confirm", "principal", key, WHY),
        Proposal,
        {"kind": "confirm:x", "status": "open"},
    ),
    "review": (lambda key: Review(key, "behaviour_lead", WHY), Task, {"kind": "review"}),
}


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def work_of(school: SchoolCast) -> Work:
    return Work(school.school, policy_of(school.school.pk), school.user("teacher").pk, MOMENT)


def asked(school: SchoolCast, kind: str, event: Event) -> Work:
    """A batch that asks for one outcome of that kind."""
    work = work_of(school)
    outcome = MADE[kind][0](str(uuid4()))
    work.add(event, Decision((outcome,)))
    return work


@pytest.mark.parametrize("kind", sorted(MADE))
def test_an_outcome_of_each_kind_is_performed(school: SchoolCast, kind: str) -> None:
    event = concern(school).event
    _, model, seen = MADE[kind]
    rows: Any = model._default_manager
    before = rows.filter(**seen).count()
    perform(asked(school, kind, event))
    assert rows.filter(**seen).count() == before + 1


def test_a_confirmed_step_settles_its_request(school: SchoolCast) -> None:
    event = concern(school).event
    perform(asked(school, "propose", event))
    answer = Event(kind="confirm", about=str(event.pk), details={}, recorded_at=MOMENT, recorded_by_id=None)
    work = work_of(school)
    work.add(answer, Decision((Step("core", "referral", 2, 1, "", False, WHY),)))
    perform(work)
    assert Proposal.objects.get(kind="confirm:x").status == "accepted"


@pytest.mark.parametrize(
    ("act", "status"), [("issue", "accepted"), ("withdraw", "declined"), ("letter", "open")]
)
def test_a_decided_sanction_is_proposed_no_longer(school: SchoolCast, act: str, status: str) -> None:
    event = concern(school).event
    work = work_of(school)
    work.add(event, Decision((Propose("one", "One", "principal", str(event.pk), WHY),)))
    perform(work)
    answer = Event(pupil_id=event.pupil_id, recorded_at=MOMENT, recorded_by_id=None)
    told = work_of(school)
    told.add(answer, Decision((Formal("one", str(event.pk), act, "", None, None, None, 0, 0, 0, WHY),)))
    perform(told)
    assert Proposal.objects.get(kind="one").status == status


@pytest.mark.parametrize("kind", ["task", "propose", "owe", "recognise", "level"])
def test_what_a_voided_event_brought_about_is_taken_back(school: SchoolCast, kind: str) -> None:
    event = concern(school).event
    perform(asked(school, kind, event))
    _, model, seen = MADE[kind]
    rows: Any = model._default_manager
    assert rows.filter(**seen).count() == 1
    withdraw(work_of(school), [])
    assert rows.filter(**seen).count() == 1
    withdraw(work_of(school), [str(event.pk)])
    assert rows.filter(**seen).count() == 0


def test_every_kind_in_the_table_is_one_that_the_engine_decides() -> None:
    assert set(PERFORMERS) <= set(OUTCOMES)
    assert set(PERFORMERS) == {*MADE, "step", "formal"}


def test_every_path_leads_to_a_function_that_takes_what_it_is_given() -> None:
    for path in (*PERFORMERS.values(), *ON_VOID, *AFTER_EVENT.values()):
        signature(find(path)).bind(None, [])
    for path in AFTER:
        signature(find(path)).bind(None)
    with pytest.raises(AttributeError):
        find("evenhand.apps.removal.performing.nothing")


def test_kinds_run_in_the_tables_order_whatever_the_batch_came_in(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(performers, "find", lambda path: lambda *_: ran.append(path))
    work: Any = Work(None, None, None, MOMENT)  # type: ignore[arg-type]  # nobody looks at them
    step, propose = Step("core", "x", 1, 1, "", True, WHY), Propose("confirm:x", "", "", "", WHY)
    call: Any = SimpleNamespace(kind="call")
    work.add(call, Decision((step, propose, decisions.Post("behaviour", 1, "", WHY))))
    perform(work)
    assert ran == [PERFORMERS["propose"], PERFORMERS["step"], *AFTER, AFTER_EVENT["call"]]
    assert work.by_kind["step"] == [Performed(call, work.by_kind["step"][0].decision, step)]


def test_nothing_is_asked_of_anybody_for_a_decision_without_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(performers, "find", lambda path: lambda *_: ran.append(path))
    work: Any = Work(None, None, None, MOMENT)  # type: ignore[arg-type]  # nobody looks at them
    work.add(SimpleNamespace(kind="concern"), Decision(()))
    perform(work)
    assert ran == []


def test_agreed_adjustments_are_told_with_and_without_their_words(school: SchoolCast) -> None:
    key = agree(school, school.pupil, words="Ten seconds.")
    ids = [pupil.pk for pupil in school.pupils]
    found = agreed_on(TODAY, iter(ids))
    assert [(one.id, words) for one, words in found[school.pupil.pk]] == [(key, "Ten seconds.")]
    assert adjustments_on(FROM, ids) == {school.pupil.pk: (found[school.pupil.pk][0][0],)}
    assert adjustments_on(FROM.replace(year=2025), ids) == {}


def test_an_alert_is_raised_for_a_role_and_closed_once_it_is_taken_up(school: SchoolCast) -> None:
    raise_alert(school_id=school.school.pk, kind="help", subject="help:1", body={"n": 1}, role="duty_leader")
    raise_alert(school_id=school.school.pk, kind="help", subject="help:2", body={})
    alert_seen(kind="help", subject="help:1", at=MOMENT)
    assert dict(Alert.objects.values_list("subject", "seen_at")) == {"help:1": MOMENT, "help:2": None}
    assert set(Alert.objects.values_list("role", flat=True)) == {"duty_leader", ""}
