"""A photograph as it is kept: upright, square, small, and without what a camera writes into its files."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
SIDE = 192  # pixels: the largest circle is 72 CSS pixels on a screen of 2.6 to one
MOST_PIXELS = 50_000_000
LEAST_SIDE = 48
QUALITY = 82
HEAD_ROOM = 0.2  # of a portrait's height beyond the square, this part is cut above: heads are at the top
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
)
"""What Pillow raises for content that is no picture, or is damaged or hostile."""


class NotAPicture(ValueError):
    """The content cannot be shown as a photograph; the words say what was found."""


def look_at(content: bytes) -> None:
    """Raise NotAPicture where `draw` could not make anything of this. Reads the beginning only."""
    with _opened(content):
        pass


def draw(content: bytes) -> bytes:
    """A square JPEG of SIDE pixels from a JPEG, PNG or WebP. Raises NotAPicture."""
    with _opened(content) as picture:
        try:
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            plain = _on_white(upright)
            square = ImageOps.fit(plain, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=(0.5, HEAD_ROOM))
        except UNREADABLE as problem:
            raise NotAPicture("a damaged picture") from problem
    drawn = io.BytesIO()
    square.save(drawn, "JPEG", quality=QUALITY)
    return drawn.getvalue()


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except UNREADABLE as problem:
        raise NotAPicture("no picture that can be read" if content else "an empty file") from problem
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise NotAPicture(f"{width} × {height} pixels")
    if min(width, height) < LEAST_SIDE:
        raise NotAPicture(f"{width} × {height} pixels")
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Colours without transparency: what was clear becomes white, as on paper."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    return picture.convert("RGB")
