"""What the forms ask, and what they keep."""

from __future__ import annotations

from evenhand.apps.casework.forms import ContactForm, DecideForm, DeferForm, ReassignForm


def test_a_contact_is_who_how_and_what() -> None:
    form = ContactForm({"who": "Mrs Bello", "how": "text", "note": "He stays until 16:00."})
    assert form.is_valid()
    assert form.words() == "Mrs Bello, by text: He stays until 16:00."
    assert set(ContactForm({}).errors) == {"who", "how", "note"}


def test_no_answer_to_a_proposal_excludes() -> None:
    assert not DecideForm({"answer": "exclude", "reasons": "Because"}).is_valid()
    assert DecideForm({"answer": "referred", "reasons": "Because"}).is_valid()


def test_a_reason_is_always_asked_for() -> None:
    assert "reason" in DeferForm({"until": "2026-11-18T09:00"}).errors
    form = ReassignForm({"person": "7"}, people=[(7, "Ms Tutor")])
    assert set(form.errors) == {"reason"}
