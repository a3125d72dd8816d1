"""`migrate` makes the database, and `--check` says what is missing without changing anything."""

from pathlib import Path

from tests.cli.test_main import evenhand


def test_check_names_what_is_missing_and_migrate_brings_it(tmp_path: Path) -> None:
    place = {"EVENHAND_MODE": "demo", "EVENHAND_DATA": str(tmp_path)}
    before = evenhand("migrate", "--check", **place)
    assert before.returncode == 1
    assert "missing: sessions.0001_initial\n" in before.stdout
    assert evenhand("migrate", **place).returncode == 0
    after = evenhand("migrate", "--check", **place)
    assert (after.returncode, after.stdout) == (0, "")
