"""The catalogue as the tray offers it."""

from __future__ import annotations

from evenhand.apps.conduct.catalogue import build_catalogue, known_acts, known_details, known_titles
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.values import Where
from tests.cast import TODAY
from tests.kept_packs import kept_pack

RULES = Policy.of(kept_pack("star_binary")).on(TODAY)


def test_a_new_teacher_sees_one_recognition_of_every_value() -> None:
    first = build_catalogue(RULES, {}, Where.LESSON).first
    assert len(first) == len({RULES.pack.items[choice.code].group for choice in first}) == 4


def test_what_is_used_most_comes_first() -> None:
    found = build_catalogue(RULES, {"ACH-R1": 2, "ACH-S1": 9, "DIS-16": 5}, Where.LESSON)
    assert [choice.code for choice in found.first[:2]] == ["ACH-S1", "ACH-R1"]
    disruptive = next(group for group in found.concerns if group.id == "disruptive")
    assert disruptive.choices[0].code == "DIS-16"
    assert sum(choice.usual for choice in disruptive.choices) == 5
    assert disruptive.more == 16


def test_what_belongs_to_lessons_is_not_offered_in_the_corridor() -> None:
    codes = {
        where: {c.code for group in build_catalogue(RULES, {}, where).concerns for c in group.choices}
        for where in (Where.LESSON, Where.OUT_OF_CLASS)
    }
    assert "DIS-02" in codes[Where.LESSON] - codes[Where.OUT_OF_CLASS]


def test_acts_say_what_they_demand() -> None:
    acts = known_acts(RULES, {"DIS-02": "DIS-01"})
    assert acts["DIS-02"]["details"] == ["minutes_late", "note_shown"]
    assert acts["DIS-02"]["as"] == "DIS-01"
    assert "at least 4" in acts["DIS-02"]["conditions"][0]["words"]
    assert "OTH-01" not in acts
    assert {detail["id"] for detail in known_details(RULES)} >= {
        "minutes_late",
        "note_shown",
        "missing_items",
    }


def test_a_policy_that_only_counts_shows_no_points() -> None:
    counted = Policy.of(kept_pack("infiniti")).on(TODAY)
    assert {choice.value for choice in build_catalogue(RULES, {}, Where.LESSON).first} > {"+2"}
    assert {choice.value for choice in build_catalogue(counted, {}, Where.LESSON).first} == {""}


def test_paragraphs_without_numbers_come_with_what_people_call_them() -> None:
    assert known_titles(RULES.pack, ("80",)) == {}
    named = kept_pack("infiniti")
    titles = known_titles(named, ("phones.hand-in",))
    assert titles["phones.hand-in"] == "Handed in"
    steps = [step for ladder in named.ladders.values() for step in ladder.steps]
    assert {cite for step in steps for cite in step.cites} <= set(titles)
