"""Names for made-up people: drawn from many origins, no two alike in one school."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from evenhand.cli.demo.plan import Origin

TITLES = {"F": ("Ms", "Mrs", "Miss"), "M": ("Mr", "Mr", "Dr")}
TRIES = 40


class Named(NamedTuple):
    """A person's name, with how it is written."""

    given: str
    family: str
    sex: str
    lang: str
    direction: str


class NameGiver:
    """Hands out names by the origins' shares; a name that is taken gets a second family name."""

    def __init__(self, rng: Random, origins: Sequence[Origin]) -> None:
        self._rng = rng
        self._origins = list(origins)
        self._shares = [origin.share for origin in origins]
        self._taken: set[tuple[str, str]] = set()

    def take(self, given: str, family: str) -> None:
        """Keep a name from being given again."""
        self._taken.add((given, family))

    def pupil(self, direction: str = "") -> Named:
        """A name for a pupil; with `direction`, of an origin that writes so."""
        return self._give([o for o in self._origins if o.direction == direction] if direction else [])

    def adult(self) -> tuple[str, Named]:
        """A title and a name in Latin letters."""
        named = self._give([origin for origin in self._origins if origin.direction != "rtl"])
        return self._rng.choice(TITLES[named.sex]), named

    def _give(self, only: list[Origin]) -> Named:
        rng = self._rng
        for _ in range(TRIES):
            origin = rng.choice(only) if only else rng.choices(self._origins, self._shares)[0]
            sex = rng.choice("FM")
            given = rng.choice(origin.girls if sex == "F" else origin.boys)
            family = rng.choice(origin.families)
            if (given, family) not in self._taken:
                return self._keep(Named(given, family, sex, origin.lang, origin.direction))
        while True:
            second = rng.choice(origin.families)
            joined = f"{family} {second}" if origin.direction == "rtl" else f"{family}-{second}"
            if second != family and (given, joined) not in self._taken:
                return self._keep(Named(given, joined, sex, origin.lang, origin.direction))
            given = rng.choice(origin.girls if sex == "F" else origin.boys)
            family = rng.choice(origin.families)

    def _keep(self, named: Named) -> Named:
        self._taken.add((named.given, named.family))
        return named
