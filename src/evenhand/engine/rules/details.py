"""Details of an act: whether a value is one that the catalogue allows, and a value that is."""

from __future__ import annotations

from evenhand.engine.facts import Fact
from evenhand.engine.pack.schema import Detail


def fits(detail: Detail, value: Fact) -> bool:
    """Whether the value is of the detail's type, within its range and among its choices."""
    allowed = [choice.value for choice in detail.choices]
    match detail.type:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and _in_range(detail, value)
        case "boolean":
            return isinstance(value, bool)
        case "choice":
            return isinstance(value, str) and value in allowed
        case "multiple":
            chosen = value if isinstance(value, tuple) else (value,)
            return bool(chosen) and all(item in allowed for item in chosen)
        case _:
            return isinstance(value, str) and bool(value.strip())


def sample(detail: Detail) -> Fact:
    """A value that fits, for a question about what would follow."""
    match detail.type:
        case "integer":
            return detail.minimum if detail.minimum is not None and detail.minimum > 1 else 1
        case "boolean":
            return False
        case "choice":
            return str(detail.choices[0].value)
        case "multiple":
            return (str(detail.choices[0].value),)
        case _:
            return detail.label


def _in_range(detail: Detail, value: int) -> bool:
    low, high = detail.minimum, detail.maximum
    return (low is None or value >= low) and (high is None or value <= high)
