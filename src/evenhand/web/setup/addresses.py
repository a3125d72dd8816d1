"""The school's address book of authorities: whom letters name, and where they go."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Asked, Overtaken, both_versions, version_of
from evenhand.apps.letters.addresses import FIELDS, KNOWN, LONGEST_LINES, book, save_all, words_of


class AddressForm(forms.Form):
    """One authority."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    lines = forms.CharField(
        label="Address, a line for each line",
        max_length=LONGEST_LINES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    email = forms.EmailField(label="E-mail address", required=False)
    phone = forms.CharField(label="Telephone", max_length=40, required=False)


FORM = AddressForm.base_fields


@requires(Capability.MANAGE_SCHOOL)
@require_http_methods(["GET", "POST"])
def addresses(request: ActorRequest) -> HttpResponse:
    """Every authority that a policy may name, saved together or not at all."""
    known = book()
    shown = {
        key: AddressForm(
            request.POST or None,
            prefix=key,
            initial={field: getattr(known[key], field) for field in FIELDS} if key in known else {},
        )
        for key in KNOWN
    }
    wrong = [key for key, form in shown.items() if request.method == "POST" and not form.is_valid()]
    if request.method == "POST" and not wrong:
        given = {key: form.cleaned_data for key, form in shown.items()}
        try:
            save_all(request.actor, given, seen=request.POST.get(SEEN))
        except Overtaken as clash:
            asked = {
                f"{key}-{name}": Asked(f"{KNOWN[key]}: {FORM[name].label}", short=name != "lines")
                for key in KNOWN
                for name in FIELDS
            }
            back = reverse("setup:addresses")
            return both_versions(request, clash, school_id=request.actor.school_id, asked=asked, back=back)
        messages.success(request, "The addresses are saved.")
        return redirect("setup:checklist")
    sections = [(key, KNOWN[key], form) for key, form in shown.items()]
    seen = request.POST.get(SEEN, version_of(words_of(known)))
    context = {"sections": sections, "problems": [KNOWN[key] for key in wrong], "seen": seen}
    return render(request, "evenhand/setup/addresses.html", context, status=422 if wrong else 200)
