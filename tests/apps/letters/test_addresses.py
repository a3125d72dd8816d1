"""The address book takes what a policy can name, and is only looked into where it is needed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.apps.letters.addresses import needed_for, save
from evenhand.apps.letters.models import Message
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_nobody_else_gets_into_the_book(here: SchoolCast) -> None:
    with in_school(here.school), pytest.raises(ValueError, match="the_press is not in the address book"):
        save(here.actor("administrator"), key="the_press", name="The Herald")


def test_messages_home_ask_for_no_address(here: SchoolCast) -> None:
    with in_school(here.school), CaptureQueriesContext(connection) as asked:
        assert needed_for([Message(contact_id=1)]) == {}
    assert len(asked) == 0
