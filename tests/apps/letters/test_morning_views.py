"""Choosing the digest by e-mail, and ending it."""

from __future__ import annotations

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.letters.mornings import chosen
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import set_up
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

PAGE = "/inbox/by-mail/"


def test_it_is_chosen_and_ended_by_a_button_and_nobody_elses_is(here: SchoolCast) -> None:
    client = signed_in(here, "tutor")
    with set_up():
        before = shown(client.get(PAGE).content.decode())
    assert "You do not get it" in before
    assert here.user("tutor").email in before
    assert "does not send e-mail yet" in before
    for wanted, now in (("yes", True), ("yes", True), ("no", False)):
        assert client.post(PAGE, {"wanted": wanted}).status_code == 302
        with in_school(here.school):
            assert chosen(here.actor("tutor")) is now
            assert not chosen(here.actor("teacher"))
    with in_school(here.school):
        told = AuditEntry.objects.filter(action__startswith="digest.").order_by("seq")
        assert [entry.action for entry in told] == ["digest.by_mail", "digest.not_by_mail"]
    assert PAGE in client.get("/inbox/").content.decode()
