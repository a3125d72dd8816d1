"""Signing in and out, choosing a school, a second factor, and accepting an invitation."""

from __future__ import annotations

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.apps.access import invitations
from evenhand.apps.access.actors import memberships_of
from evenhand.apps.access.cast import demo_membership
from evenhand.apps.access.decorators import open_to_all
from evenhand.apps.access.middleware import MEMBERSHIP
from evenhand.apps.access.roles import RoleTaken
from evenhand.apps.access.second_factor import has_second_factor
from evenhand.apps.tenancy import typed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


sign_in = open_to_all(LoginView.as_view())
enter_code = open_to_all(AuthenticateView.as_view())
set_up_factor = open_to_all(ActivateTOTPView.as_view(template_name="access/set_up_factor.html"))
recovery_codes = open_to_all(ViewRecoveryCodesView.as_view(template_name="access/recovery_codes.html"))
confirm_password = open_to_all(ReauthenticateView.as_view(template_name="access/confirm.html"))
confirm_code = open_to_all(CodeReauthenticateView.as_view(template_name="access/confirm.html"))


@open_to_all
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; asks first where it is only looked at."""
    if request.method == "POST":
        logout(request)
        answer = redirect("account_login")
        # Photographs of pupils, which a browser keeps for the day, do not stay on a device that others use.
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer
    return render(request, "account/logout.html")


@open_to_all
def help_page(request: HttpRequest) -> HttpResponse:
    """Where somebody turns who cannot sign in: a new invitation is the only way in."""
    return render(request, "access/help.html")


@open_to_all
def closed_account(request: HttpRequest) -> HttpResponse:
    """What somebody sees whose account has been closed."""
    return render(request, "access/closed.html", status=403)


@open_to_all
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Demo mode: sign in as one of the cast by a tap."""
    chosen = request.POST.get("as", "")
    found = typed.number(chosen)
    membership = demo_membership(found) if found is not None else None
    if membership is None:
        raise Http404
    logout(request)
    login(request, membership.user, backend=BACKEND)
    request.session[MEMBERSHIP] = membership.pk
    return redirect(settings.LOGIN_REDIRECT_URL)


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def choose_school(request: HttpRequest) -> HttpResponse:
    """Somebody who belongs to several schools says at which one they are."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    memberships = memberships_of(request.user.pk)
    if request.method == "POST":
        chosen = request.POST.get("membership", "")
        if chosen not in {str(row.pk) for row in memberships}:
            raise Http404
        request.session[MEMBERSHIP] = int(chosen)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/choose_school.html", {"memberships": memberships})


@open_to_all
def second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to where the factor that a role asks for is shown or set up."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if has_second_factor(request):
        return redirect(settings.LOGIN_REDIRECT_URL)
    if is_mfa_enabled(request.user):
        # This session began before the account had a factor: it must begin again.
        logout(request)
        return redirect("account_login")
    return redirect("mfa_activate_totp")


@open_to_all
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation by setting a password."""
    try:
        invitation = invitations.find(secret)
        if request.method == "POST":
            invitations.accept(secret=secret, password=request.POST.get("password", ""))
            return redirect("account_login")
    except invitations.NotInvited as error:
        raise Http404 from error
    except ValidationError as error:
        page = {"invitation": invitation, "problems": error.messages}
        return render(request, "access/join.html", page, status=422)
    except RoleTaken as error:
        page = {"invitation": invitation, "problems": [f"{error}. Ask whoever looks after access."]}
        return render(request, "access/join.html", page, status=422)
    return render(request, "access/join.html", {"invitation": invitation})
