"""Why, for a page: the paragraph, the school's choice and since when, the figure and its unit."""

from __future__ import annotations

import pytest

from evenhand.apps.policy.explaining import Row, figure_row, why
from evenhand.apps.policy.selectors import pack


def test_the_paragraph_speaks_and_figures_follow() -> None:
    chosen = pack("star_binary")
    reason = why(
        chosen,
        "Why",
        ["80", "80", "nothing"],
        [Row("Who", "Ms Okonjo")],
        [("stay.reading_minutes", 30, "2021-04-01")],
    )
    assert [quote.cite for quote in reason.quotes] == ["80"]
    assert reason.quotes[0].text == chosen.clauses["80"].text
    assert reason.rows[0] == Row("Who", "Ms Okonjo")
    assert reason.rows[1].value.endswith("30 minutes, since 1 Apr 2021")
    assert [(link.words, link.url) for link in reason.links] == [("Read ¶ 80", "/policy/80/")]


@pytest.mark.parametrize(("since", "ends"), [("2026-09-01", "since 1 Sep 2026"), (None, "the default")])
def test_a_choice_of_the_school_is_said_in_its_own_words(since: str | None, ends: str) -> None:
    chosen = pack("star_binary")
    setting = chosen.settings["ladder.scope"]
    row = figure_row(chosen, "ladder.scope", setting.default, since)
    label = next(choice.label for choice in setting.choices if choice.value == setting.default)
    assert row.value == f"{setting.asks} {label}, {ends}"
