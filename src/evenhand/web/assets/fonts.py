"""Fonts for the screen: taken from their packages, cut to what schools write, saved as WOFF2.

A font whose package is not installed is left out; its stack in tokens.css then falls back to the system's.
The folder is made again only when a package or the recipe below changes.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PROSE = "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+2010-2027,U+2030-203A,U+20AC,U+2212"
LATIN = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+1E00-1EFF,U+2010-2027,U+2030-203A,U+20AC,U+2190-2193,U+2212"
)
ARABIC = "U+0600-06FF,U+0750-077F,U+200C-200F"
FEATURES = [
    "kern",
    "liga",
    "rlig",
    "calt",
    "locl",
    "mark",
    "mkmk",
    "ccmp",
    "isol",
    "init",
    "medi",
    "fina",
    "tnum",
    "zero",
]


@dataclass(frozen=True)
class Face:
    """One file to make: where it comes from, what is kept, and how the stylesheet names it."""

    family: str
    package: str
    source: str
    slug: str
    ranges: str
    weights: str
    pinned: tuple[tuple[str, float], ...] = ()
    limits: tuple[tuple[str, float, float], ...] = ()


FACES = (
    Face("Hanken Grotesk", "fontpkg-hanken-grotesk", "HankenGrotesk[wght].ttf", "hanken", LATIN, "100 900"),
    Face(
        "Source Serif 4",
        "fontpkg-source-serif-4",
        "SourceSerif4[opsz,wght].ttf",
        "source-serif",
        PROSE,
        "400 700",
        pinned=(("opsz", 18),),
        limits=(("wght", 400, 700),),
    ),
    Face(
        "Noto Sans Arabic",
        "fontpkg-noto-sans-arabic",
        "NotoSansArabic[wdth,wght].ttf",
        "noto-arabic",
        ARABIC,
        "400 700",
        pinned=(("wdth", 100),),
        limits=(("wght", 400, 700),),
    ),
    Face(
        "Atkinson Hyperlegible",
        "fontpkg-atkinson-hyperlegible",
        "AtkinsonHyperlegible-Regular.ttf",
        "atkinson",
        LATIN,
        "400",
    ),
    Face(
        "Atkinson Hyperlegible",
        "fontpkg-atkinson-hyperlegible",
        "AtkinsonHyperlegible-Bold.ttf",
        "atkinson-bold",
        LATIN,
        "700",
    ),
)


def build_fonts(target: Path, faces: tuple[Face, ...] = FACES) -> list[Path]:
    """Make `target`/<slug>.woff2 for each installed face, and faces.txt; return the font files."""
    installed = [face for face in faces if _version(face)]
    recipe = json.dumps([[asdict(face), _version(face)] for face in installed], sort_keys=True)
    made = [target / f"{face.slug}.woff2" for face in installed]
    stamp = target / "recipe.json"
    if stamp.exists() and stamp.read_text("utf-8") == recipe and all(path.exists() for path in made):
        return made
    target.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        list(pool.map(_make, installed, made))
    (target / "faces.txt").write_text("\n".join(_rule(face) for face in installed), encoding="utf-8")
    stamp.write_text(recipe, encoding="utf-8")
    return made


def _make(face: Face, path: Path) -> None:
    _subset(face).save(path)


def _version(face: Face) -> str:
    try:
        return version(face.package)
    except PackageNotFoundError:
        return ""


def _subset(face: Face) -> TTFont:
    path = files(face.package.replace("-", "_")) / "files" / face.source
    font = TTFont(str(path), lazy=True)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_points(face.ranges))
    subsetter.subset(font)
    limits: dict[str, float | tuple[float, float]] = dict(face.pinned)
    limits.update({axis: (low, high) for axis, low, high in face.limits})
    if limits:
        font = instantiateVariableFont(font, limits)
    font.flavor = "woff2"
    return font


def _points(ranges: str) -> set[int]:
    points: set[int] = set()
    for part in ranges.replace("U+", "").split(","):
        low, _, high = part.partition("-")
        points.update(range(int(low, 16), int(high or low, 16) + 1))
    return points


def _rule(face: Face) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; src: url("fonts/{face.slug}.woff2") format("woff2"); '
        f"font-weight: {face.weights}; font-display: swap; unicode-range: {face.ranges}; }}"
    )
