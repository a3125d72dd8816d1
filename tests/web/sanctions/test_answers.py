"""What is typed becomes details of the event; what is empty or makes no sense becomes none."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from evenhand.engine.facts import Fact
from evenhand.web.sanctions.answers import read
from evenhand.web.sanctions.asking import Field, Part

CHOICES = (("a", "A"), ("b", "B"))
FIELDS = (
    Field("start", "First day", "day"),
    Field("days", "Days", "days"),
    Field("known", "Known", "one", choices=(("yes", "Yes"), ("no", "No"))),
    Field("ground", "Ground", "one", choices=CHOICES),
    Field("ticks", "Ticks", "many", choices=CHOICES),
    Field("pathway", "Pathway", "number"),
    Field("why", "Why", "words"),
    Field("lunches", "Lunchtime 1", "day"),
    Field("lunches", "Lunchtime 2", "day"),
)


@pytest.mark.parametrize(
    ("typed", "details"),
    [
        ("start=2026-11-18&days=2.5", {"start": "2026-11-18", "half_days": 5}),
        ("start=2026-11-18&days=1,5", {"start": "2026-11-18", "half_days": 3}),
        ("start=2026-11-18&days=0.3", {"start": "2026-11-18"}),
        ("start=2026-11-18&days=NaN", {"start": "2026-11-18"}),
        ("start=2026-11-18&days=1e9", {"start": "2026-11-18"}),
        ("start=soon&days=2", {}),
        ("days=2", {}),
        ("known=no&ground=b", {"known": False, "ground": "b"}),
        ("ground=c&ticks=c&ticks=a", {"ticks": ("a",)}),
        ("pathway=2", {"pathway": 2}),
        ("pathway=-2&why=++", {}),
        ("pathway=99999", {}),
        ("lunches=2026-11-18&lunches=&lunches=2026-11-19", {"lunches": ("2026-11-18", "2026-11-19")}),
        ("other=1", {}),
    ],
)
def test_answers_are_read_as_the_field_asks(typed: str, details: dict[str, Fact]) -> None:
    assert read(QueryDict(typed), [Part("All", (), FIELDS)]) == details
