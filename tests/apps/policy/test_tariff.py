"""The catalogue as it is read: groups in order, figures with when they are posted."""

from __future__ import annotations

from datetime import date

from evenhand.apps.policy.document import build_document, document_of
from evenhand.apps.policy.tariff import catalogue_page
from evenhand.engine.pack.resolve import Policy, SettingValue
from tests.kept_packs import kept_pack

DAY = date(2026, 11, 17)


def test_rows_have_definition_figures_and_paragraphs() -> None:
    page = catalogue_page(document_of(Policy.of(kept_pack("star_binary")), DAY))
    groups = {group.id: group for group in page.groups}
    assert [len(groups[key].rows) for key in ("service", "teamwork", "ambition", "respect")] == [5, 4, 8, 6]
    assert groups["other"].words == "2 rows"
    row = groups["disruptive"].rows[0]
    assert [(one.value, one.when) for one in row.points] == [(1, "with a warning"), (3, "with a referral")]
    assert row.definition
    assert row.cites


def test_a_build_of_another_day_has_the_same_rows() -> None:
    policy = Policy.of(kept_pack("infiniti"), [SettingValue("ladder.scope", "day", DAY)])
    assert catalogue_page(build_document(policy, DAY)).count == len(policy.pack.items)
