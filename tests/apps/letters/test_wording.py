"""Words in a family's language: filled, spelt, set apart where the direction changes, and honest about what is missing."""

from __future__ import annotations

import pytest

from evenhand.apps.letters.wording import (
    direction,
    form_of,
    languages_of,
    spoken,
    word,
)
from evenhand.apps.policy.selectors import pack

PACK = "star_binary"
VALUES = {
    "pupil": "Amara", "family": "Mrs Okafor", "school": "Marlow", "day": "2026-11-17", "time": "15:05",
    "until": "15:35", "paragraphs": "¶146",
}  # fmt: skip


def say(wanted: str = "en", channel: str = "email", **more: str) -> str:
    return word(pack(PACK), "late_detention", VALUES | more, wanted=wanted, channel=channel).body


def test_a_line_without_its_value_is_left_out() -> None:
    assert "It takes place here" not in say()
    assert "It takes place here: Hall." in say(place="Hall")


def test_a_text_message_is_short() -> None:
    text = say(channel="text")
    assert text == (
        "Marlow: Amara was late today and has a detention Tuesday 17 November 2026, 15:05 to 15:35."
        " Please plan the way home."
    )


@pytest.mark.parametrize(
    ("wanted", "day"),
    [
        ("en", "Tuesday 17 November 2026"),
        ("pl", "wtorek 17 listopada 2026"),
        ("ro", "marți 17 noiembrie 2026"),
    ],
)
def test_a_day_is_spelt_in_the_language(wanted: str, day: str) -> None:
    assert day in say(wanted)


def test_a_name_in_the_other_direction_is_set_apart() -> None:
    assert "\u2068Amara\u2069" in say("ur")
    assert "\u2068" not in say("pl")


def test_a_dialect_is_its_language_and_what_nobody_wrote_is_english() -> None:
    found = pack(PACK)
    assert spoken(found, "late_detention", "pl-PL") == "pl"
    assert spoken(found, "late_detention", "ta") == "en"
    assert spoken(found, "full_attendance", "pl") == "en"
    assert languages_of(found, "late_detention") == ("en", "pl", "ro", "ur")


def test_a_template_that_the_pack_lacks_lists_its_values_for_a_call() -> None:
    said = word(pack(PACK), "snow_day", {"day": "2026-11-17", "place": ""}, wanted="pl", channel="phone")
    assert (said.known, said.subject, said.body) == (False, "Snow day", "day: 2026-11-17")
    assert form_of(pack(PACK), "snow_day").channels == ("phone",)


def test_a_subject_without_its_values_is_the_message_s_name() -> None:
    said = word(pack(PACK), "late_finish", {"pupil": "Amara"}, wanted="en", channel="email")
    assert said.subject == "The day ends later than the bell"


def test_directions() -> None:
    assert (direction("ur"), direction("ar-SY"), direction("pl")) == ("rtl", "rtl", "ltr")
