"""A school on the pack with an advisory ladder, at a quarter past nine in period 1, and the teacher's hand on its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from evenhand.apps.conduct.models import Event
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, TODAY, SchoolCast

NINE_FIFTEEN = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)
ACT = "LRN-01"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Hand:
    """The teacher of one pupil's lesson: opens the page, records as the device's queue does, or posts the form."""

    def __init__(self, school: SchoolCast, role: str = "teacher", period: str = "P1") -> None:
        self.school = school
        self.lesson: LessonOccurrence = school.lessons[period]
        self.pupil = school.pupil
        self.client = Client()
        self.client.force_login(school.user(role), backend=BACKEND)

    @property
    def address(self) -> str:
        """The page of the pupil in the lesson."""
        return f"/steps/{self.lesson.pk}/{self.pupil.pk}/"

    def page(self, **query: str) -> str:
        """The page as the browser gets it."""
        answer = self.client.get(self.address, query)
        assert answer.status_code == 200
        return answer.content.decode()

    def built(self, **query: str) -> Any:
        """The page as it was built."""
        return self.client.get(self.address, query).context["page"]

    def post(self, **fields: str) -> Any:
        """The form without script."""
        return self.client.post(self.address, fields)

    def send(self, kind: str, *, code: str = ACT, about: str = "", **details: Any) -> Any:
        """One record as the queue sends it; the answer's status and body."""
        body: dict[str, Any] = {
            "id": str(uuid4()),
            "kind": kind,
            "pupil": self.pupil.pk,
            "lesson": self.lesson.pk,
            "code": code,
        }
        told = ("happened_at", "device_at", "text")
        extra: dict[str, Any] = {name: details.pop(name) for name in told if name in details}
        body |= extra | {"details": details}
        if about:
            body["about"] = about
        answer = self.client.post("/record/", {"records": [body]}, content_type="application/json")
        return answer.status_code, answer.json(), body["id"]

    def take(self, step: int, **details: Any) -> str:
        """Take a step as the adult would who gives every detail; the event's id."""
        usual: Mapping[int, dict[str, Any]] = {
            3: {"change": "Hand up first"},
            4: {"change": "Hand up first", "consequence": "put_right"},
            5: {"change": "Hand up first", "destination": "parallel_class", "receiving": "Ms N. Tutor"},
        }
        status, answer, ident = self.send("ladder_step", step=step, **{**usual.get(step, {}), **details})
        assert status == 200, answer
        return str(ident)

    def outcome(self, about: str, outcome: str, **details: Any) -> None:
        """Say what came of a step."""
        status, answer, _ = self.send("ladder_step", about=about, outcome=outcome, **details)
        assert status == 200, answer

    def through(self, last: int) -> list[str]:
        """Steps 1 to `last`, each carried on after."""
        taken = []
        for step in range(1, last + 1):
            taken.append(self.take(step))
            if step < last:
                self.outcome(taken[-1], "continued")
        return taken

    def agree(self, kind: str, value: int = 0, words: str = "") -> None:
        """An adjustment agreed for the pupil."""
        with in_school(self.school.school):
            AgreedAdjustment.objects.create(
                school=self.school.school, pupil=self.pupil, kind=kind, value=value, words=words,
                agreed_on=FROM, valid_from=FROM,
            )  # fmt: skip

    def praised(self, days_ago: int, words: str) -> None:
        """A positive with its words, so many days before today."""
        at = datetime.combine(TODAY, NINE_FIFTEEN.time(), tzinfo=UTC) - timedelta(days=days_ago)
        body = {"id": str(uuid4()), "kind": "achievement", "pupil": self.pupil.pk, "code": "CMP-01", "text": words,
                "where": "out_of_class", "happened_at": at.isoformat()}  # fmt: skip
        answer = self.client.post("/record/", {"records": [body]}, content_type="application/json")
        assert answer.status_code == 200, answer.json()

    def events(self, **filters: Any) -> list[Event]:
        """The pupil's events as they were kept."""
        with in_school(self.school.school):
            return list(
                Event.objects.select_related("payload").filter(pupil=self.pupil, **filters).order_by("seq")
            )
