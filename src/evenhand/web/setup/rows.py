"""Rows of a form that can be added to and taken away without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from django.http import QueryDict

from evenhand.apps.tenancy import typed

R = TypeVar("R", bound=tuple[str, ...])
MOST_ROWS = 200


class Do(NamedTuple):
    """What a button asks for: `add-blocks`, `remove-blocks-3`, `save`; `at` is the row."""

    act: str
    what: str
    at: int


def asked(post: QueryDict) -> Do:
    """The button that was pressed; saving where none says otherwise."""
    act, _, rest = post.get("do", "save").partition("-")
    what, _, number = rest.rpartition("-")
    if typed.number(number) is None:
        what, number = rest, "0"
    return Do(act, what, int(number))


def read_rows(post: QueryDict, name: str, kind: Any) -> list[Any]:
    """The rows called `name`, each a `kind` of its typed columns; rows left wholly empty are passed over."""
    count = post.get(f"{name}-count", "0")
    number = min(typed.number(count) or 0, MOST_ROWS)
    return [
        kind(**{column: post.get(f"{name}-{row}-{column}", "") for column in kind._fields})
        for row in range(number)
    ]


def changed(rows: Sequence[R], do: Do, name: str, empty: R) -> list[R]:
    """The rows after a button: one more at the end, or one fewer."""
    kept = list(rows)
    if do.what != name:
        return kept
    if do.act == "add":
        kept.append(empty)
    elif do.act == "remove" and do.at < len(kept):
        del kept[do.at]
    return kept


def filled(rows: Sequence[R], ignore: Sequence[str] = ()) -> list[R]:
    """Rows in which something was typed."""
    return [row for row in rows if any(value for name, value in _named(row).items() if name not in ignore)]


def _named(row: Any) -> Mapping[str, str]:
    return dict(row._asdict())
