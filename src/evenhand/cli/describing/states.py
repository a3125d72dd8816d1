"""docs/states: the state machines of each policy, drawn from its pack. Run as a module it writes the pages.

A ladder, a stay and a case are drawn as Mermaid state diagrams, which most viewers of Markdown render; the table below
each says the same in words, with who may act and the paragraph.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.schema import Ladder, Pack, Placement, StagedPath
from evenhand.engine.values import LadderMode, Role
from evenhand.packs.reader import pack_ids, pack_texts

OPENED, CLOSED, ANY = "opened", "closed", "any"
LETTERS = str.maketrans({'"': "'", ":": ",", ";": ","})


def states_pages() -> dict[str, str]:
    """The pages by file name."""
    packs = [load_pack(pack_texts(name)) for name in pack_ids()]
    return {"README.md": _contents(packs)} | {f"{pack.id}.md": states_page(pack) for pack in packs}


def states_page(pack: Pack) -> str:
    """One policy's ladders, stays and cases."""
    lines = [f"# {pack.title}: what can follow what", "", *_head()]
    for ladder in pack.ladders.values():
        lines += _section("Ladder", ladder.label, _ladder(ladder))
    for placement in pack.placements.values():
        lines += _section("Stay", placement.label, _placement(pack, placement))
    for path in pack.paths.values():
        lines += _section("Case", path.label, _path(pack, path))
    return "\n".join(lines).rstrip() + "\n"


def _contents(packs: Iterable[Pack]) -> str:
    lines = ["# State machines", "", *_head()]
    lines += [
        f"- [{pack.title}]({pack.id}.md): ladders: {len(pack.ladders)}, kinds of stay: "
        f"{len(pack.placements)}, kinds of case: {len(pack.paths)}"
        for pack in packs
    ]
    return "\n".join(lines) + "\n"


def _head() -> list[str]:
    return ["`make docs` writes this page from the policy packs; it is not edited by hand.", ""]


def _section(kind: str, label: str, body: Iterable[str]) -> list[str]:
    return [f"## {kind}: {label}", "", *body]


def _ladder(ladder: Ladder) -> Iterator[str]:
    """Steps in order; an advisory ladder only suggests the next, and an adult may go to any."""
    steps = sorted(ladder.steps, key=lambda step: step.position)
    arrows = [("[*]", f"s{steps[0].position}", "first act")]
    arrows += [(f"s{a.position}", f"s{b.position}", "again") for a, b in pairwise(steps)]
    arrows.append((f"s{steps[-1].position}", f"s{steps[-1].position}", "again"))
    entered = {step.id: step.position for step in steps}
    arrows += [
        ("[*]", f"s{entered[entry.step]}", _entry_words((*entry.groups, *entry.tags)))
        for entry in ladder.entries
    ]
    yield from _diagram([(f"s{step.position}", f"{step.position}. {step.label}") for step in steps], arrows)
    if ladder.mode == LadderMode.ADVISORY:
        yield from ("The adult chooses the step; the order is what is suggested.", "")
    yield from _table(
        ("step", "what follows", "paragraphs"),
        ((f"{step.position}. {step.label}", step.phrase, _cited(step.cites)) for step in steps),
    )


def _placement(pack: Pack, placement: Placement) -> Iterator[str]:
    """Expected, here, released; a gate must be done before the way back."""
    gates = [gate.station for gate in placement.gates]
    before = f"its end, with {' and '.join(gates)} done" if gates else "its end"
    states = [
        ("expected", "Expected"),
        ("here", "Here"),
        ("released", "Released"),
        ("withdrawn", "Taken back"),
    ]
    arrows = [
        ("[*]", "expected", "opened by an adult"),
        ("expected", "here", "arrival"),
        ("here", "released", before),
        ("expected", "withdrawn", "the entry is taken back"),
        ("here", "withdrawn", "the entry is taken back"),
        ("released", "[*]", ""),
        ("withdrawn", "[*]", ""),
    ]
    yield from _diagram(states, arrows)
    yield from _table(
        ("station", "before the way back", "paragraphs"),
        (
            (one.label, "must be done" if one.id in gates else "", _cited(one.cites))
            for one in placement.stations
        ),
    )
    yield from _named(pack, "May make it longer", (placement.extension_role,))


def _path(pack: Pack, path: StagedPath) -> Iterator[str]:
    """Where a case stands, and the acts that move it on; what leaves it where it is stands in the table only."""
    named = [OPENED, *dict.fromkeys(state for act in path.acts for state in (*act.after, act.to) if state)]
    states = dict.fromkeys(named)
    arrows = [("[*]", OPENED, "opened")]
    for act in path.acts:
        if act.to:
            left = act.after or tuple(state for state in states if state not in (CLOSED, act.to))
            arrows += [(state, act.to, act.label) for state in left]
    if CLOSED in states:
        arrows.append((CLOSED, "[*]", ""))
    yield from _diagram([(state, _words(state)) for state in states], arrows)
    yield from _named(pack, "Opened by hand by", path.opened_by)
    yield from _table(
        ("act", "who", "while it is", "then it is", "paragraphs"),
        (
            (
                act.label,
                _titles(pack, act.roles) or "anybody",
                ", ".join(_words(state).lower() for state in act.after) or ANY,
                _words(act.to).lower() if act.to else "as before",
                _cited(act.cites),
            )
            for act in path.acts
        ),
    )


def _diagram(states: Iterable[tuple[str, str]], arrows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2")
    for key, label in states:
        yield f'    state "{label.translate(LETTERS)}" as {key}'
    for start, end, label in arrows:
        yield f"    {start} --> {end}" + (f": {label.translate(LETTERS)}" if label else "")
    yield from ("```", "")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    if lines:
        yield f"| {' | '.join(head)} |"
        yield f"| {' | '.join('---' for _ in head)} |"
        yield from (*lines, "")


def _named(pack: Pack, what: str, roles: Iterable[Role | None]) -> Iterator[str]:
    if titles := _titles(pack, [role for role in roles if role is not None]):
        yield from (f"{what}: {titles}.", "")


def _titles(pack: Pack, roles: Iterable[Role]) -> str:
    return ", ".join(pack.roles.get(role, (_words(role),))[0] for role in roles)


def _entry_words(names: Iterable[str]) -> str:
    return " or ".join(_words(name).lower() for name in names) or "at once"


def _cited(cites: Iterable[str]) -> str:
    return ", ".join(cites)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def main() -> None:
    """Write the pages into the folder that is named."""
    parser = argparse.ArgumentParser(description="write the pages of docs/states")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in states_pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
