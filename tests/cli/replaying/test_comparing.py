"""The two sides of a comparison: what is counted, and that groups come in order."""

from __future__ import annotations

from evenhand.cli.replaying.comparing import Comparison, Pupil, groups_of, name_of, totals
from evenhand.engine.decisions import Post, Reason, Review, Step
from evenhand.engine.history import Known

WHY = Reason((), "")


def pupil(year: int | None, form: str, was: dict[str, int], would: dict[str, int]) -> Pupil:
    one = Pupil(Known(year, {"form": form} if form else {}))
    one.was.update(was)
    one.would.update(would)
    return one


def test_outcomes_are_counted_by_what_the_pack_calls_them() -> None:
    assert name_of(Post("behaviour", 2, "recorded", WHY)) == "post behaviour"
    assert name_of(Step("in_class", "warning", 1, 1, "s", False, WHY)) == "step warning"
    assert name_of(Review("event-1", "senco", WHY)) == "review"


def test_a_pupil_gains_or_loses_once_however_many() -> None:
    found = totals([pupil(7, "", {"a": 1, "b": 2}, {"a": 3}), pupil(7, "", {"a": 2}, {"a": 1})])
    assert found == {
        "a": {"was": 3, "would": 4, "gain": 1, "lose": 1},
        "b": {"was": 2, "would": 0, "gain": 0, "lose": 1},
    }


def test_years_come_in_order_of_number_and_nobody_is_left_out() -> None:
    pupils = {
        ("", "x"): pupil(10, "10A", {}, {}),
        ("", "y"): pupil(9, "", {}, {}),
        ("", "z"): pupil(None, "9B", {}, {}),
    }
    found = [
        (kind, name, len(held)) for kind, name, held in groups_of(Comparison(pupils, (), 0, 0), ("form",))
    ]
    assert found == [
        ("year_group", "9", 1), ("year_group", "10", 1), ("year_group", "", 1),
        ("form", "", 1), ("form", "9B", 1), ("form", "10A", 1),
    ]  # fmt: skip
