"""Whose photograph a file is: its name is the pupil's UPN, the roster's id, or the pupil's name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from evenhand.apps.people.models import Pupil
from evenhand.apps.people.photographs.drawing import NotAPicture, look_at
from evenhand.apps.people.photographs.finding import FORMATS, Pictures
from evenhand.apps.people.roster.model import Fault

MARK_LENGTH: Final = 16
APART: Final = re.compile(r"[\W_]+")
NAMED: Final = "a file name that is a pupil's UPN, the roster's id, or the name as in the roster"
RENAME: Final = "Rename the file, for example to the UPN."


@dataclass(slots=True)
class PhotographPlan:
    """What a folder of photographs would do. `found` leads from a pupil's number to the file and its mark."""

    path: Path
    found: dict[int, tuple[str, str]] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.added and not self.changed

    def counts(self) -> dict[str, int]:
        """How many photographs are new, changed and the same, and how many pupils have none among the files."""
        return {name: len(getattr(self, name)) for name in ("added", "changed", "unchanged", "absent")}


def plan_photographs(path: Path) -> PhotographPlan:
    """Match the pictures at `path` (a folder, a zip or one file) with the pupils of the school in scope; writes nothing.

    A file that is no picture, belongs to nobody or to several pupils, or to one who has another already, is a fault.
    """
    pupils = list(
        Pupil.objects.filter(left_on__isnull=True).only(
            "school_id", "upn", "source_id", "given", "family", "preferred", "form", "photograph"
        )
    )
    plan, book, pictures = PhotographPlan(path), _book(pupils), Pictures(path)
    read = 0
    for name, content in pictures:
        read += 1
        _place(plan, book, name, content)
    plan.faults += pictures.faults
    if not read and not plan.faults:
        plan.faults.append(
            Fault(
                path.name, 0, "", "", f"{FORMATS}, one for each pupil", "Choose the folder or zip with them."
            )
        )
    plan.absent = sorted(pupil.display_name for pupil in pupils if pupil.pk not in plan.found)
    return plan


def mark_of(content: bytes) -> str:
    """What tells one file from another: the beginning of its SHA-256, in hexadecimal."""
    return sha256(content).hexdigest()[:MARK_LENGTH]


def plain(text: str) -> str:
    """A name without case, accents and what stands between its words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return APART.sub(" ", letters).strip()


def _place(plan: PhotographPlan, book: Mapping[str, Mapping[int, Pupil]], name: str, content: bytes) -> None:
    meant = list(book.get(plain(PurePosixPath(name).stem), {}).values())
    try:
        look_at(content)
    except NotAPicture as found:
        plan.faults.append(
            Fault(name, 0, "", str(found), FORMATS, "Save it anew as JPEG, at least 48 pixels wide.")
        )
        return
    if len(meant) != 1:
        whose = f"{len(meant)} pupils have that name" if meant else PurePosixPath(name).stem[:120]
        plan.faults.append(Fault(name, 0, "", whose, NAMED, RENAME))
        return
    (pupil,) = meant
    if pupil.pk in plan.found:
        earlier = plan.found[pupil.pk][0]
        plan.faults.append(
            Fault(
                name,
                0,
                "",
                pupil.display_name,
                f"one file for each pupil; {earlier} is there already",
                "Leave one out.",
            )
        )
        return
    mark = mark_of(content)
    plan.found[pupil.pk] = name, mark
    kind = plan.unchanged if mark == pupil.photograph else plan.changed if pupil.photograph else plan.added
    kind.append(pupil.pk)


def _book(pupils: Iterable[Pupil]) -> Mapping[str, Mapping[int, Pupil]]:
    """By each word that may stand for a pupil, who is meant; an id counts before any name."""
    ids: defaultdict[str, dict[int, Pupil]] = defaultdict(dict)
    names: defaultdict[str, dict[int, Pupil]] = defaultdict(dict)
    for pupil in pupils:
        for ident in filter(None, (pupil.upn, pupil.source_id)):
            ids[plain(ident)][pupil.pk] = pupil
        for name in _names(pupil):
            names[plain(name)][pupil.pk] = pupil
    return {**names, **ids}


def _names(pupil: Pupil) -> set[str]:
    ways: set[str] = set()
    for first in filter(None, {pupil.given, pupil.preferred}):
        for whole in (f"{first} {pupil.family}", f"{pupil.family} {first}"):
            ways |= {whole, f"{whole} {pupil.form}", f"{pupil.form} {whole}"}
    return ways
