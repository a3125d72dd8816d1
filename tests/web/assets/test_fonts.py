"""Fonts are cut to what is written, made once, and left out where their package is not installed."""

from pathlib import Path

from fontTools.ttLib import TTFont

from evenhand.web.assets.fonts import FACES, Face, build_fonts

ATKINSON = next(face for face in FACES if face.slug == "atkinson")
ARABIC = next(face for face in FACES if face.slug == "noto-arabic")
ABSENT = Face("Nowhere", "fontpkg-that-is-not-there", "x.ttf", "nowhere", "U+0041", "400")


def test_a_font_keeps_the_letters_of_names_and_little_else(tmp_path: Path) -> None:
    (path,) = build_fonts(tmp_path, (ATKINSON,))
    letters = TTFont(path).getBestCmap()
    assert {ord(letter) for letter in "AzÉö"} | {0x2019, 0x2013} <= set(letters)
    assert max(letters) <= 0x2212


def test_arabic_keeps_weight_and_joining_forms(tmp_path: Path) -> None:
    (path,) = build_fonts(tmp_path, (ARABIC,))
    font = TTFont(path)
    assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= features


def test_a_missing_package_is_left_out(tmp_path: Path) -> None:
    assert build_fonts(tmp_path, (ABSENT,)) == []
    assert (tmp_path / "faces.txt").read_text("utf-8") == ""


def test_the_same_recipe_makes_nothing_again(tmp_path: Path) -> None:
    (path,) = build_fonts(tmp_path, (ATKINSON,))
    path.write_bytes(b"mark")
    build_fonts(tmp_path, (ATKINSON,))
    assert path.read_bytes() == b"mark"
    build_fonts(tmp_path, (ATKINSON, ABSENT))
    assert path.read_bytes() == b"mark"
