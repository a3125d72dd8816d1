"""The checklist, the first account, the school's details and its policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import first
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import open_to_all, requires
from evenhand.apps.audit.overtaking import SEEN, Overtaken, both_versions, version_of
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.selectors import pack as load
from evenhand.apps.policy.services import adopt_pack
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today
from evenhand.apps.tenancy.services import SchoolTaken, details_of, save_school
from evenhand.packs.reader import pack_ids
from evenhand.web.setup.checklist import build_checklist
from evenhand.web.setup.facts import facts_of
from evenhand.web.setup.forms import AdoptForm, FirstForm, SchoolForm
from evenhand.web.setup.versions import SCHOOL

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@requires(Capability.SEE_SETUP)
def checklist(request: ActorRequest) -> HttpResponse:
    """What is needed, what can wait, what is done."""
    page = build_checklist(facts_of(request.actor.school_id))
    may_change = Capability.MANAGE_SCHOOL in request.actor.capabilities
    return render(request, "evenhand/setup/checklist.html", {"page": page, "may_change": may_change})


@open_to_all
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def first_account(request: HttpRequest) -> HttpResponse:
    """The first account of a new installation; the page is gone once there is one."""
    if not first.is_open():
        raise Http404
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _made(request, form):
        return redirect("setup:checklist")
    status = 422 if form.errors else 200
    return render(request, "evenhand/setup/first.html", {"form": form}, status=status)


def _made(request: HttpRequest, form: FirstForm) -> bool:
    """Make the account and sign it in; False with the form's errors filled where that is not possible."""
    typed = form.cleaned_data
    try:
        user, _ = first.make_first(
            email=typed["email"],
            name=typed["name"],
            password=typed["password"],
            school=first.NewSchool(typed["trust"], typed["school"]),
        )
    except ValidationError as error:
        form.add_error("password", error)
        return False
    except SchoolTaken as error:
        form.add_error("school", str(error))
        return False
    except first.AlreadySetUp as error:
        raise Http404 from error
    login(request, user, backend=BACKEND)
    return True


@requires(Capability.MANAGE_SCHOOL)
@require_http_methods(["GET", "POST"])
def school(request: ActorRequest) -> HttpResponse:
    """The school's names and numbers."""
    row = School.objects.select_related("trust").get(pk=request.actor.school_id)
    initial = details_of(row)
    form = SchoolForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        numbers = {"urn": typed["urn"], "dfe": typed["dfe"]}
        try:
            save_school(
                request.actor,
                name=typed["name"],
                short_name=typed["short_name"],
                trust=typed["trust"],
                identifiers=numbers,
                seen=request.POST.get(SEEN),
            )
        except Overtaken as clash:
            back = reverse("setup:school")
            return both_versions(request, clash, school_id=row.pk, asked=SCHOOL, back=back)
        return redirect("setup:checklist")
    page = {"form": form, "seen": request.POST.get(SEEN, version_of(initial))}
    return render(request, "evenhand/setup/school.html", page, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class PackCard:
    """A policy to choose: what it is, in its own figures."""

    id: str
    title: str
    schools: str
    source: str
    words: str
    acts: tuple[str, ...]
    ladders: tuple[str, ...]
    chosen: bool


def pack_card(pack_id: str, *, chosen: bool) -> PackCard:
    """The card of one pack."""
    pack = load(pack_id)
    ledgers = ", ".join(ledger.label.lower() for ledger in pack.ledgers.values()) or "no points"
    steps = sum(len(ladder.steps) for ladder in pack.ladders.values())
    words = f"{len(pack.clauses)} paragraphs, {len(pack.items)} acts, {steps} steps; counts {ledgers}"
    source = f"{pack.source.title}, {pack.source.version}"
    acts = tuple(item.label for item in list(pack.items.values())[:6])
    ladders = tuple(step.label for ladder in pack.ladders.values() for step in ladder.steps)
    return PackCard(pack.id, pack.title, pack.source.schools, source, words, acts, ladders, chosen)


@requires(Capability.MANAGE_SCHOOL)
@require_http_methods(["GET", "POST"])
def policy(request: ActorRequest) -> HttpResponse:
    """Choose the policy that runs, from a date on."""
    row = School.objects.get(pk=request.actor.school_id)
    adopted = PolicyInForce.objects.order_by("valid_from", "pk").last()
    form = AdoptForm(request.POST or None, initial={"valid_from": _default_start(today(row))})
    may_adopt = adopted is None or Capability.WRITE_POLICY in request.actor.capabilities
    if request.method == "POST" and may_adopt and form.is_valid():
        typed = form.cleaned_data
        try:
            adopt_pack(
                request.actor, pack_id=typed["pack"], valid_from=typed["valid_from"], reason=typed["reason"]
            )
            return redirect("setup:checklist")
        except ValueError as error:
            form.add_error(None, str(error))
    chosen = request.POST.get("pack") or (adopted.pack_id if adopted else "")
    cards = [pack_card(one, chosen=one == chosen) for one in pack_ids()]
    page = {"form": form, "cards": cards, "adopted": adopted, "may_adopt": may_adopt}
    return render(request, "evenhand/setup/policy.html", page, status=422 if form.errors else 200)


def _default_start(day: date) -> date:
    """The first of September of the school year that the day lies in."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)
