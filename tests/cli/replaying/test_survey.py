"""The first look: schools, voided ids and ids that come twice, in little memory."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from evenhand.cli.replaying import survey as module
from evenhand.cli.replaying.survey import Checksums, Source, Survey, checksum, survey
from tests.histories import row, write_csv, write_json


def look(*sources: Source) -> Survey:
    return survey(sources, lambda rows: None)


def test_what_is_seen(tmp_path: Path) -> None:
    rows = [
        {**row("e1"), "school": "north"},
        {**row("e1"), "school": "south"},
        {**row("e2", kind="undo", code="", about="e1"), "school": "north"},
        {**row("e2"), "school": "north"},
    ]
    found = look(Source(write_csv(tmp_path / "e.csv", rows, ("school", "shoe")), ""))
    assert found.schools == {"north": 3, "south": 1}
    assert "e1" in found.voided
    assert "e2" not in found.voided
    assert "north\ne2" in found.repeated
    assert "south\ne1" not in found.repeated
    assert found.passed_over == {"e.csv": ("shoe",)}


def test_rows_without_a_school_are_their_file_s(tmp_path: Path) -> None:
    files = [write_json(tmp_path / f"{name}.jsonl", [row("e1")]) for name in ("a", "b")]
    assert look(*(Source(path, path.stem) for path in files)).schools == {"a": 1, "b": 1}


@given(st.lists(st.integers(0, 2**32 - 1), max_size=60), st.integers(0, 9))
def test_ids_that_come_twice_are_found_whatever_waits_on_disk(sums: list[int], doubled: int) -> None:
    before, module.HELD = module.HELD, 2  # type: ignore[misc]  # so that files are used
    try:
        with module._Seen() as seen:
            for one in [*sums, *sums[:doubled]]:
                seen.extend((one,))
            found = seen.repeated()
    finally:
        module.HELD = before  # type: ignore[misc]  # as it was
    every = [*sums, *sums[:doubled]]
    assert sorted(found) == sorted({one for one in every if every.count(one) > 1})


def test_checksums_hold_what_they_were_given() -> None:
    held = Checksums(checksum(name) for name in ("a", "b"))
    assert ("a" in held, "c" in held, 3 in held, len(held)) == (True, False, False, 2)
    assert "a" not in Checksums()


def test_space_around_an_id_does_not_make_it_another(tmp_path: Path) -> None:
    rows = [row("e1"), row(" e1 ")]
    assert "\ne1" in look(Source(write_csv(tmp_path / "e.csv", rows), "")).repeated
    assert "\ne1" in look(Source(write_json(tmp_path / "e.jsonl", rows), "")).repeated
