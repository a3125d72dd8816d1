"""Escalation must end: a stay or detention that leads back to itself would hold a pupil for ever."""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Placement, TimeOwed

Node = tuple[str, str]
Edge = tuple[Node, KeyPath]


def check_escalation(inspection: Inspection) -> None:
    """Each chain from a placement or time owed back to itself by its effects; reported where it closes."""
    edges = _edges(inspection)
    closed: set[frozenset[Node]] = set()
    for start in edges:
        for chain, path in _chains_to(start, (start,), edges):
            if frozenset(chain) not in closed:
                closed.add(frozenset(chain))
                names = " → ".join(name for _, name in (*chain, start))
                inspection.report(path, f"an escalation without end: {names}", "a chain that ends")


def _edges(inspection: Inspection) -> Mapping[Node, list[Edge]]:
    edges: dict[Node, list[Edge]] = {}
    owners: list[tuple[KeyPath, Placement | TimeOwed]] = [
        *inspection.every(Placement),
        *inspection.every(TimeOwed),
    ]
    for path, declared in owners:
        node = (str(path[0]), str(path[1]))
        edges[node] = []
        for number, effect in enumerate(declared.effects):
            place = (*path, "effects", number)
            if effect.kind == "place":
                edges[node].append((("placements", effect.placement), place))
            elif effect.kind == "owe":
                edges[node].append((("time_owed", effect.owed), place))
    return edges


def _chains_to(
    start: Node, chain: tuple[Node, ...], edges: Mapping[Node, list[Edge]]
) -> list[tuple[tuple[Node, ...], KeyPath]]:
    found: list[tuple[tuple[Node, ...], KeyPath]] = []
    for node, path in edges.get(chain[-1], []):
        if node == start:
            found.append((chain, path))
        elif node not in chain:
            found += _chains_to(start, (*chain, node), edges)
    return found
