"""Small numbers are hidden, and one alone takes another with it."""

from evenhand.apps.insight.hiding import shown


def test_from_one_to_below_the_figure_is_hidden_and_nought_is_not() -> None:
    assert shown([4, 3, 0, 12], 5) == ["<5", "<5", "0", "12"]
    assert shown([5, 6], 5) == ["5", "6"]
    assert shown([3, 0], 0) == ["3", "0"]


def test_one_alone_takes_the_smallest_other_with_it() -> None:
    assert shown([30, 3, 9], 5) == ["30", "<5", "hidden"]
    assert shown([3], 5) == ["<5"]
