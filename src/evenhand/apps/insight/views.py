"""A term's figures, the entries behind each, what came of them, and the view of equal treatment."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.casework import wording
from evenhand.apps.conduct.models import Event
from evenhand.apps.insight import belongings, counting, equality, hiding, outcomes
from evenhand.apps.insight.blocks import Span, blocks_of, chosen, on_day
from evenhand.apps.insight.outcomes import BadFinding
from evenhand.apps.insight.pages import figures_page, may_read
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.selectors import school_of

UNPROCESSABLE = 422
AT_ONCE = 100


@requires(Capability.SEE_FIGURES)
@require_GET
@never_cache
def figures(request: ActorRequest) -> HttpResponse:
    """The figures of a block beside those of the one before; small ones are hidden from who may not read entries.

    `?term=` names the block, `?day=` a day of it; `?for=governors` shows what they see, to print for them.
    """
    return _figures(request, request.GET.get("term", "") or _of_day(request))


@requires(Capability.REVIEW_ENTRIES)
@require_GET
@never_cache
def entries(request: ActorRequest) -> HttpResponse:
    """The entries behind one figure, the latest record first; `?from=100` for those before the first hundred."""
    school = school_of(request.actor.school_id)
    by, key = request.GET.get("by", ""), request.GET.get("key", "")
    if not may_read(request.actor) or by not in counting.dimensions(school):
        return redirect("insight:figures")
    span, _ = _span(request, request.GET.get("term", ""))
    found = counting.behind(counting.facts_in(school, span), by, key)[::-1]
    start = typed.number(request.GET.get("from", "")) or 0
    rows = (
        Event.objects.filter(pk__in=found[start : start + AT_ONCE]).select_related("pupil").order_by("-seq")
    )
    pack, moment = policy_of(school.pk).pack, now()
    lines = [
        (
            row.pupil,
            wording.what_happened(pack, row) + wording.place_of(row),
            wording.when_words(school, row.happened_at, moment),
        )
        for row in rows
    ]
    after = start + AT_ONCE
    older = (
        f"?{urlencode({'term': span.id, 'by': by, 'key': key, 'from': after})}" if after < len(found) else ""
    )
    context = {"lines": lines, "span": span, "by": counting.dimensions(school)[by], "total": len(found)}
    context["older"] = older
    return render(request, "insight/entries.html", context)


@requires(Capability.REVIEW_ENTRIES)
@require_POST
def outcomes_view(request: ActorRequest) -> HttpResponse:
    """A pupil is marked for discussion, an outcome is kept, or the analysis is closed."""
    if not may_read(request.actor):
        raise Http404
    post = request.POST
    span, _ = _span(request, post.get("term", ""))
    try:
        messages.success(request, _act(request, span))
    except BadFinding as problem:
        return _figures(request, span.id, str(problem))
    return redirect(f"{reverse('insight:figures')}?term={span.id}#outcomes")


@requires(Capability.SEE_EQUALITY)
@require_GET
@never_cache
def equality_view(request: ActorRequest) -> HttpResponse:
    """Groups of the roll beside their entries and sanctions."""
    school = school_of(request.actor.school_id)
    span, _ = _span(request, request.GET.get("term", ""))
    governors = _for_governors(request)
    small = counting.small_of(school) if governors or not may_read(request.actor) else 0
    views = []
    for scheme in equality.schemes(school, span):
        columns = [
            hiding.shown([getattr(one, name) for one in scheme.groups], small)
            for name in ("pupils", "entries", "sanctions")
        ]
        # Of a group that is hidden nothing is said, not even that it is to be talked about.
        flags = [one.flags if one.pupils >= small else () for one in scheme.groups]
        views.append((scheme.label, list(zip(scheme.groups, flags, *columns, strict=True))))
    context = {
        "span": span,
        "blocks": blocks_of(school),
        "views": views,
        "small": small,
        "governors": governors,
        "reads": may_read(request.actor),
        "share": equality.share_of(school) / equality.WHOLE,
        "imports": Capability.IMPORT in request.actor.capabilities,
    }
    return render(request, "insight/equality.html", context)


@requires(Capability.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def groups(request: ActorRequest) -> HttpResponse:
    """The groups of a scheme, from a list that is pasted."""
    problem = ""
    if request.method == "POST":
        try:
            many = belongings.take_over(
                request.actor, scheme=request.POST.get("scheme", ""), text=request.POST.get("list", "")
            )
        except belongings.BadList as bad:
            problem = str(bad)
        else:
            messages.success(request, f"Taken over: {many} pupils")
            return redirect("insight:groups")
    context = {"typed": request.POST, "problem": problem}
    return render(request, "insight/groups.html", context, status=UNPROCESSABLE if problem else 200)


def _figures(request: ActorRequest, term: str, problem: str = "") -> HttpResponse:
    school = school_of(request.actor.school_id)
    if not term and chosen(school) is None:
        return render(request, "insight/none.html")
    governors = _for_governors(request)
    page = figures_page(request.actor, *_span(request, term), governors=governors)
    context = {
        "page": page,
        "problem": problem,
        "equality": Capability.SEE_EQUALITY in request.actor.capabilities,
        "minutes": Capability.RECORD in request.actor.capabilities,
        "governors": governors,
        "reads": may_read(request.actor),
        "typed": request.POST,
    }
    return render(request, "insight/figures.html", context, status=UNPROCESSABLE if problem else 200)


def _for_governors(request: ActorRequest) -> bool:
    return request.method != "POST" and request.GET.get("for") == "governors"


def _of_day(request: ActorRequest) -> str:
    """The block of the day that the address names; "" where it names none."""
    day = typed.day(request.GET.get("day", ""))
    return on_day(school_of(request.actor.school_id), day) if day is not None else ""


def _span(request: ActorRequest, term: str) -> tuple[Span, Span | None]:
    found = chosen(school_of(request.actor.school_id), term)
    if found is None:
        raise Http404
    return found


def _act(request: ActorRequest, span: Span) -> str:
    post, actor = request.POST, request.actor
    if post.get("do") == "close":
        outcomes.close(actor, block=span.id)
        return "The analysis is closed"
    key = typed.number(post.get("pupil", ""))
    pupil = roads.pupil(actor, key) if key is not None else None
    if post.get("do") == "mark":
        if pupil is None:
            raise BadFinding("Choose the pupil.")
        outcomes.mark(actor, block=span.id, pupil=pupil)
        return f"To be discussed: {pupil.display_name}"
    outcomes.find(
        actor, block=span.id, kind=post.get("kind", ""), words=post.get("words", ""), pupil=pupil,
        about=post.get("about", ""), owner_id=typed.number(post.get("owner", "")),
    )  # fmt: skip
    return "Kept"
