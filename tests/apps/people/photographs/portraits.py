"""Pictures as a school's photographer sends them, made up here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import Image


def portrait(
    colour: str = "teal", size: tuple[int, int] = (300, 400), kind: str = "JPEG", **options: object
) -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind, **options)
    return made.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """These files as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()
