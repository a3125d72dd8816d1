"""The picture files of a folder, a zip or one file, one after the other: a year of portraits never fills the memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from evenhand.apps.people.roster.model import Fault
from evenhand.apps.people.roster.opening import BROKEN_ZIP, INSIDE, WHOLE, leads_outside, walk

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
LARGEST = 20 * 1024 * 1024
MOST = 20_000
DEPTH = 4
FORMATS = "a JPEG, PNG or WebP picture"
TOO_LARGE = f"at most {LARGEST // 1024 // 1024} MB"


@dataclass(slots=True)
class Pictures:
    """The files at `path`. Faults gather while the files are gone through."""

    path: Path
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Each picture's name and content, in the order of names. Never raises for what it finds there."""
        try:
            if self.path.is_dir():
                yield from self._of_folder()
            elif zipfile.is_zipfile(self.path) or self.path.suffix.lower() == ".zip":
                yield from self._of_zip()
            else:
                yield from self._of_file(self.path, self.path.name)
        except OSError as error:
            reason = error.strerror or "the path cannot be used"
            self._refuse(
                self.path.name, "", f"a file or folder that can be read; {reason.lower()}", "Check the path."
            )

    def _of_folder(self) -> Iterator[tuple[str, bytes]]:
        for file in walk(self.path, DEPTH)[:MOST]:
            yield from self._of_file(file, file.relative_to(self.path).as_posix())

    def _of_file(self, file: Path, name: str) -> Iterator[tuple[str, bytes]]:
        if self._wanted(name, file.stat().st_size):
            yield name, file.read_bytes()

    def _of_zip(self) -> Iterator[tuple[str, bytes]]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                members = [member for member in archive.infolist() if not member.is_dir()]
                outside = next((member for member in members if leads_outside(member)), None)
                if outside is not None:
                    self._refuse(self.path.name, outside.orig_filename[:120], *INSIDE)
                    return
                for member in sorted(members[:MOST], key=lambda one: one.filename):
                    if self._wanted(member.filename, member.file_size):
                        with archive.open(member) as stream:
                            yield member.filename, stream.read(LARGEST)
        except BROKEN_ZIP:
            self._refuse(self.path.name, "", *WHOLE)

    def _wanted(self, name: str, size: int) -> bool:
        parts = PurePosixPath(name).parts
        leaf = parts[-1] if parts else ""
        if "__MACOSX" in parts or leaf.startswith(".") or leaf.casefold() in {"thumbs.db", "desktop.ini"}:
            return False
        suffix = PurePosixPath(leaf).suffix.lower()
        if suffix not in SUFFIXES:
            self._refuse(name, suffix, FORMATS, "Save it as JPEG, or leave it out.")
            return False
        if size > LARGEST:
            self._refuse(name, f"{size} bytes", TOO_LARGE, "Save the picture smaller.")
            return False
        return True

    def _refuse(self, file: str, value: str, expected: str, mend: str) -> None:
        self.faults.append(Fault(file, 0, "", value, expected, mend))
