"""Photographs of pupils: upload, see whose each is, keep them; and remove one again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.erasing import NotErased, find_pupil
from evenhand.apps.people.models import Photograph, Pupil
from evenhand.apps.people.photographs import (
    PhotographPlan,
    keep_photographs,
    plan_photographs,
    remove_photograph,
)
from evenhand.web.importing.pending import (
    LARGEST_PICTURES,
    Refused,
    folder_of,
    forget,
    is_there,
    keep,
    readable,
)

KIND: Final = "photographs"
PAGE: Final = "evenhand/importing/photographs.html"
UNPROCESSABLE: Final = 422
NAMES_SHOWN: Final = 30


@requires(Capability.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def photographs(request: ActorRequest) -> HttpResponse:
    """Upload a zip or some pictures, look at whose they are, keep what is sound; or remove one pupil's."""
    folder = folder_of(KIND, request.actor.membership_id)
    acts = {"discard": _discard, "remove": _remove, "upload": _upload}
    do = request.POST.get("do", "")
    if do in acts:
        return acts[do](request, folder)
    if not is_there(folder):
        return render(request, PAGE, _there())
    plan = plan_photographs(readable(folder))
    if do == "apply" and not plan.is_empty:
        return _apply(request, folder, plan)
    more = max(0, len(plan.absent) - NAMES_SHOWN)
    shown = {"plan": plan, "counts": plan.counts(), "without": plan.absent[:NAMES_SHOWN], "more": more}
    return render(request, PAGE, shown)


def _apply(request: ActorRequest, folder: Path, plan: PhotographPlan) -> HttpResponse:
    kept = keep_photographs(request.actor, plan=plan, file=readable(folder).name)
    forget(folder)
    left_out = f" {len(plan.faults)} files were left out." if plan.faults else ""
    messages.success(request, f"Photographs kept: {kept}.{left_out}")
    return redirect("import:photographs")


def _discard(request: ActorRequest, folder: Path) -> HttpResponse:
    forget(folder)
    messages.success(request, "The files were removed. Nothing was changed.")
    return redirect("import:photographs")


def _upload(request: ActorRequest, folder: Path) -> HttpResponse:
    refused = _keep(request, folder)
    if refused:
        return render(request, PAGE, {**_there(), "refused": refused}, status=UNPROCESSABLE)
    return redirect("import:photographs")


def _there() -> dict[str, Any]:
    """How many pupils have a photograph, and how many there are."""
    pupils = Pupil.objects.filter(left_on__isnull=True)
    return {"kept": Photograph.objects.filter(pupil__in=pupils).count(), "pupils": pupils.count()}


def _keep(request: ActorRequest, folder: Path) -> str:
    """Store what was uploaded; returns why not, or nothing."""
    try:
        keep(folder, request.FILES.getlist("files"), largest=LARGEST_PICTURES)
    except Refused as problem:
        forget(folder)
        return str(problem)
    except FileExistsError:
        forget(folder)
        return "Two of the files have the same name."
    return ""


def _remove(request: ActorRequest, _folder: Path) -> HttpResponse:
    ident = request.POST.get("pupil", "").strip()
    try:
        pupil = find_pupil(ident)
    except NotErased as problem:
        page = {**_there(), "typed": ident, "not_removed": str(problem)}
        return render(request, PAGE, page, status=UNPROCESSABLE)
    if remove_photograph(request.actor, pupil=pupil):
        messages.success(request, f"The photograph of {pupil.display_name} was removed.")
    else:
        messages.info(request, f"{pupil.display_name} has no photograph.")
    return redirect("import:photographs")
