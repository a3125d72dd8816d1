"""Every test here looks at the school of the cast from inside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


@pytest.fixture(autouse=True)
def inside(here: SchoolCast) -> Iterator[None]:
    """The scope of the school is open."""
    with in_school(here.school):
        yield
