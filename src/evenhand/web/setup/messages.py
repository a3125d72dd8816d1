"""Ways of sending messages: which are set up on this installation, what each lacks, and a test of each.

Nothing is set here. What a way needs stands in the environment, and its secrets there or in files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.letters.models import Channel
from evenhand.apps.letters.trying import NotSetUp, arrived, try_out
from evenhand.apps.letters.ways import CALLED, configured, set_up, text_provider

LONGEST_NUMBER = 40
# What the operator sets, in the order in which it is best set; of these the last are secrets.
MAIL = ("EVENHAND_SMTP_HOST", "EVENHAND_MAIL_FROM", "EVENHAND_SMTP_USER", "EVENHAND_SMTP_PASSWORD")
NOTIFY = ("EVENHAND_NOTIFY_TEMPLATE", "EVENHAND_NOTIFY_KEY")
GATEWAY = ("EVENHAND_TEXT_URL", "EVENHAND_TEXT_FROM", "EVENHAND_TEXT_TOKEN")


@dataclass(frozen=True, slots=True)
class Way:
    """One way: whether it is set up, how, what the operator sets for it, and to what a test goes."""

    channel: str
    name: str
    is_set_up: bool
    words: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    test_label: str = ""
    test_type: str = ""


class MailForm(forms.Form):
    """Where a test by e-mail goes."""

    address = forms.EmailField(label="E-mail address")


class TextForm(forms.Form):
    """Where a test by text message goes."""

    address = forms.RegexField(r"^\+?[0-9 ]{6,}$", label="Mobile number", max_length=LONGEST_NUMBER)


FORMS: dict[str, type[forms.Form]] = {Channel.EMAIL: MailForm, Channel.TEXT: TextForm}


@requires(Capability.SEE_SETUP)
@require_GET
def ways(request: ActorRequest) -> HttpResponse:
    """Every way, and what the operator must set for it."""
    return _page(request)


@requires(Capability.MANAGE_SCHOOL)
@require_POST
def try_way(request: ActorRequest) -> HttpResponse:
    """Send a test message by one way to an address that is typed, and say what came of it."""
    channel = request.POST.get("channel", "")
    if channel not in FORMS:
        raise Http404
    form = FORMS[channel](request.POST)
    if not form.is_valid():
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _page(request, problem=f"{CALLED[Channel(channel)]}: {problem}")
    try:
        answer = try_out(request.actor, channel=channel, address=form.cleaned_data["address"])
    except NotSetUp:
        return _page(request, problem=f"{CALLED[Channel(channel)]} are not set up, so nothing was sent.")
    if not arrived(answer):
        said = answer.words or "no answer"
        return _page(request, problem=f"The test was not taken. What the other side said: {said}")
    messages.success(request, f"Handed over for {form.cleaned_data['address']}. See whether it arrives.")
    return redirect("setup:messages")


def _page(request: ActorRequest, problem: str = "") -> HttpResponse:
    may_try = Capability.MANAGE_SCHOOL in request.actor.capabilities
    context = {"ways": tuple(_ways()), "may_try": may_try, "problem": problem}
    return render(request, "evenhand/setup/messages.html", context, status=422 if problem else 200)


def _ways() -> Iterator[Way]:
    ready, given = set_up(), configured()
    mail = f"By {given['smtp_host']}, port {given['smtp_port']}, from {given['mail_from']}."
    yield Way(
        Channel.EMAIL, "E-mail", Channel.EMAIL in ready,
        mail if Channel.EMAIL in ready else _lacking("smtp_host", "mail_from"),
        MAIL, (), "E-mail address", "email",
    )  # fmt: skip
    yield Way(
        Channel.TEXT, "Text messages", Channel.TEXT in ready, _texts(), NOTIFY, GATEWAY, "Mobile number", "tel"
    )  # fmt: skip
    yield Way(Channel.PRINT, "Letters", True, "Printed by the office from the outbox. Nothing has to be set.")
    yield Way(Channel.PHONE, "Phone calls", True, "Made by hand from a list. Nothing has to be set.")


def _texts() -> str:
    given = configured()
    if text_provider() == "notify":
        return "By GOV.UK Notify, which is asked what became of each."
    if text_provider():
        return f"By the gateway at {given['text_url']}. What became of a text is not known."
    return "Not set up: neither GOV.UK Notify nor a gateway is named."


def _lacking(*names: str) -> str:
    given = configured()
    words = {"smtp_host": "a mail server", "mail_from": "the address that messages come from"}
    return f"Not set up: {' and '.join(words[name] for name in names if not given[name])} is not named."
