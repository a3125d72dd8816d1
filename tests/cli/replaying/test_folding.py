"""One school on its way through its events: closes at their moment, in event-time order."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evenhand.cli.replaying import folding
from evenhand.cli.replaying.folding import SELDOM, seldom_collecting
from evenhand.cli.replaying.inputs import read_calendar, read_policy
from evenhand.cli.replaying.running import Request, replay
from evenhand.cli.replaying.survey import Source
from evenhand.engine import close as closing
from evenhand.engine.close import Closing
from evenhand.engine.decisions import Reason, Recognise
from evenhand.engine.values import EventKind
from tests import histories
from tests.histories import TINY, people, row, write_csv


def recognise_the_week(closing: Closing) -> None:
    """A made-up rule: the end of a week recognises everybody who was told of, and says how many concerns there are."""
    if closing.period.kind == "week":
        for pupil, turn in closing.turns.items():
            concerns = turn.counts.get(f"concern|{closing.period.key}", 0)
            why = Reason(("1",), "posted", (("concerns", concerns), ("told", len(turn.event.details))))
            turn.outcomes.append(Recognise("week", "Week", pupil, why))


def run(
    tmp_path: Path, rows: Iterable[dict[str, str]], until: date | None = None, pack: str = TINY
) -> list[Any]:
    from evenhand.cli.replaying.people import read_people

    events = write_csv(tmp_path / "events.csv", rows)
    asked = Request(
        read_policy(pack), read_calendar("worked"), (Source(events, ""),), tmp_path / "out", processes=1,
        people=read_people(*people(tmp_path)),
    )._replace(until=until)  # fmt: skip
    replay(asked)
    return [json.loads(line) for line in (asked.out / "decisions.jsonl").read_text().splitlines()]


def told(decisions: list[Any]) -> list[str]:
    return [f"{one['pupil']}/{one.get('event') or one['period']}" for one in decisions]


@pytest.fixture(autouse=True)
def _rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "CLOSERS", (recognise_the_week,))


def test_a_close_stands_where_its_moment_falls(tmp_path: Path) -> None:
    rows = (row("e1", day="2026-09-04"), row("e2", day="2026-09-07"), row("late", day="2026-09-03"))
    decisions = run(tmp_path, rows)
    first, second = "w:2026-08-31", "w:2026-09-07"
    assert told(decisions) == [
        "ada/e1", f"ada/{first}", f"ben/{first}", "ada/e2", "ada/late", f"ada/{second}", f"ben/{second}",
    ]  # fmt: skip
    close = decisions[1]
    assert (close["close"], close["at"]) == ("week", "2026-09-04T23:59:59+01:00")
    assert close["outcomes"][0]["values"] == {"concerns": 1, "told": 0}


def test_until_says_how_far_to_close(tmp_path: Path) -> None:
    weeks = [
        one for one in told(run(tmp_path, [row("e1")], until=date(2026, 9, 25))) if one.startswith("ada/w")
    ]
    assert weeks == ["ada/w:2026-08-31", "ada/w:2026-09-07", "ada/w:2026-09-14", "ada/w:2026-09-21"]


def test_a_row_of_kind_close_hands_in_what_the_close_must_know(tmp_path: Path) -> None:
    rows = (row("f1", kind=EventKind.CLOSE.value, code="week", sessions=10, absent=2), row("e1", "11:30:00"))
    decisions = run(tmp_path, rows)
    values = [
        one["outcomes"][0]["values"] for one in decisions if "period" in one and "09-14" in str(one["period"])
    ]
    assert values == [{"concerns": 1, "told": 2}, {"concerns": 0, "told": 0}]


def test_cycles_are_looked_for_seldom_and_as_usual_afterwards() -> None:
    usual = gc.get_threshold()
    with seldom_collecting():
        assert gc.get_threshold() == (usual[0] * SELDOM, *usual[1:])
    assert gc.get_threshold() == usual


def test_in_one_process_the_pack_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(texts: object) -> None:
        raise AssertionError("the pack is there already")

    monkeypatch.setattr(folding, "load_pack", never)
    assert told(run(tmp_path, (row("e1", day="2026-09-04"),)))[0] == "ada/e1"


@pytest.mark.parametrize("kept", [1, 4096])
def test_the_counts_are_those_of_the_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(folding, "SAME_KEPT", kept)
    codes = [
        ("concern", "DIS-04"),
        ("achievement", "ACH-A1"),
        ("arrival", ""),
        ("concern", "DIS-04"),
        ("release", ""),
    ]
    rows = [row(f"e{number}", kind=kind, code=code) for number, (kind, code) in enumerate(codes * 3)]
    lines = [one for one in run(tmp_path, rows, pack="star_binary") if "event" in one]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    kinds = Counter(one["kind"] for line in lines for one in line["outcomes"])
    kinds["recognise"] = summary["outcomes"].get("recognise", 0)  # those of the closes
    assert kinds["post"] > 0 < kinds["step"]
    assert +kinds == summary["outcomes"]
    refused = [line for line in lines if line["refused"]]
    assert summary["events"]["refused"] == len(refused) > 0
    assert summary["events"]["decided"] == len(lines) - len(refused) > 0
    assert summary["refusals"] == Counter(one["kind"] for line in refused for one in line["refused"])
    assert summary["defaults"] == Counter(setting for line in lines for setting in line["defaults"])


def test_space_around_values_does_not_make_a_row_another(tmp_path: Path) -> None:
    rows = [row("e1"), {**row(" e1"), "pupil": "ada "}, row("e1 ", code="NOTE")]
    decisions = histories.replay(tmp_path / "out", write_csv(tmp_path / "e.csv", rows), code=1)
    assert [one["event"] for one in decisions if "event" in one] == ["e1"]
    assert [(one["line"], one["field"]) for one in histories.faults(tmp_path / "out")] == [(4, "id")]
