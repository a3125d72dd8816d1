"""What the arguments name: settings, several files, calendars."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evenhand.cli.replaying.faults import UnusableInput
from evenhand.cli.replaying.inputs import (
    FOREVER,
    all_of,
    read_calendar,
    read_policy,
    read_settings,
    settings_from,
    sources_of,
)
from evenhand.engine.pack.resolve import SettingValue
from tests.histories import TINY, write_csv
from tests.tiny_pack import PACKS


def test_settings_that_always_held_and_dated_ones(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(
        '[settings]\n"step.scope" = "day"\n[[setting]]\nkey = "a"\nvalue = 3\nsince = 2026-09-01\n'
    )
    assert read_settings(path) == (
        SettingValue("step.scope", "day", FOREVER),
        SettingValue("a", 3, date(2026, 9, 1)),
    )


@pytest.mark.parametrize(
    "text", ["[", "x = 1", "setting = 3", "[[setting]]\nkey = 'a'", "[settings]\na = 1.5"]
)
def test_settings_that_are_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text)
    with pytest.raises(UnusableInput, match=r"s\.toml"):
        read_settings(path)


def test_settings_on_the_command_line() -> None:
    assert [(one.key, one.value) for one in settings_from(["a=day", "b=-3", "c=true", "d=x=y"])] == [
        ("a", "day"), ("b", -3), ("c", True), ("d", "x=y"),
    ]  # fmt: skip
    with pytest.raises(UnusableInput, match="expected key=value"):
        settings_from(["a"])


def test_a_setting_must_fit_the_pack_and_the_pack_must_be_sound() -> None:
    with pytest.raises(UnusableInput, match="is not one of"):
        read_policy(TINY, settings_from(["step.scope=century"]))
    with pytest.raises(UnusableInput) as caught:
        read_policy(str(PACKS / "faulty" / "twenty"))
    assert len(caught.value.problems) == 22


def test_several_files_are_known_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    north, south = (write_csv(tmp_path / name, []) for name in ("a/north.csv", "south.csv"))
    assert [one.school for one in sources_of([north, south])] == ["north", "south"]
    assert sources_of([north])[0].school == ""
    with pytest.raises(UnusableInput, match="two files"):
        sources_of([Path("a/x.csv"), Path("b/x.csv")])
    with pytest.raises(UnusableInput) as caught:
        sources_of([tmp_path / "none.csv", north, tmp_path])
    assert ["No such file" in problem for problem in caught.value.problems] == [True, False]


def test_what_is_wrong_with_all_that_is_read_is_said_at_once() -> None:
    with pytest.raises(UnusableInput) as caught:
        all_of(lambda: read_policy("nope"), lambda: "fine", lambda: read_calendar("nocal"))
    assert [problem.split()[0] for problem in caught.value.problems] == ["nope", "nocal"]


def test_an_icalendar_is_known_by_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "dates.toml"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Term\nDTSTART:20260902\nDTEND:20261219\nEND:VEVENT\n"
    )
    assert read_calendar(str(path)).is_school_day(date(2026, 12, 18))


def test_a_calendar_by_name_or_file(tmp_path: Path) -> None:
    assert not read_calendar("worked").is_school_day(date(2027, 5, 3))
    path = tmp_path / "c.toml"
    path.write_text("nonsense")
    with pytest.raises(UnusableInput, match=r"c\.toml:1"):
        read_calendar(str(path))


def test_settings_nested_beyond_measure_are_no_toml(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("x = " + "[" * 5000 + "]" * 5000)
    with pytest.raises(UnusableInput):
        read_settings(path)
