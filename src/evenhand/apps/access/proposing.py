"""Who may propose a formal sanction: whom the policy names, and nobody else."""

from __future__ import annotations

from typing import Final

from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import Act

# What somebody does before anything is decided.
BEFORE: Final = frozenset({Act.CONSIDER, Act.RAISE, Act.PROPOSE})


def proposers(pack: Pack) -> frozenset[str]:
    """The roles that the pack lets consider, raise, propose or decide one, those acting for a decider among them."""
    kinds = pack.sanctions.values()
    return frozenset(
        str(role)
        for roles in (
            *(stage.roles for stage in pack.sanction_stages if stage.act in BEFORE),
            *((kind.decider, *(one.role for one in kind.acting)) for kind in kinds),
        )
        for role in roles
    )
