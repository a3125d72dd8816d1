"""A detail is taken only where it is of its type, in its range and among its choices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenhand.engine.facts import Fact
from evenhand.engine.rules.details import fits, sample
from evenhand.engine.values import EventKind
from tests.engine.worlds import PACKS, happened, pack, policy, run

STAR = pack("star_binary").details


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("sessions", 1, True), ("sessions", 40, True), ("sessions", 0, False), ("sessions", 41, False),
        ("sessions", -5, False), ("sessions", True, False), ("sessions", "3", False),
        ("note_shown", False, True), ("note_shown", 0, False),
        ("missing_items", ("pen", "ruler"), True), ("missing_items", "pen", True),
        ("missing_items", ("pen", "sword"), False), ("missing_items", (), False),
    ],
)  # fmt: skip
def test_a_value_fits_or_does_not(name: str, value: Fact, right: bool) -> None:
    assert fits(STAR[name], value) == right


def test_words_are_more_than_spaces_and_a_choice_is_one_of_the_list() -> None:
    details = pack("infiniti").details
    assert fits(details["change"], "Sit down")
    assert not fits(details["change"], "  ")
    assert fits(details["destination"], "parallel_class")
    assert not fits(details["destination"], "a cupboard")


@pytest.mark.parametrize("name", PACKS)
def test_the_sample_of_every_detail_fits(name: str) -> None:
    assert [detail.id for detail in pack(name).details.values() if not fits(detail, sample(detail))] == []


@pytest.mark.parametrize("sessions", [-3, 0, 41, 10**12, True])
def test_no_one_posts_a_thousand_points_by_a_number_out_of_range(sessions: int) -> None:
    item = next(item for item in pack("star_binary").items.values() if item.multiple_of == "sessions")
    done = run(policy(), happened(code=item.code, kind=EventKind.ACHIEVEMENT, sessions=sessions))
    assert done.missing("one") == ("detail:sessions",)
    assert done.state.totals == {}


NUMBER = next(detail for detail in STAR.values() if detail.type == "integer")


@pytest.mark.parametrize(
    ("minimum", "maximum", "right"),
    [
        (None, None, [-2, -1, 0, 1, 2, 3, 4]),
        (0, None, [0, 1, 2, 3, 4]),
        (None, 0, [-2, -1, 0]),
        (1, 3, [1, 2, 3]),
        (2, 2, [2]),
    ],
)
def test_a_range_includes_both_its_ends(minimum: int | None, maximum: int | None, right: list[int]) -> None:
    detail = replace(NUMBER, minimum=minimum, maximum=maximum)
    assert [value for value in range(-2, 5) if fits(detail, value)] == right


@pytest.mark.parametrize(("minimum", "found"), [(None, 1), (0, 1), (1, 1), (2, 2), (3, 3)])
def test_the_sample_of_a_number_is_one_or_the_least(minimum: int | None, found: int) -> None:
    assert sample(replace(NUMBER, minimum=minimum, maximum=None)) == found


def test_samples_of_each_type() -> None:
    words = {detail.type: detail for name in PACKS for detail in pack(name).details.values()}
    choice, several = words["choice"], words["multiple"]
    assert sample(words["boolean"]) is False
    assert sample(choice) == choice.choices[0].value
    assert sample(several) == (several.choices[0].value,)
    assert sample(words["text"]) == words["text"].label


def test_of_several_each_must_be_allowed() -> None:
    several = STAR["missing_items"]
    first, second = (str(choice.value) for choice in several.choices[:2])
    assert fits(several, first) is True
    assert fits(several, (first, second)) is True
    assert fits(several, ("sword", first)) is False
    assert fits(several, ()) is False
    assert fits(STAR["note_shown"], True) is True
    assert fits(pack("infiniti").details["destination"], ("parallel_class",)) is False
    assert fits(pack("infiniti").details["change"], 3) is False
