"""What the pages work out before a template runs: the reference page, and narrowing by a search."""

from __future__ import annotations

from datetime import date

from evenhand.apps.policy.document import build_document, document_of
from evenhand.apps.policy.pages import principles
from evenhand.engine.pack.resolve import Policy, SettingValue
from tests.kept_packs import kept_pack

DAY = date(2026, 11, 17)


def test_principles_are_the_ethos_and_whole_where_a_section_is_mostly_that() -> None:
    document = document_of(Policy.of(kept_pack("infiniti")), DAY)
    parts = {part.id: part for part in principles(document)}
    assert parts["principles"].lines == document.part_of("principles.nurture").lines
    assert all(any(line.ethos for line in part.lines) for part in parts.values())


def test_elsewhere_only_the_ethos_stands() -> None:
    policy = Policy.of(kept_pack("star_binary"), [SettingValue("ladder.scope", "day", DAY)])
    intro = principles(build_document(policy, DAY))[0]
    assert [line.id for line in intro.lines] == ["1", "4", "5"]
