"""Writes of the walled record refuse whoever may not read, whatever page they came from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from evenhand.apps.safeguarding import services
from evenhand.apps.safeguarding.models import Disclosure
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_telling_gives_nothing_back(here: SchoolCast) -> None:
    with in_school(here.school):
        told: Callable[..., object] = services.disclose
        assert told(actor=here.actor("teacher"), pupil=here.pupil, words="A few words") is None
        assert Disclosure.objects.get().words == "A few words"


def test_nothing_and_too_much_are_refused(here: SchoolCast) -> None:
    with in_school(here.school):
        for words in ("  ", "x" * (services.LONGEST + 1)):
            with pytest.raises(services.Unsaid):
                services.disclose(actor=here.actor("teacher"), pupil=here.pupil, words=words)
        assert not Disclosure.objects.exists()


def test_only_the_team_reads_and_writes_on(here: SchoolCast) -> None:
    with in_school(here.school):
        services.disclose(actor=here.actor("teacher"), pupil=here.pupil, words="A few words")
        row, teacher, lead = Disclosure.objects.get(), here.actor("teacher"), here.actor("safeguarding_lead")
        with pytest.raises(PermissionError):
            services.read(actor=teacher, disclosure=row)
        with pytest.raises(PermissionError):
            services.add_entry(actor=teacher, disclosure=row, kind="note", words="X")
        with pytest.raises(services.Unsaid):
            services.add_entry(actor=lead, disclosure=row, kind="nothing", words="X")
        with pytest.raises(services.Unsaid):
            services.add_entry(actor=lead, disclosure=row, kind="note", words=" ")


def test_the_first_reader_takes_it_up(here: SchoolCast) -> None:
    with in_school(here.school):
        services.disclose(actor=here.actor("teacher"), pupil=here.pupil, words="A few words")
        row = Disclosure.objects.get()
        services.read(actor=here.actor("safeguarding_lead"), disclosure=row)
        services.read(actor=here.actor("principal"), disclosure=row)
        assert row.taken_by_id == here.user("safeguarding_lead").pk
