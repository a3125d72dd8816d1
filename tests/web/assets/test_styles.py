"""One stylesheet, in order, without comments, made again only when something changed."""

import os
from pathlib import Path

from evenhand.web.assets import STATIC
from evenhand.web.assets.styles import build_styles, is_stale, sources


def test_tokens_come_first_and_print_last() -> None:
    names = [path.stem for path in sources(STATIC / "css")]
    assert names[:5] == ["tokens", "base", "layout", "button", "card"]
    assert names[-1] == "print"
    assert len(names) == len(set(names)) == len(list((STATIC / "css").rglob("*.css")))


def test_comments_go_and_rules_stay(tmp_path: Path) -> None:
    text = build_styles(STATIC / "css", tmp_path).read_text("utf-8")
    assert "/*" not in text
    assert "@import" not in text
    assert "--act: #0e4c5d" in text
    assert text.count("{") == text.count("}")


def test_a_changed_source_makes_it_stale(tmp_path: Path) -> None:
    css = tmp_path / "css"
    for path in sources(STATIC / "css"):
        copy = css / path.relative_to(STATIC / "css")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text("utf-8"), "utf-8")
    target = tmp_path / "build"
    assert is_stale(css, target)
    sheet = build_styles(css, target)
    assert not is_stale(css, target)
    later = sheet.stat().st_mtime + 5
    os.utime(css / "base.css", (later, later))
    assert is_stale(css, target)


def test_every_colour_outside_the_tokens_is_a_token() -> None:
    hexes = [
        f"{path.name}: {line.strip()[:60]}"
        for path in sources(STATIC / "css")
        if path.stem not in {"tokens", "print"}
        for line in path.read_text("utf-8").splitlines()
        if "#" in line and any(f": #{digit}" in line for digit in "0123456789abcdef")
    ]
    assert hexes == []
