"""Who hears of an act past its time: roles that somebody holds, and no role that hears of itself in the end."""

from __future__ import annotations

from evenhand.engine.pack.check.inspection import Inspection


def check_hearing(inspection: Inspection) -> None:
    """Roles of [escalation] that nobody holds, and chains of them that come back to where they began."""
    pack = inspection.pack
    for role, above in pack.escalation.items():
        path = ("escalation", str(role))
        inspection.held(path, role)
        for number, name in enumerate(above):
            inspection.held((*path, number), name)
    seen: set[frozenset[str]] = set()
    for role in pack.escalation:
        chain = _circle(inspection, (str(role),))
        if chain and frozenset(chain) not in seen:
            seen.add(frozenset(chain))
            names = " → ".join((*chain, chain[0]))
            inspection.report(
                ("escalation", str(role)), f"an escalation without end: {names}", "a chain that ends"
            )


def _circle(inspection: Inspection, chain: tuple[str, ...]) -> tuple[str, ...]:
    """The first chain of roles that leads from its last one back to its first; () where none does."""
    for above in inspection.pack.above(chain[-1]):
        if above == chain[0]:
            return chain
        found = () if above in chain else _circle(inspection, (*chain, above))
        if found:
            return found
    return ()
