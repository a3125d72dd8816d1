"""How a school's day is run: what is handed in on arrival, and the duties that somebody is named for."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.values import Role


@dataclass(frozen=True, slots=True)
class Device:
    """Something that is handed in on arrival. `other`: only where the school asks for more than the first."""

    id: str
    label: str
    other: bool = False


@dataclass(frozen=True, slots=True)
class HandIn:
    """Devices are handed in on arrival and given back when the pupil leaves.

    `on` and `others` are yes or no: whether it is done here, and whether for devices marked `other` too. `kept` and
    `found` are the items recorded where a pupil keeps a device, and where one is found in the day. A pupil who keeps it
    waits at `place` with an adult; after `alert` minutes the `tells` hear.
    """

    label: str
    on: Figure
    others: Figure
    kept: str
    found: str
    place: Figure
    alert: Figure
    tells: Role
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of every school day for which people are named beforehand.

    `starts` is a time of day; "" for the first bell. `need` is how many people it takes. Where fewer are named `warn`
    minutes before it starts, the `owner`, who keeps the rota, is told.
    """

    id: str
    label: str
    owner: Role
    warn: Figure
    need: Figure
    cites: tuple[str, ...]
    starts: Figure = ""
    place: str = ""
