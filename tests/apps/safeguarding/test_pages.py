"""The list and the page of the walled record, as values."""

from __future__ import annotations

from evenhand.apps.safeguarding import services
from evenhand.apps.safeguarding.models import Disclosure
from evenhand.apps.safeguarding.pages import page_of, waiting
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_what_waits_comes_first_and_the_list_says_nothing_of_it(here: SchoolCast) -> None:
    with in_school(here.school):
        teacher, lead = here.actor("teacher"), here.actor("safeguarding_lead")
        for number in (0, 1):
            services.disclose(actor=teacher, pupil=here.pupils[number], words="A few words")
        newest = Disclosure.objects.get(pupil=here.pupils[1])
        services.read(actor=lead, disclosure=newest)
        lines = waiting(here.school)
        assert [(line.name, bool(line.taken)) for line in lines] == [
            ("Amara Year8", False),
            ("Ben Year8", True),
        ]
        assert "A few words" not in repr(lines)


def test_the_page_has_the_words_and_what_was_done_in_order(here: SchoolCast) -> None:
    with in_school(here.school):
        services.disclose(actor=here.actor("teacher"), pupil=here.pupil, words="A few words")
        row, lead = Disclosure.objects.get(), here.actor("safeguarding_lead")
        for kind in ("contact", "decision"):
            services.add_entry(actor=lead, disclosure=row, kind=kind, words=kind)
        page = page_of(here.school, row)
        assert (page.words, page.by) == ("A few words", "Ms N. Teacher")
        assert [entry.what for entry in page.entries] == ["Somebody was spoken to", "A decision"]
