"""The made-up room holds the hard cases."""

from datetime import UTC, datetime

from evenhand.web.gallery.samples import samples


def test_the_room_is_full_and_awkward() -> None:
    shown = samples(datetime(2026, 11, 17, 11, 6, tzinfo=UTC))
    tiles = shown["tiles"]
    assert len(tiles) == 34
    assert {tile.dir for tile in tiles} == {"", "rtl"}
    assert any(len(tile.last) > 20 for tile in tiles)
    assert any(len(pupil.name) >= 60 - 1 for pupil in shown["expected"])
