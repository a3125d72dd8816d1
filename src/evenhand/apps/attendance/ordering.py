"""In which order a register stands: by first name, by surname or by seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.apps.conduct import selectors as conduct
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import LessonOccurrence

FIRST, SURNAME, SEAT = "first", "surname", "seat"
WORDS: Mapping[str, str] = {FIRST: "First name", SURNAME: "Surname", SEAT: "Seat"}
# The order that was chosen on this device, kept there.
COOKIE = "register_by"


@dataclass(frozen=True, slots=True)
class Order:
    """One order that can be chosen, as components/segmented.html takes it."""

    words: str
    url: str
    value: str
    current: bool


def known(asked: str) -> str:
    """The order that was asked for; by first name, as in the class, where that is none."""
    return asked if asked in WORDS else FIRST


def choices(current: str) -> tuple[Order, ...]:
    """The orders to choose from."""
    return tuple(Order(words, f"?by={key}", key, key == current) for key, words in WORDS.items())


def ranks(lesson: LessonOccurrence, pupils: Sequence[Pupil]) -> dict[int, dict[str, int]]:
    """The place of each pupil in each order, from nought, by the pupil's key."""
    seats = conduct.seats(lesson.group_id, lesson.day, pupils)
    orders = {
        FIRST: pupils,
        SURNAME: sorted(
            pupils, key=lambda one: (conduct.fold(one.family), conduct.fold(one.first_name), one.pk)
        ),
        SEAT: sorted(pupils, key=lambda one: seats[one.pk]),
    }
    found: dict[int, dict[str, int]] = {pupil.pk: {} for pupil in pupils}
    for key, ordered in orders.items():
        for rank, pupil in enumerate(ordered):
            found[pupil.pk][key] = rank
    return found
