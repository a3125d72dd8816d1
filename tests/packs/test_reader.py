"""The reader hands over texts."""

from pathlib import Path

import pytest

from evenhand.packs.reader import UnknownPackError, calendar_text, pack_ids, pack_texts
from tests.tiny_pack import PACKS


def test_our_packs_are_known_by_their_folders() -> None:
    assert pack_ids() == tuple(sorted(pack_ids()))
    assert all("pack.toml" in pack_texts(name) for name in pack_ids())


def test_a_pack_outside_the_tree_is_read_from_its_folder() -> None:
    texts = pack_texts(PACKS / "tiny")
    assert {"pack.toml", "ladders.toml", "cases/steps.toml"} <= set(texts)
    assert texts == pack_texts(str(PACKS / "tiny"))
    assert texts["pack.toml"] == (PACKS / "tiny" / "pack.toml").read_text(encoding="utf-8")


def test_files_of_other_kinds_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text("id = 'x'", encoding="utf-8")
    (tmp_path / "notes.md").write_text("notes", encoding="utf-8")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "home.typ").write_text("Dear", encoding="utf-8")
    assert pack_texts(tmp_path) == {"pack.toml": "id = 'x'", "letters/home.typ": "Dear"}


def test_what_is_no_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownPackError, match=r"pack\.toml"):
        pack_texts(tmp_path)
    with pytest.raises(UnknownPackError, match="no_such_pack"):
        pack_texts("no_such_pack")


def test_a_calendar_is_read_by_its_name() -> None:
    assert "[[bell_set]]" in calendar_text("worked")
    with pytest.raises(UnknownPackError, match="no_such_calendar"):
        calendar_text("no_such_calendar")


def test_files_are_read_as_editors_save_them(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_bytes(b'\xef\xbb\xbfid = "x"\r\n')
    (tmp_path / "clauses.toml").write_bytes(b"caf\xe9")
    assert pack_texts(tmp_path) == {"pack.toml": 'id = "x"\n', "clauses.toml": "caf\udce9"}
