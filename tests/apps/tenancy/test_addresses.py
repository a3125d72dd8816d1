"""An address is what `reverse` says, whatever goes into it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from evenhand.apps.tenancy.addresses import address

ASKED: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("inbox", ()),
    ("inbox-task", (7,)),
    ("inbox-task", (123456,)),
    ("removal:stay", (uuid4(),)),
    ("removal:station", (UUID(int=5), "family")),
    ("pupil-why", (12, uuid4())),
    ("pupil-why", (918273645546372811, UUID(int=1))),
)


@pytest.mark.parametrize(("name", "args"), ASKED)
def test_an_address_is_what_django_says(name: str, args: tuple[Any, ...]) -> None:
    for _again in range(2):
        assert address(name, *args) == reverse(name, args=args)


def test_below_a_prefix_it_stands_below_the_prefix() -> None:
    address("inbox-task", 7)
    set_script_prefix("/school/")
    try:
        assert address("inbox-task", 7) == reverse("inbox-task", args=[7]) == "/school/inbox/7/"
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize(
    ("name", "args"), [("nowhere", ()), ("inbox-task", ()), ("inbox-task", (-7,)), ("inbox-task", ("x",))]
)
def test_what_has_no_address_is_a_fault(name: str, args: tuple[Any, ...]) -> None:
    address("inbox-task", 7)
    with pytest.raises(NoReverseMatch):
        address(name, *args)
