"""The policy pages: the document, one paragraph, the catalogue, the principles, and the open questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.policy import pages, services
from evenhand.apps.policy.answers import proposed, setting_view
from evenhand.apps.policy.document import Document, document_of
from evenhand.apps.policy.forms import AnswerForm
from evenhand.apps.policy.rendering import rendered
from evenhand.apps.policy.selectors import NoPolicy, changes_by_key, decided_on, policy_of, waiting_by_key
from evenhand.apps.policy.tariff import catalogue_page
from evenhand.apps.policy.words import title_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.pack.schema import Setting

PART = "HX-Request"


@dataclass(frozen=True)
class Reading:
    """The document as whoever asks reads it today."""

    document: Document
    administers: bool
    proposes: bool
    approves: bool


def reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the school's document of today; a school without a policy gets a page that says so."""

    @wraps(view)
    def read(request: ActorRequest, *args: str, **kwargs: str) -> HttpResponse:
        actor = request.actor
        school = school_of(actor.school_id)
        try:
            document = document_of(policy_of(school.pk), today(school))
        except NoPolicy:
            return render(request, "policy/none.html", {"may": Capability.SEE_SETUP in actor.capabilities})
        held = Reading(
            document,
            administers=Capability.SEE_SETUP in actor.capabilities,
            proposes=Capability.WRITE_POLICY in actor.capabilities,
            approves=Capability.APPROVE_POLICY in actor.capabilities and services.APPROVER in actor.roles,
        )
        return view(request, held, *args, **kwargs)

    return read


@requires(Capability.SEE_POLICY)
@require_GET
@reading
def policy(request: HttpRequest, read: Reading) -> HttpResponse:
    """The whole policy, searched by word or number and filtered by what became of each paragraph."""
    page = pages.policy_page(
        read.document,
        query=request.GET.get("q", "").strip()[:100],
        shown=request.GET.get("show", ""),
        administers=read.administers,
    )
    context = {"page": page, "lines": rendered(read.document), "read": read}
    return render(request, "policy/policy.html", context)


@requires(Capability.SEE_POLICY)
@require_GET
@reading
def clause(request: HttpRequest, read: Reading, clause: str) -> HttpResponse:
    """One paragraph, open: in its section, or by itself for a script that opens it in place."""
    if clause not in read.document.lines:
        raise Http404
    page = pages.clause_page(read.document, clause)
    alone = request.headers.get(PART) == "true"
    context = {"page": page, "read": read, "lines": {} if alone else rendered(read.document)}
    response = render(request, "policy/open.html" if alone else "policy/clause.html", context)
    patch_vary_headers(response, [PART])
    return response


@requires(Capability.SEE_POLICY)
@require_GET
@reading
def principles(request: HttpRequest, read: Reading) -> HttpResponse:
    """What the policy rests on, to be read; every page links here in a tab of its own, so that no draft is lost."""
    context = {"parts": pages.principles(read.document), "lines": rendered(read.document), "read": read}
    return render(request, "policy/principles.html", context)


@requires(Capability.SEE_POLICY)
@require_GET
@reading
def catalogue(request: HttpRequest, read: Reading) -> HttpResponse:
    """All that can be recorded, with definitions and the whole tariff."""
    return render(request, "policy/catalogue.html", {"page": catalogue_page(read.document)})


@requires(Capability.SEE_POLICY)
@require_GET
@reading
def settings(request: HttpRequest, read: Reading) -> HttpResponse:
    """Every open question of the policy with the answer in force."""
    page = pages.settings_page(read.document, shown=request.GET.get("show", ""), administers=read.administers)
    return render(request, "policy/settings.html", {"page": page, "read": read})


@requires(Capability.SEE_POLICY)
@require_GET
@reading
def setting(request: ActorRequest, read: Reading, key: str) -> HttpResponse:
    """One question: the choices, what is in force and why, what it was, and what is proposed."""
    asked = _asked(read, key)
    return _setting_page(request, read, asked, AnswerForm(asked, read.document.day))


@requires(Capability.WRITE_POLICY)
@require_POST
@reading
def propose(request: ActorRequest, read: Reading, key: str) -> HttpResponse:
    """Propose another answer; it waits for the principal."""
    asked = _asked(read, key)
    form = AnswerForm(asked, read.document.day, request.POST)
    if form.is_valid():
        try:
            services.propose_setting(request.actor, key=key, **form.cleaned_data)
        except services.SettingRefused as refused:
            for field, words in refused.problems.items():
                form.add_error(field or None, words)
        else:
            who = title_of(read.document.pack, services.APPROVER)
            messages.success(request, f"Proposed. It waits for the {who}.")
            return redirect("policy:setting", key=key)
    return _setting_page(request, read, asked, form, status=422)


@requires(Capability.APPROVE_POLICY)
@require_POST
@reading
def decide(request: ActorRequest, read: Reading, key: str) -> HttpResponse:
    """Approve or decline the answer that waits."""
    asked = _asked(read, key)
    if not read.approves:
        raise Http404
    number = request.POST.get("proposal", "")
    note = request.POST.get("note", "")[:2_000]
    try:
        if request.POST.get("decision") == "approve":
            done = services.approve_setting(request.actor, proposal_id=_number(number), note=note)
            messages.success(request, f"Approved. In force from {done.since:%-d %B %Y}.")
        else:
            services.decline_setting(request.actor, proposal_id=_number(number), note=note)
            messages.success(request, "Declined. What was in force stays.")
    except services.SettingRefused as refused:
        form = AnswerForm(asked, read.document.day)
        return _setting_page(request, read, asked, form, refused=str(refused), note=note, status=422)
    return redirect("policy:setting", key=key)


def _asked(read: Reading, key: str) -> Setting:
    found = read.document.pack.settings.get(key)
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    return typed.number(text) or 0


def _setting_page(
    request: ActorRequest,
    read: Reading,
    asked: Setting,
    form: AnswerForm,
    *,
    refused: str = "",
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    document, key = read.document, asked.key
    view = setting_view(
        document.rules,
        asked,
        document.day,
        changes_by_key([key]).get(key, ()),
        waiting_by_key([key]).get(key),
    )
    context = {
        "setting": view,
        "form": form,
        "chosen": form.data.get("value", ""),
        "declined": [proposed(asked, row) for row in decided_on(key)],
        "refused": refused,
        "note": note,
        "approver": title_of(document.pack, services.APPROVER),
        "read": read,
    }
    return render(request, "policy/setting.html", context, status=status)
