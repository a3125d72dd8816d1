"""The catalogue as it is read: every item with its definition, figures, tags and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.apps.policy.document import Document
from evenhand.apps.policy.effect_words import detail_label, figure_words
from evenhand.apps.policy.rule_words import COMPARED
from evenhand.engine.pack.schema import Item

STAGES = {
    "recorded": "when recorded",
    "warning": "with a warning",
    "referral": "with a referral",
    "failed": "if the stay fails",
    "late": "when late",
    "homework": "when not done",
    "missed": "if the detention is missed",
}


@dataclass(frozen=True, slots=True)
class Points:
    """A figure of the tariff: how many, of what, and when."""

    value: int
    ledger: str
    when: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the catalogue."""

    code: str
    label: str
    definition: str
    examples: tuple[str, ...]
    points: tuple[Points, ...]
    tags: tuple[str, ...]
    kinds: tuple[str, ...]
    asks: tuple[str, ...]
    only_where: tuple[str, ...]
    also: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupOf:
    """A group with its rows and what they post in all."""

    id: str
    label: str
    help: str
    rows: tuple[Row, ...]

    @property
    def words(self) -> str:
        """How many rows it has."""
        return f"{len(self.rows)} {'row' if len(self.rows) == 1 else 'rows'}"


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """All that can be recorded."""

    title: str
    mark: str
    groups: tuple[GroupOf, ...]
    count: int


def catalogue_page(document: Document) -> CataloguePage:
    """The catalogue with the figures in force on the document's day."""
    pack = document.pack
    groups = tuple(
        GroupOf(
            group.id,
            group.label,
            group.help,
            tuple(_row(document, item) for item in pack.items.values() if item.group == group.id),
        )
        for group in pack.groups.values()
    )
    return CataloguePage(pack.title, pack.mark, groups, len(pack.items))


def _row(document: Document, item: Item) -> Row:
    pack, rules = document.pack, document.rules
    tags = {tag.id: tag.label for tag in pack.tags}
    return Row(
        code=item.code,
        label=item.label,
        definition=item.definition,
        examples=item.examples,
        points=tuple(
            Points(value, pack.ledgers[ledger].plural, STAGES.get(stage, stage))
            for ledger, stages in item.points.items()
            for stage, value in stages.items()
        ),
        tags=tuple(tags.get(tag, tag) for tag in item.tags),
        kinds=tuple(kind.label for kind in item.subtypes),
        asks=tuple(detail_label(rules, detail) for detail in item.details),
        only_where=tuple(
            f"{detail_label(rules, one.detail)}: {COMPARED.get(one.op, one.op)} {figure_words(rules, one.value)}"
            for one in item.conditions
        ),
        also=item.source_labels if len(item.source_labels) > 1 else (),
        cites=item.cites,
    )
