"""Settings whose default or filter is nothing that they can be."""

import pytest

from evenhand.engine.pack.check.settings import allowed_words, allows
from evenhand.engine.pack.schema import Choice, Figure, Setting
from tests.tiny_pack import faults

EFFECT = 'decider = "author"'
NUMBER = (
    '[[setting]]\nkey = "n"\nquestion = "Q"\nasks = "How many?"\ntype = "integer"\nwhy = "So."\ncites = []\n'
)


def setting(kind: str, choices: tuple[Choice, ...] = ()) -> Setting:
    """A setting of a type, from 1 to 5."""
    return Setting("s", "Q", "Asks?", kind, 1, "Why.", (), choices, minimum=1, maximum=5)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            ('default = "lesson"', 'default = "week"'),
            'the default "week" is nothing that "step.scope" can be',
        ),
        (('default = "lesson"', "default = 1"), "the default 1 is nothing"),
        (('type = "choice"', 'type = "number"'), 'type "number" is not known'),
        (("", f"{NUMBER}default = 9\nminimum = 1\nmaximum = 5"), "a whole number, at least 1, at most 5"),
        (("", f"{NUMBER}default = 3\nminimum = 5\nmaximum = 1"), "the maximum 1 is below the minimum 5"),
        (("", f"{NUMBER}default = 3\n".replace("integer", "choice")), '"n" is a choice of nothing'),
        (('type = "choice"', 'type = "choice"\nunit = "minutes"'), '"lesson" does not count minutes'),
    ],
)
def test_a_setting_that_cannot_be_is_reported(edit: tuple[str, str], message: str) -> None:
    found = faults("settings.toml", *edit)
    assert [fault for fault in found if fault.startswith("settings.toml:") and message in fault], found


def test_a_filter_on_a_value_that_never_comes_is_reported() -> None:
    def filtered(value: str) -> list[str]:
        return faults(
            "ladders.toml", EFFECT, f'{EFFECT}\nwhen = {{ settings = {{ "step.match" = {value} }} }}'
        )

    assert filtered('"same"') == []
    (found,) = filtered('"some"')
    assert 'this filter "some" is nothing that "step.match" can be' in found
    assert 'expected one of any, same, highest; write "same"' in found


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("boolean", True, True),
        ("boolean", 1, False),
        ("integer", 0, False),
        ("integer", 1, True),
        ("integer", 5, True),
        ("integer", 6, False),
        ("integer", True, False),
        ("integer", "5", False),
        ("time", "15:00", True),
        ("time", "15", False),
        ("text", "any", True),
        ("text", 3, False),
    ],
)
def test_a_value_fits_its_type(kind: str, value: Figure, expected: bool) -> None:
    assert allows(setting(kind), value) is expected


def test_a_choice_is_one_of_its_own_and_of_its_type() -> None:
    chosen = setting("choice", (Choice(1, "One"), Choice("two", "Two")))
    assert [value for value in (1, "two", True, "1", 2) if allows(chosen, value)] == [1, "two"]
    assert allowed_words(chosen) == "one of 1, two"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({}, "a whole number"),
        ({"minimum": 0}, "a whole number, at least 0"),
        ({"maximum": 5}, "a whole number, at most 5"),
        ({"minimum": 1, "maximum": 5}, "a whole number, at least 1, at most 5"),
    ],
)
def test_what_a_number_may_be_is_told_with_its_bounds(bounds: dict[str, int], words: str) -> None:
    number = Setting(
        "s", "Q", "Asks?", "integer", 1, "Why.", (),
        minimum=bounds.get("minimum"), maximum=bounds.get("maximum"),
    )  # fmt: skip
    assert allowed_words(number) == words
    assert [allows(number, value) for value in (-1, 9)] == ["minimum" not in bounds, "maximum" not in bounds]


def test_a_number_may_have_one_value_alone() -> None:
    assert faults("settings.toml", "", f"{NUMBER}default = 3\nminimum = 3\nmaximum = 3") == []


def test_a_detail_is_checked_like_a_setting() -> None:
    detail = '[[detail]]\nid = "d"\nlabel = "D"\ntype = "{}"\n{}'
    assert faults("catalogue.toml", "", detail.format("integer", "minimum = 1\nmaximum = 1")) == []
    (bounds,) = faults("catalogue.toml", "", detail.format("integer", "minimum = 2\nmaximum = 1"))
    assert "detail[0].maximum: the maximum 1 is below the minimum 2" in bounds
    for kind in ("choice", "multiple"):
        (nothing,) = faults("catalogue.toml", "", detail.format(kind, ""))
        assert 'detail[0]: "d" is a choice of nothing' in nothing
    choice = 'unit = "minutes"\nchoices = [{ value = 1, label = "One" }, { value = "x", label = "X" }]'
    (unit,) = faults("catalogue.toml", "", detail.format("choice", choice))
    assert 'detail[0].choices[1].value: "x" does not count minutes' in unit
