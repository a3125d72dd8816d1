"""Why an outcome follows, as keys and values; and which declarations cite a paragraph."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from evenhand.engine.decisions import (
    Deadline,
    Decision,
    Formal,
    Level,
    Outcome,
    Owe,
    Place,
    Reason,
    Recognise,
    Step,
    Task,
    Tell,
    Used,
)
from evenhand.engine.explain import FigureUsed, citing, figure_used, figures_in, why_rows
from evenhand.engine.facts import Event, Moment, PupilState, Spot
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.pack.schema import DatedValue, Item, Ladder, LadderStep, Placement
from evenhand.engine.step import step
from evenhand.engine.values import EventKind, Origin, Unit, Where
from evenhand.packs.law import law_of
from evenhand.packs.reader import pack_texts
from tests.engine.formal import issue, lawful
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import run
from tests.kept_packs import kept_pack
from tests.tiny_pack import tiny_texts, with_edit

DAY = date(2026, 9, 15)


def strict(*settings: SettingValue) -> Policy:
    return Policy.of(kept_pack("star_binary"), settings)


def concern(number: int, code: str = "DIS-04", day: date = DAY) -> Event:
    at = datetime.combine(day, time(10, 20 + number), tzinfo=UTC)
    moment = Moment(day, time(11, 20 + number), 0, int(at.timestamp()))
    spot = Spot(Where.LESSON, "8R-P3", "P3")
    return Event(f"e{number}", EventKind.CONCERN, code, moment, spot, "1", ("teacher",), year_group=8)


def decided(policy: Policy, *events: Event) -> Decision:
    state = PupilState()
    for event in events:
        decision, state = step(policy, WORKED, state, event)
    return decision


def of_kind(decision: Decision, kind: str) -> Outcome:
    return next(outcome for outcome in decision.outcomes if outcome.kind == kind)


def rows(policy: Policy, decision: Decision, kind: str) -> dict[str, Any]:
    return dict(why_rows(policy, decision, of_kind(decision, kind)))


def test_a_counted_step_says_how_many_in_which_scope_and_what_would_change_it() -> None:
    policy = strict()
    decision = decided(policy, concern(1), concern(2))
    told = rows(policy, decision, "step")
    assert (told["step"], told["because"], told["ordinal"]) == ("Referral", "counted", 2)
    assert told["clause"] == "80"
    assert told["would_change"] == "earlier_act_taken_back"


def test_an_act_that_goes_straight_there_is_told_so() -> None:
    policy = strict()
    told = rows(policy, decided(policy, concern(1, "RED-12")), "step")
    assert told["because"] == "straight"
    assert told["would_change"] == "act_taken_back"


def test_a_default_that_nobody_answered_has_no_date_and_an_answer_has_one() -> None:
    asked = next(row for row in used_rows(strict()) if row.key == "ladder.scope")
    assert (asked.since, asked.origin, asked.value) == (None, Origin.DEFAULT, "lesson")
    answered = SettingValue("ladder.scope", "day", date(2026, 9, 1))
    told = next(row for row in used_rows(strict(answered)) if row.key == "ladder.scope")
    assert (told.since, told.value) == (date(2026, 9, 1), "day")
    assert told.shown != told.value, "the label of the choice"


def used_rows(policy: Policy) -> list[FigureUsed]:
    decision = decided(policy, concern(1))
    found = why_rows(policy, decision, of_kind(decision, "step"))
    return [value for key, value in found if key == "used" and isinstance(value, FigureUsed)]


def test_a_place_names_its_times_and_the_figure_behind_them() -> None:
    policy = strict()
    decision = decided(policy, concern(1), concern(2))
    found = why_rows(policy, decision, of_kind(decision, "place"))
    told = dict(found)
    assert {"arrive_by", "release", "gate"} <= set(told)
    figure = next(value for key, value in found if key == "used" and isinstance(value, FigureUsed))
    assert (figure.value, figure.unit, figure.origin) == (5, Unit.MINUTES, Origin.POLICY)


def test_tasks_posts_and_proposals_name_what_who_and_when() -> None:
    policy = strict()
    post = rows(policy, decided(policy, concern(1)), "post")
    assert (post["ledger"], post["value"], post["stage"]) == ("Behaviour points", 1, "warning")
    starred = next(
        item.code for item in policy.pack.items.values() if "starred" in item.tags and not item.details
    )
    proposal = rows(policy, decided(policy, concern(1, starred)), "propose")
    assert (proposal["decider"], proposal["would_change"]) == ("principal", "decider_decides")


@pytest.mark.covers("STAR-DCb")
def test_a_level_shows_both_its_parts_since_when_and_whose_it_is_to_change() -> None:
    policy = strict()
    decision = decided(policy, *(concern(n, "RED-13", date(2026, 9, 13 + n)) for n in (1, 2, 3)))
    told = rows(policy, decision, "level")
    assert (told["register"], told["level"], told["amount"]) == ("Behaviour risk register", 2, 15)
    assert (told["by_amount"], told["by_events"], told["since"]) == (2, 1, date(2026, 9, 16))
    assert (told["because"], told["would_change"]) == ("level_risen", "decider_decides")
    assert "confirm" not in told


def test_an_october_entry_still_shows_the_october_edition_after_a_change() -> None:
    old = strict()
    texts = pack_texts("star_binary")
    texts["catalogue.toml"] = texts["catalogue.toml"].replace("warning = 1", "warning = 2")
    new = Policy.of(load_pack(texts))
    october = decided(old, concern(1, day=date(2026, 10, 6)))
    november = decided(new, concern(1, day=date(2026, 11, 3)))
    assert rows(new, october, "post")["value"] == 1
    assert rows(new, october, "post")["edition"] == old.digest
    assert rows(new, november, "post")["value"] == 2
    assert rows(new, november, "post")["edition"] == new.pack.version


def test_every_row_is_a_key_and_a_value_without_markup() -> None:
    policy = strict()
    decision = decided(policy, concern(1), concern(2))
    for outcome in decision.outcomes:
        for key, value in why_rows(policy, decision, outcome):
            assert key.replace("_", "").isalpha()
            assert "</" not in str(value)


def test_the_declarations_that_cite_a_paragraph_are_found_with_what_holds_them() -> None:
    found = citing(load_pack(tiny_texts()))
    kinds = {type(one.chain[-1]) for one in found["1"]}
    assert {Ladder, LadderStep, Item} <= kinds
    inner = next(one for one in found["1"] if isinstance(one.chain[-1], LadderStep))
    assert isinstance(inner.chain[0], Ladder)
    assert any(isinstance(one.chain[-1], DatedValue) for one in found["2"])


def test_which_field_cites_is_told() -> None:
    found = citing(kept_pack("star_binary"))
    assert {one.field for one in found["96"] if isinstance(one.chain[-1], Placement)} == {"arrival_cites"}


def test_a_paragraph_that_nothing_cites_is_absent() -> None:
    extra = (
        '[[clause]]\nid = "9"\nsection = "rules"\ntext = "Be kind."\nforce = "ethos"\nfate = "reference"\n'
    )
    assert "9" not in citing(load_pack(with_edit("clauses.toml", "", extra)))


def test_figures_of_a_declaration_are_named_once() -> None:
    placement = kept_pack("star_binary").placements["removal_room"]
    names = figures_in(placement)
    assert "param:referral.arrival_minutes" in names
    assert len(names) == len(set(names))


def test_a_figure_of_the_law_is_told_as_the_laws() -> None:
    held = Policy.of(kept_pack("star_binary"), law=law_of("england"))
    used = Used("law:panel_hearing_days", 15, date(2012, 9, 1))
    told = figure_used(held, used)
    assert (told.origin, told.value, told.unit) == (Origin.LAW, 15, Unit.SCHOOL_DAYS)
    unread = figure_used(Policy.of(held.pack), used)
    assert (unread.label, unread.value) == ("law:panel_hearing_days", 15)


def test_an_act_about_a_formal_sanction_is_told_with_its_days() -> None:
    decision = run(lawful(), issue()).decisions["issued"]
    formal = next(outcome for outcome in decision.outcomes if isinstance(outcome, Formal))
    told = dict(why_rows(lawful(), decision, formal))
    assert told["sanction"] == "Fixed period exclusion"
    assert (told["stage"], told["first"]) == ("issue", date(2026, 11, 9))
    assert told["returns"] == date(2026, 11, 10)


WHY = Reason(("80",), "told", (("scope", "lesson"),))
BY = Deadline(DAY, time(15))
LADDER_STEP = Step("in_class", "referral", 2, 1, "lesson", False, WHY)
PLACED = Place("removal_room", "s", "expected", "", "", "", BY, None, None, False, (), WHY)
OWED = Owe("late_detention", "o", "set", DAY, None, None, 0, "", "", None, WHY)
LEVEL = Level("behaviour_risk", None, "b:autumn-1", None, None, None, None, "", WHY)


@pytest.mark.parametrize(
    ("outcome", "what", "change"),
    [
        (
            LADDER_STEP,
            [("ladder", "Warning, then referral"), ("step", "Referral")],
            ["act_taken_back"],
        ),
        (
            LADDER_STEP._replace(request=True, step="unheard_of"),
            [("ladder", "Warning, then referral"), ("step", "unheard_of"), ("request", True)],
            ["leader_declines"],
        ),
        (
            LADDER_STEP._replace(ordinal=2),
            [("ladder", "Warning, then referral"), ("step", "Referral")],
            ["act_taken_back"],
        ),
        (
            PLACED,
            [("placement", "Impact Centre"), ("stage", "expected"), ("arrive_by", BY)],
            ["released_with_reason"],
        ),
        (
            PLACED._replace(stage="released", arrive_by=None, release=BY, leave_today=BY),
            [("placement", "Impact Centre"), ("stage", "released"), ("release", BY), ("leave_today", BY)],
            [],
        ),
        (OWED, [("owed", "Late detention"), ("stage", "set"), ("day", DAY)], ["act_taken_back"]),
        (
            OWED._replace(start=time(15, 10), minutes=30, leader="year:8", register_by=BY),
            [
                ("owed", "Late detention"),
                ("stage", "set"),
                ("day", DAY),
                ("start", time(15, 10)),
                ("minutes", 30),
                ("leader", "year:8"),
                ("register_by", BY),
            ],
            ["act_taken_back"],
        ),
        (
            Task("t", "Talk", "teacher", "7", BY, False, "", WHY),
            [("task", "Talk"), ("role", "teacher"), ("due", BY)],
            [],
        ),
        (
            Tell("family", "letter", "x", None, WHY),
            [("audience", "family"), ("channel", "letter")],
            [],
        ),
        (LEVEL, [("register", "Behaviour risk register")], ["decider_decides"]),
        (
            LEVEL._replace(level=2, since=DAY, amount=0, by_amount=0, by_events=1, confirm="head_of_year"),
            [
                ("register", "Behaviour risk register"),
                ("level", 2),
                ("amount", 0),
                ("by_amount", 0),
                ("by_events", 1),
                ("since", DAY),
                ("confirm", "head_of_year"),
            ],
            ["decider_decides"],
        ),
        (Recognise("a", "Award", "", WHY), [], []),
    ],
    ids=lambda value: value.kind if hasattr(value, "kind") else "",
)
def test_each_outcome_is_told_whole(
    outcome: Outcome, what: list[tuple[str, object]], change: list[str]
) -> None:
    policy = strict()
    found = why_rows(policy, Decision((outcome,), policy=policy.digest, settings="digest"), outcome)
    assert found == [
        ("outcome", outcome.kind),
        *what,
        ("because", "told"),
        ("scope", "lesson"),
        ("clause", "80"),
        *(("would_change", key) for key in change),
        ("edition", policy.pack.version),
        ("settings", "digest"),
    ]


def test_what_would_change_a_counted_step_depends_on_whether_one_came_before() -> None:
    policy = strict()
    counted = LADDER_STEP._replace(reason=WHY._replace(key="counted"))
    for ordinal, change in ((1, "act_taken_back"), (2, "earlier_act_taken_back")):
        outcome = counted._replace(ordinal=ordinal)
        assert ("would_change", change) in why_rows(policy, Decision((outcome,)), outcome)


def test_a_figure_is_told_with_the_origin_of_its_own_date_and_else_of_the_last() -> None:
    policy = strict()
    key = "referral.arrival_minutes"
    param = policy.pack.params[key]
    (first,) = param.values
    later = replace(first, since=date(2027, 9, 1), origin=Origin.DEFAULT, why="Asked for")
    last = replace(later, since=date(2028, 9, 1), why="Asked again")
    pack = replace(
        policy.pack, params={**policy.pack.params, key: replace(param, values=(first, later, last))}
    )
    told = [
        figure_used(Policy.of(pack), Used(key, 5, since)).why
        for since in (first.since, later.since, last.since, date(2020, 1, 1))
    ]
    assert told == [first.why, "Asked for", "Asked again", "Asked again"]
