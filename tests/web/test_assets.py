"""Fonts and stylesheet are made together, and the stylesheet names only the fonts that were made."""

from pathlib import Path

from evenhand.web.assets import build_assets


def test_the_stylesheet_names_every_font_made(tmp_path: Path) -> None:
    made = build_assets(tmp_path)
    sheet = (tmp_path / "app.css").read_text("utf-8")
    fonts = [path for path in made if path.suffix == ".woff2"]
    assert {path.name for path in fonts} >= {"hanken.woff2", "source-serif.woff2", "noto-arabic.woff2"}
    for path in fonts:
        assert f'url("fonts/{path.name}")' in sheet
        assert path.read_bytes()[:4] == b"wOF2"
    assert sum(path.stat().st_size for path in fonts) < 160_000
