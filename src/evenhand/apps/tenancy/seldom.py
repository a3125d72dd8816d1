"""A text that most rows leave empty: what looks for one of the others says so, so that a narrow index serves it.

The index holds the rows that are not empty. PostgreSQL and SQLite use it only where a query says that the text is not
empty, and neither takes that from a value that it is sent beside the statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.lookups import Exact, In


class SeldomField(models.CharField[str, str]):
    """A column of text, "" where nothing is. Its index has the condition `~Q(name="")`."""

    def deconstruct(self) -> Any:
        """As migrations know it: to a database it is a plain text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def _not_empty(lookup: Any, compiler: Any, connection: Any, condition: tuple[str, Iterable[Any]]) -> Any:
    """A condition on a text, and that it is not empty."""
    text, values = lookup.process_lhs(compiler, connection)
    sql, params = condition
    return f"({sql} AND NOT ({text} = ''))", [*params, *values]


@SeldomField.register_lookup
class SeldomExact(Exact[Any]):
    """Equal to a text, or empty where that text is."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The condition, with what the index is of."""
        found = super().as_sql(compiler, connection)
        return found if self.rhs == "" else _not_empty(self, compiler, connection, found)


@SeldomField.register_lookup
class SeldomIn(In[Any]):
    """One of these texts, or of the rows of a query."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The condition, with what the index is of."""
        found = super().as_sql(compiler, connection)
        empty = self.rhs_is_direct_value() and "" in self.rhs
        return found if empty else _not_empty(self, compiler, connection, found)
