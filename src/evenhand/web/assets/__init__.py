"""What the browser is sent, made from what is committed: one stylesheet and the subset fonts.

`build_assets` runs at set-up. The stylesheet alone is also made on demand by `assets.finder`, so tests and
the development server need no step beforehand; without fonts the pages stand in the system's own.
"""

from __future__ import annotations

from pathlib import Path

from evenhand.web.assets.fonts import build_fonts
from evenhand.web.assets.styles import build_styles

__all__ = ["BUILD", "STATIC", "build_assets"]

STATIC = Path(__file__).resolve().parent.parent / "static"
BUILD = STATIC / "build"


def build_assets(target: Path = BUILD) -> list[Path]:
    """Make fonts, then the stylesheet that names them; return the files made, fonts first."""
    fonts = build_fonts(target / "fonts")
    return [*fonts, build_styles(STATIC / "css", target)]
