"""The small components: what a label says, what a script hooks on to, and what is said in words."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template

NOW = datetime(2026, 11, 17, 11, 32, tzinfo=UTC)


class LateForm(forms.Form):
    minutes = forms.IntegerField(label="Minutes late", help_text="From the bell.")


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_button_is_a_button_unless_it_leads_somewhere() -> None:
    assert rendered('{% button "Cancel" %}') == '<button type="button" class="btn">Cancel</button>\n'
    assert 'type="submit"' in rendered('{% button "Sign in" submit=True %}')
    assert rendered('{% button "Open" kind="soft" href="/x/" %}').startswith(
        '<a class="btn btn-soft" href="/x/">'
    )


def test_a_button_without_words_has_a_name() -> None:
    drawn = rendered('{% button "More" icon="ellipsis" only_icon=True after=" for Idris" %}')
    assert 'aria-label="More for Idris"' in drawn
    assert ">More" not in drawn


def test_an_unknown_kind_says_what_to_write() -> None:
    with pytest.raises(ValueError, match="write primary, soft, plain or nothing"):
        rendered('{% button "X" kind="danger" %}')


def test_a_label_is_escaped() -> None:
    assert "&lt;b&gt;" in rendered("{% button words %}", words="<b>")


def test_why_names_its_sheet_and_its_subject() -> None:
    drawn = rendered('{% why "w1" subject="Idris" cite="80" %}')
    assert 'aria-controls="w1"' in drawn
    assert 'aria-expanded="false"' in drawn
    assert "Why, Idris: " in drawn
    assert "¶ 80" in drawn


def test_the_mark_of_a_paragraph_is_the_schools() -> None:
    page = SimpleNamespace(mark="§")
    assert rendered('{% para "6" "7" %}', shell=page) == '<span class="para">§ 6, 7</span>'
    assert "§ 80" in rendered('{% why "w1" cite="80" %}', shell=page)
    assert rendered('{% para "80" %}') == '<span class="para">¶ 80</span>'


def test_a_paragraph_without_a_number_is_cited_by_its_heading() -> None:
    page = SimpleNamespace(mark="§", titled={"phones.hand-in": "Handed in", "6": "6"}.get)
    assert rendered('{% para "phones.hand-in" %}', shell=page) == (
        '<span class="para para-named">§ Handed in</span>'
    )
    assert rendered('{% para "6" %}', shell=page) == '<span class="para">§ 6</span>'
    drawn = rendered('{% why "w1" cite="phones.hand-in" %}', shell=page)
    assert "§ Handed in" in drawn
    assert "phones" not in drawn


def test_why_leads_to_the_paragraph_without_script() -> None:
    drawn = rendered('{% why "w1" cite="80" href="/policy/80/" %}')
    assert drawn.startswith('<a class="why" href="/policy/80/" data-why="w1">')


def test_a_countdown_stands_without_script() -> None:
    drawn = rendered("{% countdown due now 5 %}", due=NOW + timedelta(minutes=2), now=NOW)
    assert "2:00" in drawn
    assert "2 minutes left" in drawn
    assert 'data-total="300"' in drawn
    assert "style" not in drawn


def test_a_field_points_to_its_hint_and_its_error() -> None:
    drawn = rendered("{% field form.minutes %}", form=LateForm({"minutes": "x"}))
    assert 'aria-describedby="id_minutes-hint id_minutes-error"' in drawn
    assert drawn.count('aria-describedby="') == 1
    assert 'aria-invalid="true"' in drawn
    assert '<p class="field-error" id="id_minutes-error">' in drawn
