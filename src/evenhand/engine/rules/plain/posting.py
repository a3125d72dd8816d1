"""What an act posts, and whether anything counts it day by day."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.engine.decisions import Post
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Item
from evenhand.engine.pack.watching import needs_days
from evenhand.engine.rules import ledger


def posts_of(item: Item, stage: str, cites: tuple[str, ...]) -> tuple[Post, ...]:
    """The entries of an item at a stage."""
    return tuple(
        ledger.entry(name, stages[stage], stage, cites or item.cites)
        for name, stages in item.points.items()
        if stages.get(stage)
    )


def nothing_counts(rules: Rules, posts: Iterable[Post]) -> bool:
    """Whether no counter keeps the days of these posts, and no trigger judges their sums at each event."""
    watch, counters = rules.watch, rules.pack.counters
    return not any(
        trigger.judge == "event" or needs_days(trigger, counters[ident])
        for post in posts
        for ident in watch.ledgers.get(post.ledger, ())
        for trigger in watch.triggers[ident]
    )
