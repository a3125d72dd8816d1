"""Figures, titles and sentences as the pages say them."""

from __future__ import annotations

import pytest

from evenhand.apps.policy.words import (
    FATE_MEANS,
    FATES,
    FORCES,
    answer_of,
    listed,
    quantity,
    sentence,
    title_of,
)
from evenhand.engine.decisions import Value
from evenhand.engine.values import Fate, Force, Role, Unit
from tests.kept_packs import kept_pack


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, Unit.SCHOOL_DAYS, "1 school day"),
        (5, Unit.MINUTES, "5 minutes"),
        (97, Unit.PERCENT, "97%"),
        (True, None, "yes"),
        (0, Unit.POINTS, "0 points"),
        ("15:00", Unit.TIME, "15:00"),
        (23, Unit.COUNT, "23"),
    ],
)
def test_a_figure_has_its_unit(value: Value, unit: Unit | None, words: str) -> None:
    assert quantity(value, unit) == words


def test_every_fate_and_force_has_words() -> None:
    assert set(FATES) == set(FATE_MEANS) == set(Fate)
    assert set(FORCES) == set(Force)


def test_an_answer_is_the_label_of_its_choice_or_the_figure() -> None:
    settings = kept_pack("star_binary").settings
    assert answer_of(settings["points.warning_then_referral"], "additive") == "Both stand"
    assert answer_of(settings["late.detention_length"], 45) == "45 minutes"


def test_a_role_is_called_by_the_schools_title_or_ours() -> None:
    pack = kept_pack("infiniti")
    assert title_of(pack, Role.PRINCIPAL) == "Headteacher"
    assert title_of(pack, "principal") == "Headteacher"
    assert title_of(pack, "family") == "Family"
    assert title_of(pack, None) == ""


def test_words_make_a_sentence() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b"], "or") == "a or b"
    assert listed(["a"]) == "a"
    assert listed([]) == ""
    assert sentence(" the end ") == "The end."
    assert sentence("Why?") == "Why?"
    assert sentence("") == ""
