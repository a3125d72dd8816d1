"""A mail as it goes over the wire, and what a mail server's answers mean."""

from __future__ import annotations

from django.conf import settings

from evenhand.apps.letters.providers.parcels import Parcel, Verdict
from evenhand.apps.letters.providers.smtp import Smtp, as_mail, message_id
from tests.apps.letters.post import HERE, by_mail, free_port, mail_server, set_up, text_of


def parcel(**given: str) -> Parcel:
    fields = {
        "id": "evenhand-1-a", "to": "asha@home.example", "subject": "Über\nuns", "body": "Hello\n.dot\n",
        "language": "en", "sender": "Marlow Bridge",
    }  # fmt: skip
    return Parcel(**(fields | given))


def test_a_mail_carries_the_same_id_at_every_try() -> None:
    assert message_id("evenhand-1-a", "school@marlow.example") == "<evenhand-1-a@marlow.example>"
    mail = as_mail(parcel(), "school@marlow.example", "<x@y>")
    assert mail["From"] == "Marlow Bridge <school@marlow.example>"
    assert mail["Subject"] == "Über uns"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_text_arrives_as_it_was_also_with_dots_and_in_urdu() -> None:
    with mail_server() as server, by_mail(server):
        smtp = Smtp(settings.EVENHAND_MESSAGES)
        first = smtp.deliver(parcel())
        second = smtp.deliver(parcel(id="evenhand-2-b", body="محترم\n"))
        smtp.close()
    assert [first.verdict, second.verdict] == [Verdict.TAKEN, Verdict.TAKEN]
    texts = [text_of(mail).replace("\r\n", "\n") for mail in server.taken]
    assert texts == ["Hello\n.dot\n", "محترم\n"]
    assert server.ids == ["<evenhand-1-a@marlow.example>", "<evenhand-2-b@marlow.example>"]


def test_answers_before_and_after_the_text() -> None:
    with mail_server() as server, by_mail(server):
        smtp = Smtp(settings.EVENHAND_MESSAGES)
        server.refused.add("nobody@home.example")
        assert smtp.deliver(parcel(to="nobody@home.example")).verdict == Verdict.REFUSED
        server.answers = ["554 never", "451 later", "hang"]
        found = [smtp.deliver(parcel()).verdict for _ in range(3)]
        assert smtp.deliver(parcel()).verdict == Verdict.TAKEN
        smtp.close()
    assert found == [Verdict.REFUSED, Verdict.LATER, Verdict.UNKNOWN]


def test_nobody_there_is_later_and_cannot_be_asked() -> None:
    with set_up(smtp_host=HERE, smtp_port=free_port()):
        smtp = Smtp(settings.EVENHAND_MESSAGES)
        assert smtp.deliver(parcel()).verdict == Verdict.LATER
        assert smtp.find("evenhand-1-a").verdict == Verdict.UNKNOWN
