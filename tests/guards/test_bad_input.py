"""Whatever is typed into a form or an address, no page answers with a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final
from urllib.parse import urlencode

import pytest
from django.test import Client

from evenhand.apps.access.capabilities import Capability
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import ROLES, Cast, SchoolCast
from tests.guards.test_urls import GUARDED, Address, client_of, filled
from tests.guards.tree import SRC, files, source

SENT: Final = re.compile(r'(?:POST|post|sent)\.(?:get|getlist)\("([\w-]+)"|name="([\w-]+)"')
ASKED: Final = re.compile(r'(?:GET|asked)\.get\("([\w-]+)"')
# A digit that is no number, a number that no row has, and a day beyond every calendar.
NO_NUMBER, NO_ROW, NO_DAY = "²", "9" * 30, "9999-12-31"
FAULT, NOT_BY_FORM = 500, 405


def names(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Every name under which something is sent or asked for somewhere."""
    texts = [source(path) for path in files(SRC, ".py", ".html") if "cli" not in path.parts]
    found = {name for text in texts for hit in pattern.finditer(text) for name in hit.groups() if name}
    return tuple(sorted(found - {"csrfmiddlewaretoken"}))


FIELDS: Final = names(SENT)
QUESTIONS: Final = names(ASKED)


def whoever_may(school: SchoolCast, capability: Capability | None) -> Client | None:
    """A browser of somebody who holds it, rather one who holds much."""
    for role in ("principal", "pastoral_lead", *ROLES):
        if capability in school.actor(role).capabilities:
            return client_of(school, role)
    return None


def own_address(school: SchoolCast, address: Address) -> str:
    known = {"pupil": school.pupil.pk, "lesson": school.lesson.pk, "group": school.groups[8].pk}
    values: dict[str, object] = {name: known[name] for name in address.converters if name in known}
    if address.route.startswith("pupils/") and "pk" in address.converters:
        values["pk"] = school.pupil.pk
    return filled(address, values)


def far_addresses(address: Address) -> Iterator[str]:
    """The address with a number that no row can have, in place of each number."""
    whole = [name for name, one in address.converters.items() if type(one).__name__ == "IntConverter"]
    if whole:
        yield filled(address, dict.fromkeys(whole, 2**63))


@cache
def everywhere(text: str) -> str:
    """That text in every field, as a browser sends it; in parts, as files are sent, reading it takes most of a minute."""
    return urlencode(dict.fromkeys(FIELDS, text))


def faulty(client: Client, url: str, text: str) -> list[str]:
    """The answers that are a fault, where a form or an address holds that text in every field."""
    sent = client.post(url, everywhere(text), content_type="application/x-www-form-urlencoded")
    answers = [sent] if sent.status_code != NOT_BY_FORM else []
    if text == NO_DAY:
        answers.append(client.get(url, dict.fromkeys(QUESTIONS, text)))
    return [f"{one.status_code} at {url} of {text[:9]!r}" for one in answers if one.status_code >= FAULT]


@pytest.mark.parametrize(("side", "first"), [("here", 0), ("next_door", 1)])
def test_no_page_answers_with_a_fault(cast: Cast, side: str, first: int) -> None:
    """Every second page at one school and the rest at the other: all of both would take a minute."""
    school: SchoolCast = getattr(cast, side)
    assert {"words", "day", "pupil"} <= set(FIELDS)
    assert {"day", "term", "q"} <= set(QUESTIONS)
    faults: list[str] = []
    with in_school(school.school):
        for address in GUARDED[first::2]:
            client = whoever_may(school, address.capability)
            if client is None:
                continue
            own = own_address(school, address)
            for text in (NO_NUMBER, NO_ROW, NO_DAY):
                faults += faulty(client, own, text)
            for url in far_addresses(address):
                faults += faulty(client, url, "")
    assert faults == []
