"""The outbox, one message, printing, and a family's contact log."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages as notes
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.letters import selectors, services
from evenhand.apps.letters.forms import SOMEBODY_ELSE, ContactEntryForm, ReasonForm, WriteHomeForm
from evenhand.apps.letters.models import Message
from evenhand.apps.letters.pages import TAB_WORDS, contact_page, message_page, outbox_page
from evenhand.apps.letters.reading import may_read
from evenhand.apps.letters.services import Unsaid
from evenhand.apps.letters.writing import print_letters, write_home
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy import typed


@requires(Capability.SEE_OUTBOX)
@require_GET
def outbox(request: ActorRequest) -> HttpResponse:
    """What waits to go home, what is held, and what did not arrive."""
    tab = request.GET.get("show", "")
    page = outbox_page(request.actor, tab if tab in TAB_WORDS else "")
    return render(request, "letters/outbox.html", {"page": page})


@requires(Capability.SEE_OUTBOX)
@require_GET
def message(request: ActorRequest, message: int) -> HttpResponse:
    """One message in each language, and what was done with it."""
    return _shown(request, roads.message(request.actor, message))


@requires(Capability.SEE_OUTBOX)
@require_POST
def release(request: ActorRequest, message: int) -> HttpResponse:
    """Let a held message go, with a reason."""
    found = roads.message(request.actor, message)
    reason = _reason(request)
    return _done(
        request, found, lambda: services.release(request.actor, message=found, reason=reason), "Let go."
    )


@requires(Capability.SEE_OUTBOX)
@require_POST
def cancel(request: ActorRequest, message: int) -> HttpResponse:
    """Take a message out, with a reason."""
    found = roads.message(request.actor, message)
    reason = _reason(request)
    return _done(
        request, found, lambda: services.cancel(request.actor, message=found, reason=reason), "Not sent."
    )


@requires(Capability.SEE_OUTBOX)
@require_POST
def retry(request: ActorRequest, message: int) -> HttpResponse:
    """Send again what did not arrive."""
    found = roads.message(request.actor, message)
    return _done(request, found, lambda: services.retry(request.actor, message=found), "It goes again.")


@requires(Capability.SEE_OUTBOX)
@require_POST
def reroute(request: ActorRequest, message: int) -> HttpResponse:
    """Print it or phone it instead."""
    found = roads.message(request.actor, message)
    channel = request.POST.get("channel", "")
    if channel not in ("print", "phone"):
        raise Http404
    words = "It stands with the letters to print." if channel == "print" else "It is a call to make now."
    return _done(
        request, found, lambda: services.reroute(request.actor, message=found, channel=channel), words
    )


@requires(Capability.SEE_OUTBOX)
@require_POST
def given(request: ActorRequest, message: int) -> HttpResponse:
    """It was handed on, said, or found to have arrived."""
    found = roads.message(request.actor, message)
    note = request.POST.get("note", "")[: services.LONGEST]

    def give() -> None:
        if not services.give(request.actor, messages=[found], note=note):
            raise Unsaid("This has changed meanwhile: look again.")

    return _done(request, found, give, "Kept in the contact log.")


@requires(Capability.SEE_OUTBOX)
@require_http_methods(["GET", "POST"])
def printing(request: ActorRequest) -> HttpResponse:
    """The letters to print: GET lists them, POST makes one PDF of them."""
    rows = selectors.to_print(request.actor)
    readable = [row for row in rows if may_read(request.actor, row)]
    if request.method == "POST":
        batch = print_letters(request.actor, messages=readable)
        if batch.pdf:
            answer = HttpResponse(batch.pdf, content_type="application/pdf")
            answer["Content-Disposition"] = 'attachment; filename="letters.pdf"'
            return answer
        notes.info(request, "Nothing could be printed. What must be written by hand stands in the inbox.")
    page = outbox_page(request.actor, "print")
    count = {"letters": len(readable), "others": len(rows) - len(readable)}
    return render(request, "letters/printing.html", {"page": page, "count": count})


@requires(Capability.SEE_OUTBOX)
@require_POST
def all_given(request: ActorRequest) -> HttpResponse:
    """Those letters that were printed are handed on."""
    chosen = {typed.number(key) for key in request.POST.getlist("letter")}
    rows = [
        row for row in selectors.to_print(request.actor) if row.pk in chosen and may_read(request.actor, row)
    ]
    done = services.give(request.actor, messages=rows)
    notes.success(request, f"{len(done)} handed on, and kept in the contact log.")
    return redirect("outbox-printing")


@requires(Capability.TELL_FAMILY)
@require_http_methods(["GET", "POST"])
def contact(request: ActorRequest, pupil: int) -> HttpResponse:
    """What was said between the school and this family; POST keeps another entry."""
    found = roads.pupil(request.actor, pupil, Capability.TELL_FAMILY)
    contacts = selectors.contacts_of(found)
    form = ContactEntryForm(request.POST or None, contacts=contacts)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        known = next((one for one in contacts if str(one.pk) == data["contact"]), None)
        who = data["who"] if data["contact"] == SOMEBODY_ELSE else ""
        services.log_contact(
            request.actor,
            pupil=found,
            way=data["way"],
            words=data["words"],
            contact=known,
            who=who,
            reached="not_reached" not in request.POST,
        )
        notes.success(request, "Kept in the contact log.")
        return redirect("contact-log", pupil=found.pk)
    return _contact_page(request, found, form)


@requires(Capability.TELL_FAMILY)
@require_POST
def write(request: ActorRequest, pupil: int) -> HttpResponse:
    """Write home about this pupil: the message waits in the outbox for half a minute, and can be taken back."""
    found = roads.pupil(request.actor, pupil, Capability.TELL_FAMILY)
    form = WriteHomeForm(request.POST, templates=contact_page(request.actor, found).templates)
    if not form.is_valid():
        raise Http404
    try:
        made = write_home(request.actor, pupil=found, template=form.cleaned_data["template"])
    except Unsaid as problem:
        entry = ContactEntryForm(contacts=selectors.contacts_of(found))
        return _contact_page(request, found, entry, str(problem))
    notes.success(request, "It is in the outbox, and goes in half a minute at the earliest.")
    if Capability.SEE_OUTBOX in request.actor.capabilities:
        return redirect("message", message=made.pk)
    return redirect("contact-log", pupil=found.pk)


def _contact_page(
    request: ActorRequest, pupil: Pupil, form: ContactEntryForm, problem: str = ""
) -> HttpResponse:
    page = contact_page(request.actor, pupil)
    write = WriteHomeForm(templates=page.templates)
    context = {"page": page, "form": form, "write": write, "problem": problem}
    return render(request, "letters/contact.html", context, status=422 if form.errors or problem else 200)


def _reason(request: ActorRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


def _done(request: ActorRequest, found: Message, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except Unsaid as problem:
        return _shown(request, found, problem=str(problem))
    notes.success(request, words)
    return redirect("message", message=found.pk)


def _shown(request: ActorRequest, found: Message, problem: str = "") -> HttpResponse:
    found.refresh_from_db()
    context = {"page": message_page(request.actor, found), "problem": problem}
    return render(request, "letters/message.html", context, status=422 if problem else 200)
