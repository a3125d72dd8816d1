"""Pages of the walled record. Telling is open to every adult; reading to the safeguarding team alone."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.people.models import Pupil
from evenhand.apps.safeguarding import services
from evenhand.apps.safeguarding.forms import EntryForm, TellForm
from evenhand.apps.safeguarding.models import Disclosure
from evenhand.apps.safeguarding.pages import page_of, waiting
from evenhand.apps.tenancy.selectors import school_of

UNPROCESSABLE = 422


@requires(Capability.RECORD)
@require_http_methods(["GET", "POST"])
@never_cache
def tell(request: ActorRequest, pupil: int) -> HttpResponse:
    """Pass on what a pupil said. The page that follows does not show it again, to anybody."""
    whom = roads.pupil(request.actor, pupil, Capability.RECORD)
    about = _stay(request.GET.get("stay", ""))
    back = reverse("removal:stay", args=[about]) if about else reverse("now")
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.disclose(actor=request.actor, pupil=whom, words=form.cleaned_data["words"], about=about)
        messages.success(request, "Passed on to the safeguarding team. Nobody else can read it")
        return redirect(back)
    return _told(request, whom, form, back)


@requires(Capability.READ_SAFEGUARDING)
@require_GET
@never_cache
def inbox(request: ActorRequest) -> HttpResponse:
    """What was passed on, with nothing of what was said."""
    return render(request, "safeguarding/list.html", {"lines": waiting(school_of(request.actor.school_id))})


@requires(Capability.READ_SAFEGUARDING)
@require_http_methods(["GET", "POST"])
@never_cache
def one(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One disclosure; opening it is in the log."""
    row: Disclosure = roads.disclosure(request.actor, pk)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_entry(actor=request.actor, disclosure=row, **form.cleaned_data)
        return redirect("safeguarding:one", pk)
    services.read(actor=request.actor, disclosure=row)
    context = {"page": page_of(school_of(request.actor.school_id), row), "form": form}
    return render(request, "safeguarding/one.html", context, status=UNPROCESSABLE if form.errors else 200)


def _told(request: ActorRequest, whom: Pupil, form: forms.Form, back: str) -> HttpResponse:
    context = {"pupil": whom, "form": form, "back": back}
    return render(request, "safeguarding/tell.html", context, status=UNPROCESSABLE if form.errors else 200)


def _stay(text: str) -> str:
    """The id of a stay in the address, "" for what is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""
