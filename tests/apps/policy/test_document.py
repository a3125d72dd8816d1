"""The document keeps the pack's order and says of each paragraph what became of it."""

from __future__ import annotations

from datetime import date

from evenhand.apps.policy.document import build_document, document_of
from evenhand.apps.policy.words import NO_SCREEN, NOT_YET
from evenhand.engine.pack.resolve import Policy, SettingValue
from tests.kept_packs import kept_pack

DAY = date(2026, 11, 17)


def strict(*settings: SettingValue) -> Policy:
    return Policy.of(kept_pack("star_binary"), settings)


def test_every_paragraph_stands_once_in_its_section() -> None:
    policy = strict()
    document = build_document(policy, DAY)
    assert [line.id for part in document.parts for line in part.lines] == list(policy.pack.clauses)
    assert document.part_of("80").title == "Ready to learn: non-negotiable behaviours"


def test_an_open_question_closes_once_every_one_is_answered() -> None:
    open_line = build_document(strict(), DAY).lines["80"]
    assert open_line.question == "Open question, default in force"
    asked = [one for one in build_document(strict(), DAY).settings["80"] if not one.fixed]
    answers = [SettingValue(one.key, one.default, date(2026, 9, 1)) for one in asked]
    assert build_document(strict(*answers), DAY).lines["80"].question == ""
    assert build_document(strict(*answers), date(2026, 8, 31)).lines["80"].question != ""


def test_what_nothing_performs_is_said() -> None:
    policy = strict()
    lines = build_document(policy, DAY).lines
    assert {line.id for line in lines.values() if line.gap == NOT_YET} == {
        clause.id for clause in policy.pack.clauses.values() if not clause.built
    }


def test_what_is_decided_but_cannot_be_recorded_is_said() -> None:
    lines = build_document(strict(), DAY).lines
    assert {lines[number].gap for number in ("162", "170", "182", "188")} == {NO_SCREEN}
    assert {lines[number].gap for number in ("80", "96", "148", "195")} == {""}


def test_a_document_is_built_once_for_the_same_settings_and_day() -> None:
    policy = strict()
    assert document_of(policy, DAY) is document_of(strict(), DAY)
    assert document_of(policy, DAY) is not document_of(policy, date(2026, 11, 18))
