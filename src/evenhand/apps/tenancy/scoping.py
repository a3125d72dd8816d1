"""Rows belong to a school, and no query reaches them outside the scope of one: managers fail closed.

The scope is django-scopes' own, so that a job, a request and a test open it in one way. Three ways round a
manager (`_base_manager`, a forward key, a reverse set) go through this one too; `raw` is refused, and a
guard lists the few modules that may open a cursor or switch the scope off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.db import models
from django_scopes import get_scope, scope, scopes_disabled
from django_scopes.exceptions import ScopeError

if TYPE_CHECKING:
    from evenhand.apps.tenancy.models import School

__all__ = [
    "SchoolManager",
    "SchoolRow",
    "ScopeError",
    "across_schools",
    "current_school_id",
    "in_school",
    "school_of_scope",
]

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def in_school(school: School | int) -> AbstractContextManager[None]:
    """Open the scope of one school, given as a row or by its id."""
    opened: AbstractContextManager[None] = scope(school=school if isinstance(school, int) else school.pk)
    return opened


@contextmanager
def across_schools() -> Iterator[None]:
    """Switch the scope off, for sign-in and the worker's round of schools. A guard lists the callers."""
    with scopes_disabled():
        yield


def current_school_id() -> int | None:
    """The id of the school whose scope is open; None where it is switched off. ScopeError outside any."""
    opened = get_scope()
    if not opened.get("_enabled", True):
        return None
    school = opened.get("school")
    if school is None:
        raise ScopeError("No school's scope is open: use in_school(...).")
    return int(getattr(school, "pk", school))


def school_of_scope() -> int:
    """The id of the school whose scope is open, for the few who write SQL. Raises ScopeError where none is."""
    school_id = current_school_id()
    if school_id is None:
        raise ScopeError("The scope is switched off here: open that of one school.")
    return school_id


class SchoolQuerySet(models.QuerySet[M_co]):
    """Rows of one school; it neither runs raw SQL nor writes rows of another school."""

    def raw(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: raw SQL would walk round the scope."""
        raise ScopeError("Raw SQL would leave the school's scope.")

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's, for rows of the school whose scope is open."""
        rows: Sequence[Any] = list(objs)
        for row in rows:
            check_own(row)
        return super().bulk_create(rows, *args, **kwargs)


class SchoolManager(models.Manager[M_co]):
    """The manager of every row with a school: raises ScopeError outside a scope."""

    def get_queryset(self) -> SchoolQuerySet[M_co]:
        """The rows of the school whose scope is open."""
        school_id = current_school_id()
        rows: SchoolQuerySet[M_co] = SchoolQuerySet(self.model, using=self._db)
        return rows if school_id is None else rows.filter(school_id=school_id)


class SchoolRow(models.Model):
    """A row of one school. Each table has indexes that lead with the school, hence none on the key alone."""

    school = models.ForeignKey("tenancy.School", models.PROTECT, related_name="+", db_index=False)

    objects = SchoolManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's, for rows of the school whose scope is open."""
        check_own(self)
        super().save(*args, **kwargs)


def check_own(row: Any) -> None:
    """Raise ScopeError where the row belongs to another school than the one whose scope is open."""
    school_id = current_school_id()
    if school_id is not None and row.school_id != school_id:
        raise ScopeError(f"{type(row).__name__} of school {row.school_id} written in that of {school_id}.")
