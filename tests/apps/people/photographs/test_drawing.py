"""What becomes of a picture: small, square, upright, silent; and what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from evenhand.apps.people.photographs.drawing import SIDE, NotAPicture, draw, look_at
from tests.apps.people.photographs.portraits import portrait


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple)
    return tuple(map(int, found))


def near(found: tuple[int, ...], wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) <= 6 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(300, 400), (400, 300), (60, 60), (3000, 4000)])
def test_any_picture_becomes_a_small_square(kind: str, size: tuple[int, int]) -> None:
    drawn = draw(portrait("teal", size, kind))
    picture = opened(drawn)
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (SIDE, SIDE), "RGB")
    assert near(pixel(picture, SIDE // 2, SIDE // 2), (0, 128, 128))
    assert len(drawn) < 30_000


def test_a_picture_taken_sideways_stands_upright_and_says_nothing_of_the_camera() -> None:
    picture = Image.new("RGB", (400, 300), "white")
    picture.paste((200, 0, 0), (0, 0, 200, 300))  # what is left in the file is above after the turn
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=exif, quality=95)
    drawn = opened(draw(made.getvalue()))
    assert near(pixel(drawn, SIDE // 2, 4), (200, 0, 0))
    assert near(pixel(drawn, SIDE // 2, SIDE - 4), (255, 255, 255))
    assert not drawn.getexif()
    assert "exif" not in drawn.info


def test_more_is_cut_below_a_head_than_above() -> None:
    picture = Image.new("RGB", (300, 600), "white")
    picture.paste((0, 0, 200), (0, 60, 300, 360))
    made = io.BytesIO()
    picture.save(made, "PNG")
    drawn = opened(draw(made.getvalue()))
    assert near(pixel(drawn, SIDE // 2, 4), (0, 0, 200))


def test_what_was_clear_becomes_white() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (100, 100), (10, 20, 30, 0)).save(made, "PNG")
    assert near(pixel(opened(draw(made.getvalue())), 5, 5), (255, 255, 255))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: b"", "an empty file"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (lambda: b"\xff\xd8\xff\xe0 no more", "no picture that can be read"),
        (lambda: portrait(size=(40, 400)), "40 × 400 pixels"),
        (lambda: portrait(size=(9000, 9000), kind="PNG"), "9000 × 9000 pixels"),
        (lambda: portrait(kind="GIF"), "no picture that can be read"),
    ],
    ids=["empty", "drawing", "cut at once", "narrow", "huge", "another format"],
)
def test_what_is_no_photograph_is_refused(content: Callable[[], bytes], said: str) -> None:
    sent = content()
    with pytest.raises(NotAPicture, match=said):
        look_at(sent)


def test_a_picture_that_is_cut_short_is_refused_when_it_is_drawn() -> None:
    whole = portrait("teal", (800, 800), "PNG")
    look_at(whole[: len(whole) // 2])
    with pytest.raises(NotAPicture, match="damaged"):
        draw(whole[: len(whole) // 2])
