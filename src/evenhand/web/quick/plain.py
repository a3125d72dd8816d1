"""What a written template looks up by itself: values whose attributes are what Django would find."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import SimpleLazyObject, empty


class Strange(Exception):
    """A value on whose way Django has to look."""


class _Absent:
    """Stands for a name that the template is not given, and for what has to go Django's way."""

    def __call__(self) -> None:
        """Never called: a callable is what is not plain."""


NOT_PLAIN: Final = _Absent()
# Kinds of values of which an attribute is what Django finds: no index to try first, and not callable.
PLAIN: Final[set[type]] = set()


def first(dicts: list[dict[str, Any]], name: str) -> Any:
    """The innermost value of a name."""
    for given in reversed(dicts):
        if name in given:
            return given[name]
    return NOT_PLAIN


def step(value: Any, bit: str) -> Any:
    """The attribute or key of a value whose kind is not known to be plain. Raises Strange, or as the attribute does."""
    kind = type(value)
    if kind is SimpleLazyObject:
        if value._wrapped is empty:
            value._setup()
        value = value._wrapped
        kind = type(value)
    if kind is dict:
        if bit in value:
            return value[bit]
        raise Strange
    if kind is SimpleLazyObject or callable(value) or hasattr(kind, "__getitem__"):
        raise Strange
    PLAIN.add(kind)
    return getattr(value, bit)
