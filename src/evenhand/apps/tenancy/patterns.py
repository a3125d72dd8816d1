"""Example term patterns and bank holidays of a country, to start a school's year from."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from evenhand.apps.tenancy.year_rows import BlockRow, ClosureRow, YearRows
from evenhand.packs.reader import country_text

COUNTRY = "england"


class Pattern(NamedTuple):
    """A term pattern to start from; `confirm` says what the school must do before it uses it."""

    id: str
    label: str
    year: str
    confirm: str
    blocks: tuple[BlockRow, ...]

    def rows(self) -> YearRows:
        """The year of this pattern with the bank holidays that fall into it."""
        first = date(int(self.year[:4]), 9, 1)
        last = date(first.year + 1, 8, 31)
        closures = tuple(holiday for holiday in bank_holidays() if first <= _day(holiday) <= last)
        return YearRows(self.year, first.isoformat(), last.isoformat(), self.blocks, closures)


@lru_cache(maxsize=1)
def term_patterns() -> tuple[Pattern, ...]:
    """The patterns that come with evenhand, in the order of their file."""
    read = tomllib.loads(country_text(COUNTRY, "terms"))
    return tuple(
        Pattern(
            one["id"],
            one["label"],
            one["year"],
            one["confirm"],
            tuple(
                BlockRow(block["label"], block["term"], block["first"].isoformat(), block["last"].isoformat())
                for block in one["block"]
            ),
        )
        for one in read["pattern"]
    )


@lru_cache(maxsize=1)
def bank_holidays() -> tuple[ClosureRow, ...]:
    """Every bank holiday known, as rows of a year."""
    read = tomllib.loads(country_text(COUNTRY, "bank_holidays"))
    return tuple(ClosureRow(day["date"].isoformat(), "bank_holiday", day["title"]) for day in read["holiday"])


def _day(row: ClosureRow) -> date:
    return date.fromisoformat(row.date)
