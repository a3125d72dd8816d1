"""A room to record in: a class of more than three, a browser's session, and records as a device sends them."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, TODAY, SchoolCast

LONG = "Bartholomew-Alexander Oluwaseyi"


def signed_in(cast: SchoolCast, role: str = "teacher") -> Client:
    """A browser of the person named by that role."""
    client = Client()
    client.force_login(cast.user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def seat_more(cast: SchoolCast, *names: str) -> list[Pupil]:
    """More pupils in the year 8 class; returns the whole class."""
    with in_school(cast.school):
        for given in names:
            pupil = Pupil.objects.create(
                school=cast.school,
                source_id=f"more-{given}",
                given=given,
                family="Montgomery-Papadopoulou Khan",
                year_group=8,
                form="8R",
                direction="rtl" if given > "\u0600" else "auto",
                lang="ar" if given > "\u0600" else "",
            )
            Enrolment.objects.create(school=cast.school, group=cast.groups[8], pupil=pupil, valid_from=FROM)
        rows = Enrolment.objects.filter(group=cast.groups[8]).select_related("pupil").order_by("pupil_id")
        return [row.pupil for row in rows]


def agree(
    cast: SchoolCast, pupil: Pupil, kind: str = "processing_time", words: str = "Ten seconds to think."
) -> str:
    """An agreed adjustment of that pupil; returns its key."""
    with in_school(cast.school):
        row = AgreedAdjustment.objects.create(
            school=cast.school, pupil=pupil, kind=kind, value=10, words=words, agreed_on=FROM, valid_from=FROM
        )
    return str(row.pk)


def one(cast: SchoolCast, kind: str, code: str, pupil: Pupil | None = None, **more: Any) -> dict[str, Any]:
    """One record as a device sends it, in the lesson that runs."""
    found: dict[str, Any] = {
        "id": str(uuid4()),
        "kind": kind,
        "pupil": (pupil or cast.pupil).pk,
        "code": code,
        "where": "lesson",
        "lesson": cast.lesson.pk,
    }
    found.update(more)
    return {key: value for key, value in found.items() if value is not None}


def send(client: Client, *records: dict[str, Any]) -> Any:
    """Send records as the device's queue does."""
    return client.post("/record/", json.dumps({"records": list(records)}), content_type="application/json")


def page_data(answer: Any) -> dict[str, Any]:
    """What the page told its script."""
    text = answer.content.decode()
    start = text.index('<script id="class-data" type="application/json">') + len(
        '<script id="class-data" type="application/json">'
    )
    found: dict[str, Any] = json.loads(text[start : text.index("</script>", start)])
    return found


__all__ = ["LONG", "TODAY", "agree", "one", "page_data", "seat_more", "send", "signed_in"]
