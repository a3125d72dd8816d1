"""The least that a Django view can do and still write durably: one row, one commit, no middleware."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse

from evenhand.apps.access.decorators import open_to_all

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # for nobody: over before it began


@open_to_all
def insert(request: HttpRequest) -> HttpResponse:
    """Insert one row and answer with its key."""
    row = Session.objects.create(session_key=uuid4().hex, session_data="", expire_date=LONG_AGO)
    return HttpResponse(row.pk)
