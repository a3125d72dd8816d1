"""Rows of a form: which button was pressed and what was typed, whatever the figures say."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from django.http import QueryDict

from evenhand.web.setup.rows import MOST_ROWS, asked, read_rows


class Row(NamedTuple):
    first: str = ""
    last: str = ""


def test_the_button_says_what_is_done_to_which_row() -> None:
    do = asked(QueryDict("do=remove-periods-2"))
    assert (do.act, do.what, do.at) == ("remove", "periods", 2)
    assert asked(QueryDict("")).act == "save"


@pytest.mark.parametrize("number", ["²", "9" * 30, "x"])
def test_a_row_that_is_no_number_is_the_first(number: str) -> None:
    assert asked(QueryDict(f"do=remove-periods-{number}")).at == 0


@pytest.mark.parametrize(("count", "rows"), [("2", 2), ("²", 0), ("", 0), ("9" * 18, MOST_ROWS)])
def test_as_many_rows_are_read_as_were_shown(count: str, rows: int) -> None:
    post = QueryDict(mutable=True)
    post.update({"terms-count": count, "terms-0-first": "Monday", "terms-1-last": "Friday"})
    found = read_rows(post, "terms", Row)
    assert len(found) == rows
    assert found[:2] == [Row("Monday"), Row(last="Friday")][:rows]
