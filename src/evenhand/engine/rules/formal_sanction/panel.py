"""The make-up of a panel: one of the first kind, the others in equal number, as many as the school has settled (G-71)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


def panel_lacks(members: Iterable[str], kinds: Sequence[str], size: int) -> tuple[str, ...]:
    """What is wrong with a panel, by kind, "size" for its number and "kind" for somebody who may not sit.

    Args:
        members: the kind of each member.
        kinds: the kinds that must sit, the chair's first.
        size: how many sit in all.
    """
    counted = Counter(members)
    chair, *others = kinds
    lacks = [kind for kind in kinds if not counted[kind]]
    if counted[chair] > 1:
        lacks.append(chair)
    if len({counted[kind] for kind in others}) > 1:
        lacks.append("balance")
    if set(counted) - set(kinds):
        lacks.append("kind")
    if counted.total() != size:
        lacks.append("size")
    return tuple(dict.fromkeys(lacks))
