"""The therapeutic pack: it loads, its cases hold, its scripts stay clean, its lists agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache

import pytest

from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.pack.cases import Case, parse_cases, run_case
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import LadderStep, Pack
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import Fate
from evenhand.packs.law import law_of
from evenhand.packs.reader import calendar_text, pack_texts

ID = "infiniti"
TEXTS = pack_texts(ID)
PACK = load_pack(TEXTS)
LADDER = PACK.ladders["six_steps"]
# Settings that only change what a screen offers; the screens' own tests prove them.
READ_BY_SCREENS = {"profile.release_days", "script.reminds_of", "digest.at", "search.enabled"}
PLACEHOLDERS = {"first", "act", "rule", "school", "consequence", "change", "positive"}
ANSWERS = {
    "first": "Amir", "act": "calling out", "rule": "respectful", "school": "Alder House School",
    "consequence": "5 minutes", "change": "hand up first", "positive": "you helped with the paint",
}  # fmt: skip


def cases() -> Iterator[Case]:
    """Every case of the pack."""
    for name, text in TEXTS.items():
        if name.startswith("cases/"):
            yield from parse_cases(name, text)


@cache
def calendar(name: str) -> SchoolCalendar:
    """A calendar that comes with evenhand."""
    return load_calendar(calendar_text(name), name)


def words_of(value: object) -> Iterator[str]:
    """Every text that the pack holds, save the list of words that it forbids."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            if not (isinstance(value, Pack) and field.name == "forbidden_words"):
                yield from words_of(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from words_of(key)
            yield from words_of(entry)
    elif isinstance(value, tuple):
        for entry in value:
            yield from words_of(entry)


def step(step_id: str) -> LadderStep:
    """A step of the six by its id."""
    return next(one for one in LADDER.steps if one.id == step_id)


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: case.name)
def test_each_case_holds(case: Case) -> None:
    assert run_case(Policy.of(PACK, law=law_of("england")), calendar(case.calendar), case) == ()


def test_every_open_question_has_its_setting() -> None:
    asked = {setting.question for setting in PACK.settings.values() if setting.question[0] == "G"}
    assert asked == {f"G{number}" for number in range(1, 56)}


def test_a_setting_that_is_called_built_and_can_be_switched_is_read_by_a_rule() -> None:
    rules = "".join(text for name, text in TEXTS.items() if name[:6] not in ("cases/", "settin"))
    for setting in PACK.settings.values():
        read = f"setting:{setting.key}" in rules or f'"{setting.key}" =' in rules
        settled = len(setting.choices) == 1
        assert read or settled or not setting.built or setting.key in READ_BY_SCREENS, setting.key
        assert setting.built or not read, setting.key


def test_each_paragraph_can_be_told_by_its_heading() -> None:
    headings = [clause.heading for clause in PACK.clauses.values()]
    assert all(headings)
    assert len(headings) == len(set(headings))


def test_every_section_has_its_clauses() -> None:
    assert {clause.section for clause in PACK.clauses.values()} == {section.id for section in PACK.sections}
    assert all(clause.id.startswith(f"{clause.section}.") for clause in PACK.clauses.values())


def test_a_gap_is_never_called_built() -> None:
    assert [clause.id for clause in PACK.clauses.values() if clause.fate is Fate.GAP and clause.built] == []


@pytest.mark.covers("INF-SS-16")
def test_no_forbidden_word_in_any_rendered_script_or_text() -> None:
    scripts = [prompt.text.format(**ANSWERS) for one in LADDER.steps for prompt in one.prompts]
    assert any("Alder House School" in script for script in scripts)
    assert PACK.forbidden_words
    for word in PACK.forbidden_words:
        found = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
        assert [text for text in (*scripts, *words_of(PACK)) if found.search(text)] == []


def test_the_scripts_use_only_what_the_screen_can_fill() -> None:
    used = {
        name for one in LADDER.steps for prompt in one.prompts for name in re.findall(r"{(\w+)}", prompt.text)
    }
    assert used == PLACEHOLDERS


def test_nothing_shouts_and_no_text_says_the_schools_own_name_in_a_script() -> None:
    assert [text for text in words_of(PACK) if "!" in text] == []
    assert [p.text for one in LADDER.steps for p in one.prompts if "infiniti" in p.text.lower()] == []


def test_the_six_steps_stand_in_order_with_label_purpose_and_privacy() -> None:
    labels = ["Redirection", "Caution", "Reminder", "Consequence", "Time out", "Repair"]
    assert [(one.position, one.label) for one in LADDER.steps] == list(enumerate(labels, 1))
    assert all(one.purpose for one in LADDER.steps)
    assert [one.id for one in LADDER.steps if not one.private] == ["redirection"]
    assert [one.id for one in LADDER.steps if one.note_only] == ["redirection", "caution", "reminder"]
    assert len(step("redirection").options) == 6
    assert len(step("caution").prompts) == len(step("reminder").prompts) == 6


@pytest.mark.covers("INF-CR-4")
def test_take_up_time_is_a_pause_and_no_consequence() -> None:
    offered = [*step("consequence").options, *PACK.details["consequence"].choices]
    assert [choice for choice in offered if "take" in f"{choice.value} {choice.label}".lower()] == []
    assert step("caution").take_up_seconds == "param:take_up.seconds"


@pytest.mark.covers("INF-PI-1")
def test_physical_intervention_is_no_consequence_or_strategy() -> None:
    hands_on = re.compile("physical interv|restrain|positive handling|hold the|seclu", re.IGNORECASE)
    offered = [choice for one in LADDER.steps for choice in one.options]
    offered += PACK.details["consequence"].choices
    assert len(offered) > len(LADDER.steps)
    assert [choice for choice in offered if hands_on.search(f"{choice.value} {choice.label}")] == []


@pytest.mark.covers("INF-TO-2")
def test_searching_for_touch_finds_the_three_codes() -> None:
    found = [
        item.code
        for item in PACK.items.values()
        if PACK.groups[item.group].kind == "concern"
        and any("touch" in text.lower() for text in (item.label, *item.aliases))
    ]
    assert found == ["TCH-01", "TCH-02", "TCH-03"]


def test_the_lists_of_screen_and_catalogue_agree() -> None:
    assert step("consequence").options == PACK.details["consequence"].choices
    assert step("redirection").options == PACK.details["option"].choices
    destinations = PACK.placements["time_out"].destinations
    assert destinations == PACK.details["destination"].choices
    assert [choice.value for choice in step("time_out").options] == [c.value for c in destinations[:4]]
    assert len(step("time_out").options) == PACK.params["time_out.places"].values[-1].value
    outcomes = {choice.value for choice in PACK.details["outcome"].choices}
    assert {choice.value for one in LADDER.steps for choice in one.outcomes} == outcomes


def test_the_two_lists_to_remind_of_come_from_the_tags() -> None:
    rules = [tag.id for tag in PACK.tags if tag.list == "rules"]
    values = [tag.id for tag in PACK.tags if tag.list == "values"]
    assert rules == ["ready", "respectful", "safe"]
    assert values == ["engagement", "compassion", "ownership"]
    assert [choice.value for choice in PACK.details["rule"].choices] == [*rules, *values]


def test_positive_comments_are_counted_and_nothing_else_is() -> None:
    assert [(ledger.id, ledger.kind) for ledger in PACK.ledgers.values()] == [("positives", "count")]
    assert PACK.totals == ()
    for item in PACK.items.values():
        praised = PACK.groups[item.group].kind == "achievement"
        assert dict(item.points) == ({"positives": {"recorded": 1}} if praised else {})
        assert item.value == (item.group if praised else "")
        assert not (praised and item.details), "praise takes two taps and no text"


def test_give_back_offers_three_five_and_ten_first_and_never_takes_lunch() -> None:
    owed = PACK.time_owed["give_back"]
    assert owed.choices == (3, 5, 10)
    assert {"lunch", "toilet", "medicine", "therapy"} <= set(owed.never)


def test_eight_questions_of_which_two_to_five_are_chosen() -> None:
    talk = PACK.conversations["restorative"]
    rules = Policy.of(PACK).on(PACK.source.effective_from)
    assert [prompt.value for prompt in talk.prompts] == [
        "happened", "thinking", "since", "felt", "who_else", "how_affected", "put_right", "differently",
    ]  # fmt: skip
    assert (rules.number(talk.minimum), rules.number(talk.maximum)) == (2, 5)
    assert len(talk.prompts) == rules.value("param:restorative.prompts")
