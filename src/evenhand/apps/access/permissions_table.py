"""docs/permissions.md: which role may do what, written from the capabilities themselves.

Run as a module it prints the document.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, SECOND_FACTOR, Capability

YES = "●"
ASKS_AGAIN = "●²"
HEAD = f"""\
# Who may do what

A row for each thing that a page or service asks for, a column for each role. A school's policy gives the roles its own
titles; somebody with several roles may do what any of them may. Where a role is held for one year group only, or a page
is about somebody's own lessons and tasks, the pages narrow this further.

{YES} may do it. {ASKS_AGAIN} may do it, and signs in with a second factor because of it.

`make docs` writes this page from `src/evenhand/apps/access/capabilities.py`.

"""


def permissions_table() -> str:
    """The whole document as Markdown."""
    return HEAD + "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield _line(["", *(_words(role) for role in ROLE_CAPABILITIES)])
    yield _line(["---", *(":-:" for _ in ROLE_CAPABILITIES)])
    for capability in Capability:
        mark = ASKS_AGAIN if capability in SECOND_FACTOR else YES
        held = (mark if capability in may else "" for may in ROLE_CAPABILITIES.values())
        yield _line([_words(capability), *held])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


if __name__ == "__main__":
    sys.stdout.write(permissions_table())
