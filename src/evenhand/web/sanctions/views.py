"""The register of serious sanctions, to read and to print."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.services import append
from evenhand.web.sanctions.page import sanctions_page


@requires(Capability.SEE_SANCTIONS)
@require_GET
@never_cache
def register(request: ActorRequest) -> HttpResponse:
    """Every serious sanction of a school year; `?year=2025-26` for another than this one. The read is on record."""
    page = sanctions_page(request.actor, request.GET.get("year", ""))
    with transaction.atomic():
        append(
            request.actor,
            action="sanctions.read",
            subject=f"school:{request.actor.school_id}",
            body={"year": page.year, "rows": len(page.lines)},
        )
    return render(request, "evenhand/sanctions/register.html", {"page": page})
