"""`assets` makes and gathers what the server sends."""

from pathlib import Path

from tests.cli.test_main import evenhand


def test_files_are_gathered_under_names_that_change_with_their_content(tmp_path: Path) -> None:
    done = evenhand("assets", EVENHAND_MODE="demo", EVENHAND_DATA=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "static files gathered" in done.stdout
    assert list((tmp_path / "static" / "build").glob("app.*.css"))
    assert list((tmp_path / "static" / "build" / "fonts").glob("hanken*.woff2"))
