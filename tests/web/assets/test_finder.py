"""The stylesheet is there when a page asks for it, without any step beforehand."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from evenhand.web import assets


def test_asking_for_the_stylesheet_makes_it() -> None:
    sheet = assets.BUILD / "app.css"
    sheet.unlink(missing_ok=True)
    found = finders.find("build/app.css")
    assert isinstance(found, str)
    assert Path(found) == sheet
    assert "--canvas" in sheet.read_text("utf-8")


def test_asking_for_something_else_makes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "BUILD", tmp_path / "build")
    assert finders.find("js/app.js")
    assert not (tmp_path / "build").exists()
