"""An effect in words: what, by whom, by when, for what."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.policy.effect_words import due_words, effect_words, figure_words, in_force, when_words
from evenhand.engine.pack.resolve import Policy, Rules, SettingValue
from evenhand.engine.pack.schema import Due, Effect, When
from evenhand.engine.values import DueRule, Role, Unit, Where
from tests.kept_packs import kept_pack


def rules(*settings: SettingValue) -> Rules:
    return Policy.of(kept_pack("star_binary"), settings).on(date(2026, 11, 17))


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, ""),
        (Due(DueRule.MINUTES, n="param:stay.reading_minutes"), ", within 30 minutes"),
        (Due(DueRule.SCHOOL_DAYS, n="param:stay.release_days"), ", within 1 school day"),
        (Due(DueRule.AT_TIME, at=""), ", by "),
        (Due(DueRule.BEFORE_BELL), ", before the closing bell"),
        (Due(DueRule.NOW), ", at once"),
    ],
)
def test_when_a_duty_is_due(due: Due | None, words: str) -> None:
    assert due_words(rules(), due) == words


def test_each_kind_of_effect_says_what_it_brings() -> None:
    told = {
        "post": effect_words(rules(), Effect("post", ("80",), ledger="behaviour", value=2)),
        "place": effect_words(rules(), Effect("place", ("80",), placement="removal_room", decider="author")),
        "owe": effect_words(rules(), Effect("owe", ("145",), owed="late_detention")),
        "task": effect_words(rules(), Effect("task", ("97",), label="Call home", role=Role.SENCO)),
        "tell": effect_words(rules(), Effect("tell", ("146",), audience="family", channel="message")),
        "propose": effect_words(rules(), Effect("propose", ("82",), label="Consider", role=Role.PRINCIPAL)),
    }
    assert told["post"] == "2 is posted to behaviour points"
    assert "decided by the adult who records it" in told["place"]
    assert told["owe"] == "late detention is owed"
    assert told["task"] == "Call home (SENDCO)"
    assert told["tell"] == "told by message: Family"
    assert told["propose"] == "put to Principal: Consider"


def test_a_filter_says_for_what_and_except_what() -> None:
    when = When(groups=("red_line",), where=(Where.LESSON,), not_tags=("starred",))
    words = when_words(rules(), when)
    assert words.startswith(". For: Red line; in a lesson. Except: ")
    assert when_words(rules(), When()) == ""


def test_a_setting_decides_whether_an_effect_is_in_force() -> None:
    when = When(settings={"ladder.scope": "day"})
    assert not in_force(rules(), when)
    assert in_force(rules(SettingValue("ladder.scope", "day", date(2026, 9, 1))), when)


def test_a_figure_is_shown_with_its_unit_or_its_choice() -> None:
    assert figure_words(rules(), "param:stay.late_finish_minutes", Unit.MINUTES) == "60 minutes"
    assert figure_words(rules(), "setting:ladder.scope") == "The lesson"
