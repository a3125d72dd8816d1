"""The table says of each budget whether it is kept."""

from __future__ import annotations

from evenhand.cli.bench.report import LINES, Line, table, with_shares


def test_a_budget_is_kept_up_to_its_figure() -> None:
    most, least = Line("a", "A", "ms", most=8), Line("b", "B", "/s", least=400)
    assert [most.verdict(figure) for figure in (8, 8.1, None)] == ["kept", "MISSED", ""]
    assert [least.verdict(figure) for figure in (400, 399)] == ["kept", "MISSED"]
    assert Line("c", "C", "/s").verdict(1) == ""


def test_the_table_has_each_line_with_its_budget() -> None:
    shown = table(with_shares({"record_per_s": 300.0, "bare_insert_per_s": 1000.0, "step_us": 41.0}))
    assert len(shown.splitlines()) == len(LINES) + 1
    assert "0.30" in shown
    (step,) = [line for line in shown.splitlines() if "One step" in line]
    assert step.split()[-1] == "MISSED"
    assert "not measured" in shown
