"""A pack laid out for checking: all its declarations with their paths, and the names that may be used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from evenhand.engine.pack.convert import Draft
from evenhand.engine.pack.errors import listed, near
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import WORKED_OUT, Role

PEOPLE_OF_AN_EVENT = (Role.AUTHOR, Role.WITNESS)

T = TypeVar("T")


class Inspection:
    """The pack, its draft and every declaration in it as (path, declaration)."""

    def __init__(self, pack: Pack, draft: Draft) -> None:
        self.pack = pack
        self.draft = draft
        self.declarations = tuple(_declarations(pack, ()))
        self.names: dict[str, frozenset[str]] = {
            "clause": frozenset(pack.clauses),
            "section": frozenset(section.id for section in pack.sections),
            "ledger": frozenset(pack.ledgers),
            "tag": frozenset(tag.id for tag in pack.tags),
            "detail": frozenset(
                (*pack.details, *pack.sanction_facts, *(WORKED_OUT if pack.sanctions else ()))
            ),
            "sanction": frozenset(pack.sanctions),
            "group": frozenset(pack.groups),
            "item": frozenset(pack.items),
            "placement": frozenset(pack.placements),
            "programme": frozenset(pack.programmes),
            "measure": frozenset(pack.ledgers) | {total.id for total in pack.totals},
            "tag list": frozenset(tag.list for tag in pack.tags),
            "time_owed": frozenset(pack.time_owed),
            "setting": frozenset(pack.settings),
            "param": frozenset(pack.params),
            "adjustment": frozenset(pack.adjustments),
            "counter": frozenset(pack.counters),
            "path": frozenset(pack.paths),
            "step": frozenset(step.id for ladder in pack.ladders.values() for step in ladder.steps),
            "stage": frozenset(
                stage for item in pack.items.values() for points in item.points.values() for stage in points
            ),
        }
        self._fields = {
            "section": "sections",
            "tag": "tags",
            "clause": "clauses",
            "ledger": "ledgers",
            "detail": "details",
            "group": "groups",
            "item": "items",
            "placement": "placements",
            "programme": "programmes",
            "measure": "ledgers",
            "tag list": "tags",
            "setting": "settings",
            "param": "params",
            "adjustment": "adjustments",
            "counter": "counters",
            "path": "paths",
            "sanction": "sanctions",
            "step": "ladders",
            "stage": "items",
        }

    def every(self, kind: type[T]) -> Iterator[tuple[KeyPath, T]]:
        """Each declaration of this kind, wherever it stands."""
        for path, declaration in self.declarations:
            if type(declaration) is kind:
                yield path, declaration

    def report(self, path: KeyPath, message: str, expected: str = "", mend: str = "") -> None:
        """Add a finding at the place of a declaration or of one of its fields."""
        self.draft.report(path, message, expected, mend)

    def known(self, path: KeyPath, noun: str, name: str) -> None:
        """Report a name that nothing declares, unless the file with those names could not be read."""
        if name and (self._fields.get(noun, noun),) not in self.draft.broken:
            self.one_of(path, noun.replace("_", " "), name, self.names[noun])

    def one_of(self, path: KeyPath, noun: str, name: str, known: Collection[str]) -> None:
        """Report a name that is not one of those known here."""
        if name not in known:
            words = sorted(known)
            self.report(path, f'{noun} "{name}" is not known', f"one of {listed(words)}", near(name, words))

    def held(self, path: KeyPath, role: str) -> None:
        """Report a role that nobody here holds; the author and the witness are people of the event."""
        roles = self.pack.roles
        if not role or ("roles",) in self.draft.broken or role in PEOPLE_OF_AN_EVENT:
            return
        if role not in list(Role):
            self.one_of(path, "role", role, [str(known) for known in Role])
        elif not roles.get(Role(role)):
            mend = f'{role} = ["the title that the school uses"] under [roles] in pack.toml'
            self.report(path, f'nobody holds the role "{role}"', f"one of {listed(map(str, roles))}", mend)


def _declarations(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if is_dataclass(value):
        yield path, value
        for field in fields(value):
            yield from _declarations(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _declarations(entry, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _declarations(entry, (*path, number))
