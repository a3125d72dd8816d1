"""What is written about a pupil can be erased: a word goes into every form, is erased, and stands nowhere any more.

A column for free words that a new table brings is found by its name and has to be declared, or left out for a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, JSONField, Model, TextField

from evenhand.apps.access.models import RoleGrant
from evenhand.apps.audit.verify import verify
from evenhand.apps.casework.alerting import task_overdue
from evenhand.apps.casework.models import Deadline, Injury, Task
from evenhand.apps.conduct.erasing import erase_words, every_kind, words_of
from evenhand.apps.conduct.models import Account, Event, HistoricEvent, HistoricPayload, Incident, Involvement
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.greeting import greet, pass_on
from evenhand.apps.support.models import (
    AgreedAdjustment,
    DeviceExemption,
    Joining,
    ProfileEntry,
    ProfileVersion,
    SearchRecord,
)
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, MOMENT, ROLES, TODAY, Cast, SchoolCast
from tests.crawling import walk
from tests.guards.test_urls import GUARDED, client_of, filled
from tests.incidents import arrived
from tests.web.sanctions.test_page import suspend

WORD = "Zirkonwort"
# Nothing of a pupil is written there.
OUTSIDE = (
    "/setup/", "/policy/", "/sign-", "/static", "/import", "/account", "/people/", "/gallery", "/audit/",
    "/detentions/rooms/", "/display/",
)  # fmt: skip
# Where the word may stand afterwards, for it is not about one pupil, or is kept under rules of its own.
STAYS: Final = {
    "safeguarding_disclosure": "the safeguarding team's own record, kept under rules of its own",
    "safeguarding_disclosureentry": "the safeguarding team's own record, kept under rules of its own",
    "conduct_classlog": "about a class",
    "support_meetingentry": "agreed for a class or a year group",
    "insight_finding": "about a group",
    "removal_advice": "about an act",
    "removal_roomnote": "about the room's day",
    "removal_roomreport": "holds what is advised against acts",
    "removal_subjectwork": "about a subject",
}
# Columns for free words by their names.
FREE: Final = frozenset(
    {
        "words", "text", "note", "reason", "reasons", "override_reason", "remark", "treatment", "diet", "met_with",
        "answer", "answers", "body", "change", "source", "who", "how", "told",
    }
)  # fmt: skip
NOT_WORDS: Final = {
    ("casework.TaskChange", "change"): "which change it was",
    ("letters.Delivery", "change"): "which change it was",
    ("attendance.Mark", "source"): "by which way the mark came",
    ("conduct.HistoricEvent", "source"): "from which file it came",
    ("people.Pupil", "source"): "from which file it came",
}
PATHS: Final = ("event", "task", "stay", "owed", "mark", "involvement", "message")


def is_about_a_pupil(model: type[Model]) -> bool:
    """Whether the row has a pupil, or belongs to one that has."""
    if model is Pupil:
        return True
    own = {column.name: column.related_model for column in model._meta.concrete_fields if column.is_relation}
    related = (own.get(name) for name in ("pupil", *PATHS))
    return any(
        other is Pupil or "pupil" in {column.name for column in other._meta.concrete_fields}
        for other in related
        if other is not None
    )


def test_each_column_of_free_words_about_a_pupil_is_declared() -> None:
    declared = {(one.model, name) for one in every_kind() for name in one.columns}
    found = {
        (model._meta.label, column.name)
        for model in apps.get_models()
        if model.__module__.startswith("evenhand")
        and not model.__module__.startswith("evenhand.apps.safeguarding")
        for column in model._meta.concrete_fields
        if isinstance(column, CharField | TextField | JSONField)
        and column.name in FREE
        and is_about_a_pupil(model)
    }
    assert len(found) > 30
    assert found - declared - set(NOT_WORDS) == set()
    assert set(NOT_WORDS) <= found


def where_it_stands() -> set[str]:
    """The tables in any column of which the word stands, this school's and the others'."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own tables
            if any(WORD in str(value) for row in cursor.fetchall() for value in row):
                found.add(table)
    return found


def everybody(cast: SchoolCast) -> None:
    """The principal holds every role: one walk sees what each sees."""
    for role in ROLES:
        RoleGrant.objects.get_or_create(
            school=cast.school, membership=cast.memberships["principal"], role=role, valid_from=FROM
        )


def starts(cast: SchoolCast) -> Iterator[str]:
    known = {"pupil": cast.pupil.pk, "lesson": cast.lesson.pk, "group": cast.groups[8].pk}
    for address in GUARDED:
        told: dict[str, object] = {name: known[name] for name in address.converters if name in known}
        first = address.route.split("/")[0]
        if "pk" in address.converters and first in ("pupils", "class"):
            told["pk"] = known["pupil" if first == "pupils" else "lesson"]
        yield filled(address, told)


def by_hand(cast: SchoolCast) -> None:
    """What a walk in a row cannot reach: forms that want two adults, a date or a file."""
    school, pupil, by = cast.school, cast.pupil, cast.user("teacher")
    common: dict[str, Any] = {"school": school, "pupil": pupil, "by": by}
    Injury.objects.create(day=TODAY, at=MOMENT, place=WORD, words=WORD, treatment=WORD, told=WORD, **common)
    if "profile.release_days" in policy_of(school.pk).pack.settings:
        Joining.objects.create(starts_on=TODAY, met_with=WORD, **common)
    ProfileEntry.objects.create(kind="strength", words=WORD, source=WORD, **common)
    ProfileVersion.objects.create(number=99, change=WORD, **common)
    DeviceExemption.objects.create(device="phone", reason=WORD, valid_from=TODAY, **common)
    AgreedAdjustment.objects.create(
        school=school, pupil=pupil, kind="other", words=WORD, agreed_on=TODAY, valid_from=TODAY
    )
    SearchRecord.objects.create(
        happened_at=MOMENT, place=WORD, searched_by=by, witness=by, found=True, words={"item": WORD}, salt="s", **common
    )  # fmt: skip
    incident = Incident.objects.create(
        id=uuid4(), school=school, happened_at=MOMENT, where="lesson", scope="x", reporter=by
    )
    part = Involvement.objects.create(school=school, incident=incident, pupil=pupil, role="harmed")
    Account.objects.create(school=school, involvement=part, words=WORD, salt="s", by=by)
    task = Task.objects.create(
        school=school, pupil=pupil, kind="review_action", label=WORD, why={"reason": WORD}, role="tutor"
    )
    late = Deadline.objects.create(
        school=school, kind="task_due", key=f"{task.pk}", due_at=MOMENT, body={"task": task.pk}
    )
    assert task_overdue(school, late, MOMENT)
    # One note of the length that is let, and one short: neither may stand in a label.
    for other, note in ((pupil, f"{WORD} {'x' * 300} {WORD}"), (cast.pupils[1], WORD)):
        greet(cast.actor("teacher"), pupil=other, mood="low", words=note)
        passed = pass_on(cast.actor("teacher"), pupil=other)
        assert WORD in passed.why["said"]
        assert WORD not in passed.label
    old = HistoricEvent.objects.create(
        id=uuid4(), school=school, pupil=pupil, kind="concern", day=TODAY, happened_at=datetime(2025, 3, 3, tzinfo=UTC),
        source="old", source_id="1",
    )  # fmt: skip
    HistoricPayload.objects.create(school=school, event=old, text=WORD, salt="s")


@pytest.mark.parametrize("which", ["here", "next_door"])
def test_a_word_written_everywhere_is_erased_everywhere(cast: Cast, which: str) -> None:
    school: SchoolCast = getattr(cast, which)
    with in_school(school.school):
        if which == "here":
            arrived(school)
        else:
            suspend(school, evidence=WORD, pupil_account=WORD, **{"considered.needs": WORD})
        everybody(school)
        by_hand(school)
    took = walk(client_of(school, "principal"), starts(school), WORD, most=450, outside=OUTSIDE)
    assert len(took) > 20
    with in_school(school.school):
        told = Event.objects.count()
        tables = {one.table._meta.db_table for one in every_kind() if one.held(school.pupil.pk).exists()}
        assert len(tables) > 15
        for pupil in Pupil.objects.all():
            erase_words(school.actor("principal"), pupil=pupil, rule="Left seven years ago")
            assert set(words_of(pupil).values()) == {0}
        assert where_it_stands() - set(STAYS) == set()
        assert Event.objects.count() == told
        assert verify(school.school.pk).problem == ""
        assert replay(school.school.pk).differing == ()
