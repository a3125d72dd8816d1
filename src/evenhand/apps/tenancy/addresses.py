"""Addresses of pages: Django is asked once for each name, and numbers and ids are put in from then on."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

# Stand in an address for a number and for an id, one for each place; nothing else looks like them.
NUMBERS = tuple(918273645546372810 + place for place in range(4))
IDS = tuple(UUID(int=(0xA1B2C3D4E5F60718293A4B5C6D7E8F00 + place)) for place in range(4))
_known: dict[tuple[object, ...], tuple[str, ...] | None] = {}


def address(name: str, *args: object) -> str:
    """The address of the page of that name, as `reverse` gives it. Raises NoReverseMatch."""
    key = (name, *map(type, args), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    if key not in _known:
        _known[key] = _parts(name, args)
    parts = _known[key]
    if parts is None or any(type(value) is int and value < 0 for value in args):
        return reverse(name, args=args)
    if not args:
        return parts[0]
    return "".join(text + str(value) for text, value in zip(parts, args, strict=False)) + parts[-1]


def _parts(name: str, args: tuple[object, ...]) -> tuple[str, ...] | None:
    """What stands before, between and after the arguments; None where they are not all numbers and ids in order."""
    stand_ins = [_stand_in(place, value) for place, value in enumerate(args)]
    if None in stand_ins:
        return None
    rest, parts = reverse(name, args=stand_ins), list[str]()
    for one in stand_ins:
        before, found, rest = rest.partition(str(one))
        if not found:
            return None
        parts.append(before)
    return (*parts, rest)


def _stand_in(place: int, value: object) -> object:
    if place >= len(NUMBERS):
        return None
    return {int: NUMBERS, UUID: IDS}.get(type(value), (None,) * len(NUMBERS))[place]
