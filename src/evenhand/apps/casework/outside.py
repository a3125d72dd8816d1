"""Somebody outside the school whom an act is done with, as the policy and the school name them."""

from __future__ import annotations

from typing import NamedTuple

from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today


class Outside(NamedTuple):
    """What they are, who that is and how they are reached, and the paragraph that says so."""

    label: str
    who: str
    cite: str


def contact_for(school: School, act: str) -> Outside | None:
    """Whom a task or a proposal of that id is done with; None for one that stays within the school."""
    rules = policy_of(school.pk).on(today(school))
    for contact in rules.pack.contacts.values():
        if act in contact.of:
            return Outside(contact.label, rules.word(contact.who), next(iter(contact.cites), ""))
    return None
