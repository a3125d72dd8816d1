"""Open a folder, a zip or a single file, and hand over the bytes of its CSV files, safely.

A zip is read in memory and never unpacked to disk. It is refused as a whole when a name leads outside, when
it is cut short, or when it would unpack to more than the limits below, whatever sizes its directory claims.
"""

from __future__ import annotations

import io
import lzma
import os
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from evenhand.apps.people.roster.model import Fault

MAX_MEMBERS = 200
MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 128 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 8 * 1024 * 1024
MAX_DEPTH = 3

TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
WORKBOOK_MEMBER = "[Content_Types].xml"
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    KeyError,
    IndexError,
    OverflowError,
)
"""All that zipfile raises for damaged or encrypted content, beside MemoryError."""
WHOLE = (
    "a whole zip file that is not damaged or encrypted",
    "Export or copy the zip again; it is cut short, damaged or locked with a password.",
)
INSIDE = "file names that stay inside the zip", "Do not use this zip; ask whoever made it for another."
"""What is expected of a zip, and how it is mended."""


@dataclass(slots=True)
class Bundle:
    """The named CSV files found (name as shown to people, bytes), with what was wrong or passed over."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, file: str, value: str, expected: str, mend: str) -> None:
        """Give the whole bundle up: no file of it is read."""
        self.files.clear()
        self.faults.append(Fault(file, 0, "", value, expected, mend))


def open_bundle(path: Path) -> Bundle:
    """Return the CSV files at `path` (a folder, a zip or one file). Never raises for what it finds there."""
    bundle = Bundle()
    try:
        if path.is_dir():
            _open_folder(path, bundle)
        else:
            _open_file(path, bundle)
    except (OSError, ValueError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else "the path cannot be used"
        )
        bundle.refuse(
            path.name, "", f"a file or folder that can be read; {reason.lower()}", "Check the path."
        )
    if not bundle.files and not bundle.faults:
        bundle.refuse(
            path.name, "", "at least one CSV file", "Choose the folder or zip that holds the CSV files."
        )
    return bundle


def _open_file(path: Path, bundle: Bundle) -> None:
    size = path.stat().st_size
    if size > MAX_TOTAL_BYTES:
        bundle.refuse(
            path.name, f"{size} bytes", f"at most {MAX_TOTAL_BYTES} bytes", "Split the file by school."
        )
        return
    content = path.read_bytes()
    if content[:4] in ZIP_MAGIC or path.suffix.lower() == ".zip":
        _open_zip(path.name, content, bundle)
    elif content and len(content) > MAX_FILE_BYTES:
        bundle.refuse(
            path.name, f"{size} bytes", f"at most {MAX_FILE_BYTES} bytes", "Split the file by school."
        )
    else:
        bundle.files.append((path.name, content))


def _open_folder(path: Path, bundle: Bundle) -> None:
    total = 0
    for file in walk(path, MAX_DEPTH):
        name = file.relative_to(path).as_posix()
        if not _wanted(name, bundle):
            continue
        size = file.stat().st_size
        total += size
        if size > MAX_FILE_BYTES or total > MAX_TOTAL_BYTES or len(bundle.files) >= MAX_MEMBERS:
            bundle.refuse(
                name,
                f"{size} bytes",
                f"at most {MAX_MEMBERS} files and {MAX_TOTAL_BYTES} bytes in all",
                "Choose the folder that holds only the roster.",
            )
            return
        bundle.files.append((name, file.read_bytes()))
    _refuse_doubles(bundle, path.name)


def walk(folder: Path, depth: int) -> list[Path]:
    """Return the files below `folder` in order, links not followed, at most `depth` folders down."""
    found: list[Path] = []
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.is_symlink():
            continue
        if entry.is_dir() and depth > 0:
            found += walk(Path(entry.path), depth - 1)
        elif entry.is_file():
            found.append(Path(entry.path))
    return found


def _wanted(name: str, bundle: Bundle) -> bool:
    """Tell whether a file is a CSV to read; note or fault what is passed over."""
    parts = PurePosixPath(name).parts
    leaf = parts[-1] if parts else ""
    if "__MACOSX" in parts or leaf.startswith("."):
        return False
    suffix = PurePosixPath(leaf).suffix.lower()
    if suffix in TEXT_SUFFIXES:
        return True
    if suffix in {".xlsx", ".xls", ".ods", ".zip"}:
        bundle.faults.append(
            Fault(name, 0, "", suffix, "a CSV file", "Save each sheet as CSV UTF-8 and try again.")
        )
    else:
        bundle.notes.append(f"{name}: not a CSV file, not read.")
    return False


def _open_zip(name: str, content: bytes, bundle: Bundle) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if _zip_is_acceptable(name, members, bundle):
                _read_members(name, archive, members, bundle)
    except BROKEN_ZIP:
        bundle.refuse(name, "", *WHOLE)


def _zip_is_acceptable(name: str, members: list[zipfile.ZipInfo], bundle: Bundle) -> bool:
    if any(member.filename == WORKBOOK_MEMBER for member in members):
        bundle.refuse(name, "workbook", "a CSV file or a zip of CSV files", "Save each sheet as CSV UTF-8.")
        return False
    if len(members) > MAX_MEMBERS:
        bundle.refuse(
            name, f"{len(members)} files", f"at most {MAX_MEMBERS} files", "Zip only the roster's CSV files."
        )
        return False
    for member in members:
        if leads_outside(member):
            bundle.refuse(name, member.orig_filename[:120], *INSIDE)
            return False
    return True


def leads_outside(member: zipfile.ZipInfo) -> bool:
    """Whether a member of a zip names a place outside of where it is unpacked."""
    raw = member.orig_filename.replace("\\", "/")
    return raw.startswith("/") or ".." in raw.split("/") or raw[1:2] == ":" or "\x00" in raw


def _read_members(
    name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], bundle: Bundle
) -> None:
    left = MAX_TOTAL_BYTES
    for member in members:
        if not _wanted(member.filename, bundle):
            continue
        limit = min(left, MAX_FILE_BYTES)
        content = _read_member(archive, member, limit)
        if content is None:
            bundle.refuse(
                name,
                member.filename[:120],
                f"at most {MAX_TOTAL_BYTES // 1024 // 1024} MB when unpacked",
                "Do not use this zip; it unpacks to far more than a roster holds.",
            )
            return
        left -= len(content)
        bundle.files.append((member.filename, content))
    _refuse_doubles(bundle, name)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes | None:
    """Return the bytes, or None past the limit or the ratio; reads at most one byte more than allowed."""
    ratio_limit = max(member.compress_size * MAX_RATIO, RATIO_MATTERS_FROM)
    allowed = min(limit, ratio_limit)
    if member.file_size > allowed:
        return None
    with archive.open(member) as stream:
        content = stream.read(allowed + 1)
    return None if len(content) > allowed else content


def _refuse_doubles(bundle: Bundle, name: str) -> None:
    """Refuse two files of the same name in different folders: nobody could say which one counts."""
    seen: dict[str, str] = {}
    for file, _ in bundle.files:
        leaf = PurePosixPath(file).name.casefold()
        if leaf in seen:
            bundle.refuse(
                name,
                f"{seen[leaf]} and {file}",
                "each file name once",
                "Import one of the two folders, or remove the older copy.",
            )
            return
        seen[leaf] = file
