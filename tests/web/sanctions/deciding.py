"""A formal sanction through the browser: what is typed for each policy, and the form sent as it stands on the page."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.cast import SchoolCast
from tests.crawling import Form, Reader

STARTS = "2026-11-19"
REASONS = ("lawful", "rational", "reasonable", "fair", "proportionate")
FACTORS = ("bereavement", "mental_health", "needs", "bullying", "other")
TICKS = (
    "guidance", "education_act", "regulations", "inspections_act", "equality_act", "send_code", "children_act",
)  # fmt: skip
# What a decision needs besides its days, by the kind of sanction.
NEEDED: dict[str, dict[str, Any]] = {
    "suspension": {
        **{f"considered.{name}": "Weighed" for name in ("needs", "adjustments", "context", "trauma", "alternatives")},
        "looked_after": "no",
        "social_worker": "no",
        "evidence": "Two statements",
        "pupil_account": "Heard this morning",
    },
    "fixed_period": {
        **{f"tests.{name}": "Argued" for name in REASONS},
        **{f"factors.{name}": "Looked into" for name in FACTORS},
        "looked_after": "no",
        "social_worker": "no",
        "other_authority": "no",
        "pathway": "0",
        "checklist": list(TICKS),
        "pupil_statement": "Written down",
        "evidence_reason": "Nothing physical",
        "advice_reason": "The team could not be reached in time",
    },
}  # fmt: skip
KINDS = {"here": "fixed_period", "next_door": "suspension"}


def url(cast: SchoolCast, kind: str, act: str) -> str:
    """The form of an act about the pupil."""
    return f"/pupils/{cast.pupil.pk}/sanctions/{kind}/{act}/"


def form_of(page: bytes) -> Form:
    """The form of an act as the page has it."""
    reader = Reader()
    reader.feed(page.decode())
    return next(form for form in reader.forms if any(name == "token" for name, _ in form.fields))


def send(client: Client, path: str, said: dict[str, Any]) -> Any:
    """Open the form, type, and send it with what the page holds by itself."""
    return client.post(path.partition("?")[0], filled(client, path, said))


def filled(client: Client, path: str, said: dict[str, Any]) -> dict[str, Any]:
    """What is sent: the page's own token and what is typed."""
    form = form_of(client.get(path).content)
    own = {name: value for name, value in form.fields if name in ("token", "about")}
    codes = [value for value, _ in form.boxes.get("reason_codes", [])][:1]
    return {**own, **({"reason_codes": codes} if codes else {}), **said}
