"""The secondary pack holds each row of the table and tariffs, and its worked cases hold in the engine."""

import tomllib
from collections import Counter

import pytest

from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.pack.cases import Case, parse_cases, run_case
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Item, Pack
from evenhand.packs.law import law_of
from evenhand.packs.reader import calendar_text, pack_texts

TEXTS = pack_texts("star_binary")
POLICY = Policy.of(load_pack(TEXTS), law=law_of("england"))


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The pack as it is shipped."""
    return POLICY.pack


def in_group(pack: Pack, group: str) -> list[Item]:
    """The items of one group."""
    return [item for item in pack.items.values() if item.group == group]


@pytest.mark.covers("STAR-A1a")
def test_the_achievement_tariff_has_23_rows_in_four_values(pack: Pack) -> None:
    rows = [item for item in pack.items.values() if "achievement" in item.points]
    sums: Counter[str] = Counter()
    for item in rows:
        sums[item.value] += item.points["achievement"]["recorded"]
    assert Counter(item.value for item in rows) == {"service": 5, "teamwork": 4, "ambition": 8, "respect": 6}
    assert sums == {"service": 10, "teamwork": 8, "ambition": 17, "respect": 17}


@pytest.mark.covers("STAR-6")
def test_each_achievement_carries_one_of_the_four_values(pack: Pack) -> None:
    values = {tag.id for tag in pack.tags if tag.list == "value"}
    assert len(values) == 4
    assert [
        item.code for item in pack.items.values() if "achievement" in item.points and item.value not in values
    ] == []


@pytest.mark.covers("STAR-A2a")
def test_each_disruptive_row_is_one_then_three(pack: Pack) -> None:
    rows = in_group(pack, "disruptive")
    assert len(rows) == 16
    assert {
        item.code for item in rows if item.points != {"behaviour": {"warning": 1, "referral": 3}}
    } == set()


@pytest.mark.covers("STAR-A2c", "STAR-A2e")
def test_plain_red_line_rows_have_a_referral_value_and_starred_rows_none(pack: Pack) -> None:
    plain = [item for item in in_group(pack, "red_line") if "starred" not in item.tags]
    starred = [item for item in in_group(pack, "red_line") if "starred" in item.tags]
    assert len(plain) == 8
    assert all(item.points["behaviour"] == {"referral": 4, "failed": 5} for item in plain)
    assert all(item.points["behaviour"] == {"recorded": 5, "failed": 5} for item in starred)


@pytest.mark.covers("STAR-A2h")
def test_missed_homework_is_two_and_its_missed_detention_three(pack: Pack) -> None:
    assert pack.items["OTH-02"].points["behaviour"] == {"homework": 2, "missed": 3}


@pytest.mark.covers("STAR-T1a")
def test_table_1_has_16_disruptive_19_red_line_and_11_starred_rows(pack: Pack) -> None:
    listed = [item for item in pack.items.values() if "T1" in item.cites]
    assert Counter(item.group for item in listed) == {"disruptive": 16, "red_line": 19}
    assert sum("starred" in item.tags for item in listed) == 11


@pytest.mark.covers("STAR-T1d")
def test_the_stolen_items_rows_are_one_behaviour(pack: Pack) -> None:
    labels = {
        "Theft or bringing in stolen items",
        "Bringing in stolen items",
        "Bringing stolen items into school",
    }
    holders = [item.code for item in pack.items.values() if labels & set(item.source_labels)]
    assert holders == ["RED-13"]
    assert labels == set(pack.items["RED-13"].source_labels)


@pytest.mark.covers("STAR-79")
def test_no_behaviour_has_two_classes(pack: Pack) -> None:
    label_classes: dict[str, set[str]] = {}
    for item in pack.items.values():
        for label in (item.label, *item.source_labels):
            label_classes.setdefault(label, set()).add(item.group)
    assert {label for label, groups in label_classes.items() if len(groups) > 1} == set()


@pytest.mark.covers("STAR-75")
def test_four_shortcuts_lead_to_rows_of_the_tariff(pack: Pack) -> None:
    assert {shortcut.id: shortcut.item for shortcut in pack.shortcuts} == {
        "progress": "ACH-A3",
        "initiative": "ACH-A2",
        "homework": "ACH-A1",
        "question": "ACH-T2",
    }
    assert {shortcut.item for shortcut in pack.shortcuts} <= set(pack.items)


def test_every_paragraph_and_every_open_question_is_there(pack: Pack) -> None:
    assert set(pack.clauses) == {*map(str, range(1, 212)), "T1", "A1", "A2", "DC"}
    asked = {setting.question for setting in pack.settings.values() if setting.question[0] == "G"}
    asked = {setting.question for setting in pack.settings.values() if setting.question.startswith("G-")}
    assert asked == {f"G-{n:02}" for n in range(1, 110)}


def cases() -> list[object]:
    """Each case as a test of its own, marked with the rows that it proves."""
    return [
        pytest.param(case, id=case.name, marks=pytest.mark.covers(*case.covers))
        for name in sorted(TEXTS)
        if name.startswith("cases/")
        for case in parse_cases(name, TEXTS[name])
    ]


@pytest.mark.parametrize("case", cases())
def test_the_case_holds(case: Case) -> None:
    assert run_case(POLICY, load_calendar(calendar_text(case.calendar)), case) == ()


NO_CASE = {16: "falls due by the calendar alone", 17: "as 16", 34: "asked of the pack itself"}


@pytest.mark.parametrize("number", [number for number in range(1, 40) if number not in NO_CASE])
def test_both_worked_examples_of_each_formula_are_cases(number: int) -> None:
    name = f"K-{number:02d}"
    cases = [case for text in case_texts() for case in tomllib.loads(text)["case"]]
    told = [(case["name"], *case.get("settles", ())) for case in cases]
    settled = [words for words in told if any(name in word for word in words)]
    assert len(settled) >= 2


def case_texts() -> list[str]:
    """The files of cases."""
    return [text for file, text in TEXTS.items() if file.startswith("cases/")]
