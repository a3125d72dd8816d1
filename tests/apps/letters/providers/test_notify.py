"""The signed token of GOV.UK Notify, and what it answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from django.conf import settings

from evenhand.apps.letters.providers.notify import Notify, token
from evenhand.apps.letters.providers.parcels import Parcel, Verdict
from tests.apps.letters.post import KEY, by_notify, text_server

PARCEL = Parcel("ours", "07700 900123", "", "Hello", "en", "Marlow")


def part(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def test_the_token_names_the_service_and_is_signed_with_the_secret() -> None:
    head, claims, signature = token(KEY, 1_700_000_000).split(".")
    assert part(head) == {"typ": "JWT", "alg": "HS256"}
    assert part(claims) == {"iss": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "iat": 1_700_000_000}
    secret = b"11111111-2222-3333-4444-555555555555"
    expected = hmac.new(secret, f"{head}.{claims}".encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(signature + "==") == expected


def test_what_it_took_is_found_by_our_reference_and_what_it_did_not_is_not() -> None:
    with text_server() as server, by_notify(server):
        notify = Notify(settings.EVENHAND_MESSAGES)
        assert notify.find("ours").verdict == Verdict.LATER
        assert notify.deliver(PARCEL).verdict == Verdict.TAKEN
        found = notify.find("ours")
    assert (found.verdict, found.reference) == (Verdict.TAKEN, "theirs-ours")
    assert notify.find("ours").verdict == Verdict.UNKNOWN


def test_refusals() -> None:
    with text_server() as server, by_notify(server):
        notify = Notify(settings.EVENHAND_MESSAGES)
        server.statuses = [400, 403, 429, 500]
        found = [notify.deliver(PARCEL).verdict for _ in range(4)]
    assert found == [Verdict.REFUSED, Verdict.REFUSED, Verdict.LATER, Verdict.UNKNOWN]
