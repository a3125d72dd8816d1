"""A letter is refused while any part of it is empty, part by part."""

from __future__ import annotations

import pytest

from evenhand.engine.decisions import Tell
from evenhand.engine.facts import Fact
from tests.engine.formal import act, issue, lawful
from tests.engine.worlds import Run, run

FULL: dict[str, Fact] = {
    "letter": "fixed_period",
    "kind": "fixed",
    "reasons": "Assault",
    "contact": "The clerk",
    "advice_sources": ("A national line",),
    "call_reason": "No number answers",
}


def sent(**details: Fact) -> Run:
    return run(
        lawful(), issue(), act("sent", "letter", about="issued", roles=("office",), more=FULL | details)
    )


def test_a_full_letter_tells_the_family() -> None:
    tells = [o for o in sent().decisions["sent"].outcomes if isinstance(o, Tell)]
    assert [(tell.audience, tell.template) for tell in tells] == [("family", "fixed_period_exclusion")]


@pytest.mark.covers("STAR-181a", "STAR-181c", "STAR-181i")
@pytest.mark.parametrize("part", ["kind", "reasons", "contact", "advice_sources"])
@pytest.mark.parametrize("blank", ["", "  ", ()])
def test_each_empty_part_is_named(part: str, blank: Fact) -> None:
    done = sent(**{part: blank})
    assert done.missing("sent") == ("letter:" + part,)
    assert done.outcomes("sent", "tell") == []


def test_every_empty_part_is_named_at_once() -> None:
    assert sent(kind="", reasons="", call_reason="").missing("sent") == (
        "letter:kind",
        "letter:reasons",
        "gate:call",
    )


def test_what_somebody_wrote_is_not_repeated_in_the_reason() -> None:
    assert "Assault" not in repr(sent().decisions["sent"])


@pytest.mark.parametrize("letter", ["", "nothing", "permanent", "review_right"])
def test_a_letter_that_is_not_for_this_kind_is_refused(letter: str) -> None:
    assert sent(letter=letter).missing("sent") == ("detail:letter",)
