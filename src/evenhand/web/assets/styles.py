"""One stylesheet out of many files, in a fixed order, so that a page asks for one thing."""

from __future__ import annotations

import re
from pathlib import Path

FIRST = ("tokens", "base", "layout", "components/button", "components/card")
LAST = ("print",)
SHEET = "app.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"\n\s*")


def sources(css: Path) -> list[Path]:
    """The committed files in the order in which they count: what others build on first, print last."""
    first = [css / f"{name}.css" for name in FIRST]
    components = [path for path in sorted((css / "components").glob("*.css")) if path not in first]
    return [
        *first,
        *components,
        *(css / f"{name}.css" for name in LAST),
    ]


def build_styles(css: Path, target: Path) -> Path:
    """Join font faces (when fonts were built) and sources into `target`/app.css without comments."""
    faces = target / "fonts" / "faces.txt"
    parts = [faces, *sources(css)] if faces.exists() else sources(css)
    text = "\n".join(_squeeze(path.read_text(encoding="utf-8")) for path in parts)
    target.mkdir(parents=True, exist_ok=True)
    sheet = target / SHEET
    draft = sheet.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(sheet)
    return sheet


def is_stale(css: Path, target: Path) -> bool:
    """True when the built stylesheet is missing or older than anything that it is made of."""
    sheet = target / SHEET
    if not sheet.exists():
        return True
    made = sheet.stat().st_mtime_ns
    faces = target / "fonts" / "faces.txt"
    parts = [*sources(css), *([faces] if faces.exists() else [])]
    return any(path.stat().st_mtime_ns > made for path in parts)


def _squeeze(text: str) -> str:
    return _BLANK.sub("\n", _COMMENT.sub("", text)).strip()
