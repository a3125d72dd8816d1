"""`evenhand replay`: from files to decisions, the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evenhand.cli.main import main
from tests.histories import HEADER, TINY, faults, people, replay, row, write_csv, write_json

DAY = (
    row("e1"),
    row("e2", "11:30:00", code="chatting"),
    row("e3", "11:31:00", pupil="ben"),
    row("e4", "11:35:00", kind="correction", code="", lesson="", about="e1", reason="A mis-tap"),
    row("e5", "11:40:00", code="WANDER"),
)


def steps(decisions: list[dict[str, object]]) -> dict[str, list[str]]:
    """The steps that each event came to."""
    return {
        str(one["event"]): [item["step"] for item in one["outcomes"] if item["kind"] == "step"]  # type: ignore[attr-defined]  # plain JSON
        for one in decisions
        if "event" in one
    }


def test_each_event_has_its_line_with_outcomes_by_name_and_why(tmp_path: Path) -> None:
    decisions = replay(tmp_path / "out", write_csv(tmp_path / "events.csv", DAY))
    assert [one["event"] for one in decisions] == ["e1", "e2", "e3", "e4", "e5"]
    first = decisions[0]["outcomes"][0]
    assert (first["kind"], first["step"], first["ordinal"], first["cites"]) == ("step", "remind", 1, ["1"])
    assert (first["why"], first["used"][0]["key"]) == ("counted", "step.scope")
    place = next(item for item in decisions[1]["outcomes"] if item["kind"] == "place")
    assert (place["placement"], place["decider"], place["release"]) == ("quiet_room", "t1", None)
    task = next(item for item in decisions[1]["outcomes"] if item["kind"] == "task")
    assert task["due"] == {"day": "2026-09-15", "time": "15:00:00", "instant": None}
    assert decisions[0]["defaults"] == ["step.scope", "step.match"]


def test_a_void_takes_its_event_back_for_what_comes_later(tmp_path: Path) -> None:
    decisions = replay(tmp_path / "out", write_csv(tmp_path / "events.csv", DAY))
    assert steps(decisions)["e2"] == ["quiet"]
    assert not decisions[3]["refused"]
    without = replay(tmp_path / "other", write_csv(tmp_path / "two.csv", (DAY[0], DAY[3], DAY[4])))
    assert steps(without)["e5"] == ["remind"]


def test_json_lines_say_the_same_as_csv(tmp_path: Path) -> None:
    one = replay(tmp_path / "a", write_csv(tmp_path / "events.csv", DAY))
    two = replay(tmp_path / "b", write_json(tmp_path / "events.jsonl", DAY))
    assert one == two


def test_two_runs_give_the_same_bytes_and_leave_nothing_half_written(tmp_path: Path) -> None:
    events, out = write_csv(tmp_path / "events.csv", DAY), tmp_path / "out"
    replay(out, events)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "decisions.jsonl.partial.0.0").write_text("half a line")
    replay(out, events)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    assert set(first) == {"decisions.jsonl", "faults.jsonl", "summary.json"}


@pytest.mark.parametrize("processes", ["2", "3"])
def test_schools_side_by_side_give_the_bytes_of_one_process(tmp_path: Path, processes: str) -> None:
    schools = ("north", "south", "west")
    rows = [{**one, "school": school} for one in (*DAY, row("bad", code="NONE")) for school in schools]
    events = write_csv(tmp_path / "events.csv", rows, ("school",))
    replay(tmp_path / "one", events, args=("--processes", "1"), code=1)
    replay(tmp_path / "more", events, args=("--processes", processes), code=1)
    for name in ("decisions.jsonl", "faults.jsonl", "summary.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "more" / name).read_bytes()
    summary = json.loads((tmp_path / "one" / "summary.json").read_text())
    assert {school: one["events"]["decided"] for school, one in summary["schools"].items()} == dict.fromkeys(
        schools, 5
    )


def test_several_files_are_several_schools(tmp_path: Path) -> None:
    north, south = (write_csv(tmp_path / f"{name}.csv", DAY[:2]) for name in ("north", "south"))
    decisions = replay(tmp_path / "out", north, south)
    assert [(one["school"], one["event"]) for one in decisions] == [
        ("north", "e1"), ("north", "e2"), ("south", "e1"), ("south", "e2"),
    ]  # fmt: skip
    assert steps(decisions)["e2"] == ["quiet"]


@pytest.mark.covers("STAR-REC")
def test_a_row_with_an_unknown_code_is_rejected_with_its_reason(tmp_path: Path) -> None:
    events = write_csv(tmp_path / "events.csv", (row("e1"), row("e2", code="TLAK"), row("e3", "11:40:00")))
    decisions = replay(tmp_path / "out", events, code=1)
    assert [one["event"] for one in decisions] == ["e1", "e3"]
    assert faults(tmp_path / "out") == [
        {
            "file": "events.csv",
            "line": 3,
            "field": "code",
            "message": "'TLAK' is not in the catalogue",
            "expected": '"TALK"',
        }
    ]


def test_bad_rows_are_listed_and_counted_and_the_others_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pupils, staff = people(tmp_path)
    rows = (
        row("e1"),
        {**row("e2"), "at": "2026-09-15T11:20:00"},
        row("e3", pupil="zoe"),
        row("e4", by="t9"),
        row("e5", kind="concrn"),
        {**row("e6"), "details": '{"a": 1.5}'},
        row("", "11:50:00"),
        row("e1", "11:51:00"),
        row("e1"),
    )
    events = write_csv(tmp_path / "events.csv", rows)
    args = ("--pupils", str(pupils), "--staff", str(staff))
    decisions = replay(tmp_path / "out", events, args=args, code=1)
    assert [one["event"] for one in decisions] == ["e1"]
    found = [(one["line"], one["field"]) for one in faults(tmp_path / "out")]
    assert found == [(3, "at"), (4, "pupil"), (5, "by"), (6, "kind"), (7, "details"), (8, "id"), (9, "id")]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["faults"] == {"people": 0, "events": 7}
    assert summary["events"]["repeats"] == 1
    assert "7 bad rows" in capsys.readouterr().out


def test_strict_stops_at_the_first_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (row("e1"), row("e2", kind="nonsense"), row("e3", code="NONE"))
    out = tmp_path / "out"
    assert replay(out, write_csv(tmp_path / "events.csv", rows), args=("--strict",), code=1) == []
    assert "events.csv:3 kind: 'nonsense' is no kind of event" in capsys.readouterr().err
    assert list(out.iterdir()) == []


def test_settings_change_what_follows(tmp_path: Path) -> None:
    rows = (row("e1"), row("e2", "13:00:00", lesson="7L-P4"))
    events = write_csv(tmp_path / "events.csv", rows)
    assert steps(replay(tmp_path / "a", events))["e2"] == ["remind"]
    settings = tmp_path / "settings.toml"
    settings.write_text('[[setting]]\nkey = "step.scope"\nvalue = "day"\nsince = 2026-09-01\n')
    decisions = replay(tmp_path / "b", events, args=("--settings", str(settings)))
    assert steps(decisions)["e2"] == ["quiet"]
    assert decisions[1]["outcomes"][0]["used"][0] == {
        "key": "step.scope", "value": "day", "since": "2026-09-01",
    }  # fmt: skip


def test_roles_come_from_the_staff_file(tmp_path: Path) -> None:
    pupils, staff = people(tmp_path)
    rows = tuple(
        row(f"e{number}", code="RED-06", lesson="", by=by, slot="LUNCH")
        for number, by in enumerate(("t1", "d1"))
    )
    args = ("--pupils", str(pupils), "--staff", str(staff))
    decisions = replay(tmp_path / "out", write_csv(tmp_path / "e.csv", rows), args=args, pack="star_binary")
    assert [one["outcomes"][0]["request"] for one in decisions] == [True, False]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--pack", "nowhere"), "nowhere is neither a pack"),
        (("--calendar", "nowhere"), "neither a file nor a calendar"),
        (("--zone", "Nowhere/Else"), "no time zone"),
        (("--settings", "nowhere.toml"), "nowhere.toml"),
        (("--events", "nowhere.csv"), "nowhere.csv"),
        (("--processes", "-1"), "--processes"),
    ],
)
def test_what_cannot_run_is_wrong_usage(
    args: tuple[str, str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = write_csv(tmp_path / "events.csv", DAY)
    plain = ["--pack", TINY, "--calendar", "worked", "--events", str(events), "--out", str(tmp_path / "out")]
    assert main(["replay", *plain, *args]) == 2
    assert told in capsys.readouterr().err


def test_a_missing_column_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = tmp_path / "events.csv"
    events.write_text(",".join(HEADER[:-2]) + "\n")
    assert replay(tmp_path / "out", events, code=2) == []
    assert "has no column by;" in capsys.readouterr().err
