"""docs/permissions.md: which role may do what, written from the capabilities themselves.

Run as a module it prints the document.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator

from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, SECOND_FACTOR, Capability
from evenhand.apps.access.proposing import proposers
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.schema import Pack
from evenhand.engine.rules.formal_sanction.process import stages_of
from evenhand.engine.values import Act
from evenhand.packs.reader import pack_ids, pack_texts

YES = "●"
NAMED = "○²"
ASKS_AGAIN = "●²"
HEAD = f"""\
# Who may do what

A row for each thing that a page or service asks for, a column for each role. A school's policy gives the roles its own
titles; somebody with several roles may do what any of them may. Where a role is held for one year group only, or a page
is about somebody's own lessons and tasks, the pages narrow this further.

{YES} may do it. {ASKS_AGAIN} may do it, and signs in with a second factor because of it.
{NAMED} where the policy in force names the role, and with a second factor because of it; whom each names stands below.

`make docs` writes this page from `src/evenhand/apps/access/capabilities.py`.

"""

SANCTIONS = """\
## Formal sanctions

Whoever is named here has the pages of a pupil's formal sanctions. Each page offers what the policy leaves to that role,
and a role that the policy does not name is refused. Who acts for a decider is the policy's and its settings'.
"""


def permissions_table() -> str:
    """The whole document as Markdown."""
    packs = [load_pack(pack_texts(name)) for name in pack_ids()]
    named = frozenset[str]().union(*map(proposers, packs))
    lines = [*_lines(named), "", SANCTIONS, *_sanctions(packs)]
    return HEAD + "".join(f"{line}\n" for line in lines)


def _sanctions(packs: Iterable[Pack]) -> Iterator[str]:
    """Who considers and proposes each kind of formal sanction, and who decides, by the policy."""
    yield _line(["Policy", "What", "Considers", "Proposes", "Decides"])
    yield _line(["---"] * 5)
    for pack in packs:
        for kind in pack.sanctions.values():
            first, second = (_named(pack, kind.id, act) for act in (Act.CONSIDER, Act.PROPOSE))
            if first or second:
                yield _line([pack.title, kind.label, first, second, _words(kind.decider)])


def _named(pack: Pack, kind: str, act: Act) -> str:
    return ", ".join(_words(role) for stage in stages_of(pack, kind, act) for role in stage.roles)


def _lines(named: Collection[str]) -> Iterator[str]:
    yield _line(["", *(_words(role) for role in ROLE_CAPABILITIES)])
    yield _line(["---", *(":-:" for _ in ROLE_CAPABILITIES)])
    for capability in Capability:
        mark = ASKS_AGAIN if capability in SECOND_FACTOR else YES
        if capability == Capability.PROPOSE_EXCLUSION:
            held = [NAMED if role in named else "" for role in ROLE_CAPABILITIES]
        else:
            held = [mark if capability in may else "" for may in ROLE_CAPABILITIES.values()]
        yield _line([_words(capability), *held])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


if __name__ == "__main__":
    sys.stdout.write(permissions_table())
