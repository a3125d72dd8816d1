"""People and their roles: invitations, roles by the policy's titles, tutors of forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.access.invitations import invite
from evenhand.apps.access.models import Invitation, Membership, RoleGrant
from evenhand.apps.access.roles import Held, RoleTaken, end_role, grant_role, in_force
from evenhand.apps.people.models import Staff
from evenhand.apps.people.services import form_group
from evenhand.apps.policy.selectors import NoPolicy, policy_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today
from evenhand.engine.pack.schema import Pack
from evenhand.web.setup.forms import InviteForm
from evenhand.web.setup.staffing import PER_FORM, forms_on, held_on, title_of

MOST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class RoleShown:
    """A role that somebody holds; `may_end` is false for one's own right to manage people."""

    pk: int
    words: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    pk: int
    name: str
    email: str
    roles: tuple[RoleShown, ...]


@requires(Capability.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def people(request: ActorRequest) -> HttpResponse:
    """Everybody with an account, those invited, and a form to invite the next."""
    pack = pack_of(request.actor.school_id)
    roles = role_choices(pack)
    form = InviteForm(request.POST or None, roles=roles, initial=_initial(request))
    link = ""
    if request.method == "POST" and form.is_valid():
        link = _invited(request, form)
    page = {
        "form": InviteForm(roles=roles) if link else form,
        "link": link,
        "invited": form.cleaned_data["name"] if link else "",
        "people": persons(request, pack),
        "open": Invitation.objects.filter(accepted_at__isnull=True).order_by("name"),
        "staff": _without_account(),
        "roles": roles,
        "chosen": request.GET.get("role", ""),
    }
    return render(request, "evenhand/setup/people.html", page, status=422 if form.errors else 200)


@requires(Capability.MANAGE_PEOPLE)
@require_POST
def grant(request: ActorRequest) -> HttpResponse:
    """Let a member hold a role."""
    membership = _member(request.POST.get("membership", ""))
    year = request.POST.get("year_group", "").strip()
    if year and typed.number(year) is None:
        messages.error(request, f"{year} is not a year group. Nothing was changed.")
        return redirect("setup:people")
    try:
        role = Held(request.POST.get("role", ""), int(year) if year else None)
        grant_role(request.actor, membership=membership, role=role)
    except RoleTaken as taken:
        title = title_of(pack_of(request.actor.school_id), taken.role)
        messages.error(
            request, f"{taken.holder} is {title} already. End that role first; nothing was changed."
        )
    except ValueError:
        messages.error(request, "Choose a role. Nothing was changed.")
    return redirect("setup:people")


@requires(Capability.MANAGE_PEOPLE)
@require_POST
def end(request: ActorRequest) -> HttpResponse:
    """End a role with yesterday."""
    number = request.POST.get("grant", "")
    row = RoleGrant.objects.filter(pk=typed.number(number) or 0).first()
    if row is None:
        raise Http404
    try:
        end_role(request.actor, grant=row)
    except PermissionError as refused:
        messages.error(request, f"{str(refused).capitalize()}.")
    return redirect("setup:people")


@requires(Capability.SEE_SETUP)
@require_GET
def forms(request: ActorRequest) -> HttpResponse:
    """Each form with its tutors, and a choice of tutor where it has none."""
    day = today(School.objects.get(pk=request.actor.school_id))
    shown = forms_on(day, held_on(day))
    chosen = request.GET.get("form", "")
    page = {
        "forms": [form for form in shown if chosen in ("", form.name)],
        "bare": sum(1 for form in shown if not form.tutors),
        "title": title_of(pack_of(request.actor.school_id), PER_FORM),
        "members": _members(day) if Capability.MANAGE_PEOPLE in request.actor.capabilities else [],
    }
    return render(request, "evenhand/setup/forms.html", page)


@requires(Capability.MANAGE_PEOPLE)
@require_POST
def name_tutor(request: ActorRequest) -> HttpResponse:
    """Let a member tutor a form."""
    day = today(School.objects.get(pk=request.actor.school_id))
    name = request.POST.get("form", "")
    if name not in {form.name for form in forms_on(day, [])}:
        raise Http404
    membership = _member(request.POST.get("membership", ""))
    group = form_group(request.actor, form=name)
    grant_role(request.actor, membership=membership, role=Held(PER_FORM, None, group.pk))
    return redirect("setup:forms")


def pack_of(school_id: int) -> Pack | None:
    """The pack in force, if one is."""
    try:
        return policy_of(school_id).pack
    except NoPolicy:
        return None


def role_choices(pack: Pack | None) -> list[tuple[str, str]]:
    """The roles that can be held, by the policy's own titles where it has some."""
    titled = {str(role) for role in pack.roles} if pack else set()
    known = [role for role in ROLE_CAPABILITIES if not titled or role in titled or role == "administrator"]
    return [(role, title_of(pack, role)) for role in known]


def persons(request: ActorRequest, pack: Pack | None) -> list[Person]:
    """Everybody who belongs to the school today, with the roles they hold."""
    day = today(School.objects.get(pk=request.actor.school_id))
    held: dict[int, list[RoleGrant]] = {}
    for row in RoleGrant.objects.filter(in_force(day)).select_related("group").order_by("role", "year_group"):
        held.setdefault(row.membership_id, []).append(row)
    return [
        Person(
            member.pk,
            member.staff.short_name if member.staff else member.user.name,
            member.user.email,
            tuple(_shown(request, pack, row) for row in held.get(member.pk, ())),
        )
        for member in _members(day)
    ]


def _shown(request: ActorRequest, pack: Pack | None, row: RoleGrant) -> RoleShown:
    words = title_of(pack, row.role)
    if row.year_group is not None:
        words = f"{words}, year {row.year_group}"
    if row.group is not None:
        words = f"{words}, {row.group.name}"
    own = row.membership_id == request.actor.membership_id
    manages = Capability.MANAGE_PEOPLE in ROLE_CAPABILITIES.get(row.role, frozenset())
    return RoleShown(row.pk, words, not (own and manages))


def _members(day: Any) -> list[Membership]:
    rows = Membership.objects.filter(in_force(day), user__is_active=True).select_related("user", "staff")
    return list(rows.order_by("user__name", "pk")[:MOST_SHOWN])


def _without_account() -> Sequence[Staff]:
    with_one = Membership.objects.filter(staff__isnull=False).values("staff_id")
    return list(Staff.objects.exclude(pk__in=with_one).order_by("family", "given", "pk")[:MOST_SHOWN])


def _initial(request: ActorRequest) -> dict[str, Any]:
    """What a link to this page has chosen: a role, and perhaps a member of staff without an account."""
    initial: dict[str, Any] = {"role": request.GET.get("role", "teacher")}
    number = request.GET.get("staff", "")
    member = Staff.objects.filter(pk=typed.number(number) or 0).first()
    if member is not None:
        initial |= {
            "name": f"{member.given} {member.family}".strip(),
            "email": member.email,
            "staff": member.pk,
        }
    return initial


def _invited(request: ActorRequest, form: InviteForm) -> str:
    """Invite, and return the link; an empty text where the form has become wrong."""
    typed = form.cleaned_data
    member = Staff.objects.filter(pk=typed["staff"]).first() if typed["staff"] else None
    role = Held(typed["role"], typed["year_group"])
    try:
        _, secret = invite(
            request.actor,
            email=typed["email"],
            name=typed["name"],
            roles=[role],
            staff_id=member.pk if member else None,
        )
    except RoleTaken as taken:
        form.add_error("role", f"{taken.holder} holds this role already. End it there first.")
        return ""
    return request.build_absolute_uri(reverse("join", args=[secret]))


def _member(number: str) -> Membership:
    return get_object_or_404(Membership, pk=typed.number(number) or 0)
