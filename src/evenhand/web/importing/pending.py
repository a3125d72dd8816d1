"""Uploaded files between the look and the apply: one set for each person, gone when it is done with."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

LARGEST = 64 * 1024 * 1024
LARGEST_PICTURES = 512 * 1024 * 1024
MOST_FILES = 60
KEPT_SECONDS = 3600.0


class Refused(ValueError):
    """These files cannot be taken; the words say why."""


def folder_of(kind: str, membership_id: int | None) -> Path:
    """Where the files of one person's import stand."""
    return Path(settings.MEDIA_ROOT) / "imports" / f"{kind}-{membership_id or 0}"


def keep(folder: Path, files: Sequence[UploadedFile[Any]], *, largest: int | None = None) -> Path:
    """Store the files, `largest` bytes in all, in place of those before, and return the path to read. Raises Refused."""
    most = largest or LARGEST
    forget_old(folder.parent)
    forget(folder)
    if not files:
        raise Refused("Choose the files first.")
    if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > most:
        raise Refused(f"That is too much at once: at most {most // 1024 // 1024} MB in {MOST_FILES} files.")
    folder.mkdir(parents=True, mode=0o700)
    for file in files:
        name = PurePath(file.name or "file").name or "file"
        with (folder / name).open("xb") as target:
            for chunk in file.chunks():
                target.write(chunk)
    return readable(folder)


def readable(folder: Path) -> Path:
    """The path that a reader is given: the one file, else the folder of them."""
    inside = sorted(folder.iterdir())
    return inside[0] if len(inside) == 1 else folder


def is_there(folder: Path) -> bool:
    """Whether something waits there."""
    return folder.is_dir() and any(folder.iterdir())


def forget(folder: Path) -> None:
    """Remove the files."""
    if folder.exists():
        shutil.rmtree(folder)


def forget_old(parent: Path) -> None:
    """Remove what somebody uploaded and never came back to."""
    for folder in parent.iterdir() if parent.is_dir() else ():
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            forget(folder)
