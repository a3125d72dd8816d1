"""Programmes of recognition in plain words, from their figures and the settings in force."""

from datetime import date

import pytest

from evenhand.apps.policy.programme_words import programme_words
from evenhand.apps.policy.rule_words import rule_words
from evenhand.engine.explain import citing
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.values import ProgrammeForm
from tests.kept_packs import kept_pack

DAY = date(2026, 11, 17)
STAR = Policy.of(kept_pack("star_binary"))
OTHER = Policy.of(kept_pack("infiniti"))


@pytest.mark.parametrize(
    ("policy", "programme", "words"),
    [
        (STAR, "postcard", "each time that 50 more achievement points are reached in a year"),
        (STAR, "top_text", "the 10 with most STAR points in each year group, by the week"),
        (STAR, "character", "named by Form tutor, 1 for each form"),
        (STAR, "full_attendance", "100 percent of the sessions of a half-term"),
        (
            STAR,
            "improved_attendance",
            "the largest rise in attendance on the half-term before, in each year group",
        ),
        (
            STAR,
            "week_improved",
            "attendance at least 10 percentage points above the week before; decided by Form tutor",
        ),
        (
            STAR,
            "star_citizen",
            "never absent, never late and without an entry in a half-term; decided by Senior leader for inclusion",
        ),
        (
            STAR,
            "diploma_assembly",
            "asked for at the end of the week where it is lacking, from 2 school weeks into the term",
        ),
        (STAR, "diploma_levels", "entered by the school; none is made up"),
        (STAR, "aim_teacher", "an aim of 3, each pupil counted once"),
        (OTHER, "not_celebrated", "shown after 4 weeks without an award"),
        (OTHER, "headteacher_award", "named by any member of staff; decided by Headteacher"),
        (
            OTHER,
            "top_five",
            "the 5 with most positive comments in the school, by the term; decided by Headteacher",
        ),
    ],
)
def test_a_programme_is_told_in_one_sentence(policy: Policy, programme: str, words: str) -> None:
    declared = policy.pack.programmes[programme]
    assert programme_words(policy.on(DAY), (declared,)) == (declared.label, words)


def test_words_follow_the_schools_settings() -> None:
    yearly = Policy.of(STAR.pack, [SettingValue("star.period", "half_term", date(2026, 9, 1))])
    assert programme_words(yearly.on(DAY), (STAR.pack.programmes["top_text"],))[1].endswith(
        "by the half-term"
    )


def test_every_form_has_its_words_and_a_clause_tells_its_programme() -> None:
    told = {programme.form for policy in (STAR, OTHER) for programme in policy.pack.programmes.values()}
    assert told == set(ProgrammeForm)
    lines = rule_words(STAR.on(DAY), citing(STAR.pack)["35"])
    assert [line.head for line in lines] == ["Postcard home", "When Postcard home is given"]
    assert "Send the postcard for … points" in lines[1].bodies[0]
