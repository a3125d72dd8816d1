"""What the page foretells is what the server then decides, for every act of the policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from evenhand.apps.conduct import foreseeing, selectors
from evenhand.apps.conduct.foreseeing import bare, count, foresee, ordinal
from evenhand.apps.conduct.rooms import ground_of
from evenhand.apps.policy.performers import agreed_on
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.decisions import Step
from evenhand.engine.forecast import forecast
from tests.cast import TODAY, SchoolCast
from tests.classroom import agree
from tests.incidents import concern


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def foreseen(cast: SchoolCast, code: str, n: int = 0) -> dict[str, object]:
    pupils = cast.pupils[:3]
    ids = [pupil.pk for pupil in pupils]
    found = foresee(
        ground_of(cast.actor("teacher"), cast.lesson), pupils, selectors.states(ids), agreed_on(TODAY, ids)
    )
    words = found.outcome(pupils[n].pk, code)
    assert words is not None
    return dict(words)


@pytest.mark.parametrize("code", ["DIS-04", "DIS-10", "RED-05", "RED-01", "RED-09"])
def test_the_step_foretold_is_the_step_decided(school: SchoolCast, code: str) -> None:
    for _ in range(3):
        words = foreseen(school, code)
        step = next(o for o in concern(school, code).decision.outcomes if isinstance(o, Step))
        assert (words["step"], words["position"], words["ordinal"]) == (
            step.step,
            step.position,
            step.ordinal,
        )


def test_pupils_who_stand_alike_share_one_wording(school: SchoolCast) -> None:
    concern(school)
    pupils = school.pupils[:3]
    ids = [pupil.pk for pupil in pupils]
    found = foresee(ground_of(school.actor("teacher"), school.lesson), pupils, selectors.states(ids), {})
    places = [found.by[pk][found.codes["DIS-04"]] for pk in ids]
    assert places[0] != places[1] == places[2]
    assert len(set(found.codes.values())) < len(found.codes)


def test_the_heavier_outcome_weighs_more(school: SchoolCast) -> None:
    concern(school)
    weights = [foreseen(school, "DIS-04", n)["weight"] for n in (0, 1)]
    assert weights[0] > weights[1]  # type: ignore[operator]  # both are whole numbers


def test_a_repeated_warning_is_foretold_for_whom_it_is_agreed(school: SchoolCast) -> None:
    agree(school, school.pupil, kind="repeat_step", words="Two warnings")
    from evenhand.apps.support.models import AgreedAdjustment

    AgreedAdjustment.objects.update(value=2)
    from evenhand.engine.facts import Answer

    key = str(AgreedAdjustment.objects.get().pk)
    concern(school, answers=(Answer(key, "applied"),))
    words = foreseen(school, "DIS-04")
    assert words["before"] == "second in this lesson, a warning"


def test_a_starred_act_says_who_would_consider_more(school: SchoolCast) -> None:
    items = policy_of(school.school.pk).pack.items.values()
    starred = next(item.code for item in items if "starred" in item.tags)
    also = foreseen(school, starred)["also"]
    assert isinstance(also, list)
    assert any("nothing is issued by the system" in words for words in also)


def test_words_of_numbers_and_phrases() -> None:
    assert (ordinal(2), ordinal(12), count(1), count(40)) == ("second", "12th", "one", "40")
    assert (bare("a referral"), bare("an entry"), bare("two")) == ("referral", "entry", "two")


def test_nothing_behind_them_is_worked_out_once_for_all_lessons_of_a_minute(
    school: SchoolCast, monkeypatch: pytest.MonkeyPatch, moment: time_machine.Traveller
) -> None:
    asked: list[str] = []

    def counted(*given: Any) -> Any:
        asked.append(given[3].code)
        return forecast(*given)

    monkeypatch.setattr(foreseeing, "forecast", counted)
    monkeypatch.setattr(foreseeing, "_words_of", {})
    first = foreseen(school, "DIS-04")
    for_all = len(asked)
    assert for_all > 0
    assert foreseen(school, "DIS-04") == first
    assert len(asked) == for_all
    concern(school)
    assert foreseen(school, "DIS-04") != first
    assert len(asked) == 2 * for_all
    moment.shift(timedelta(minutes=1))
    foreseen(school, "DIS-04", 1)
    assert len(asked) == 4 * for_all


def test_another_adult_rule_or_place_never_gets_the_words_of_the_first(
    school: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[Any, Any] = {}
    pupils = school.pupils[:3]
    for role in ("teacher", "duty_leader"):
        for lesson in (school.lesson, None):
            found = []
            for words in (kept, {}):
                monkeypatch.setattr(foreseeing, "_words_of", words)
                found.append(foresee(ground_of(school.actor(role), lesson), pupils, {}, {}))
            assert found[0] == found[1]
    assert kept
