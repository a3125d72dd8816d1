"""The figures beside the budgets, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line: which figure, in words and unit, and its budget: at most, or at least, so much; None for a floor."""

    key: str
    words: str
    unit: str
    most: float | None = None
    least: float | None = None

    def verdict(self, figure: float | None) -> str:
        """Whether the figure keeps the budget."""
        if figure is None or (self.most is None and self.least is None):
            return ""
        kept = (self.most is None or figure <= self.most) and (self.least is None or figure >= self.least)
        return "kept" if kept else "MISSED"

    @property
    def budget(self) -> str:
        """The budget in figures, "" for a floor."""
        if self.most is not None:
            return f"≤ {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else ""


LINES = (
    Line("record_p50_ms", "Record one concern, alone, p50", "ms", most=8),
    Line("record_p99_ms", "Record one concern, alone, p99", "ms", most=40),
    Line("record_per_s", "Record with 8 users", "/s", least=400),
    Line("record_share", "Record with 8 users, of the bare insert", "", least=0.3),
    Line("record_8_p50_ms", "Record with 8 users, p50", "ms"),
    Line("record_8_p99_ms", "Record with 8 users, p99", "ms"),
    Line("award30_p50_ms", "Award a class of 30, p50", "ms", most=60),
    Line("award30_records_per_s", "Award a class of 30, records", "/s", least=1000),
    Line("class_page_p50_ms", "Class page, p50", "ms", most=25),
    Line("inbox_p50_ms", "Inbox, p50", "ms", most=25),
    Line("board_p50_ms", "Board, p50", "ms", most=25),
    Line("board_304_p50_ms", "Board unchanged, p50", "ms", most=3),
    Line("pupil_page_p50_ms", "Pupil page, p50", "ms", most=15),
    Line("pupil_page_kb", "Pupil page, size", "KB", most=60),
    Line("step_us", "One step of the engine", "µs", most=40),
    Line("import_roster_s", "Import of 1,500 pupils and 60 classes", "s", most=5),
    Line("letters_1000_s", "1,000 letters: words, outbox, one PDF", "s", most=10),
    Line("replay_events_per_s_core", "Replay: read, decide, write, one core", "/s", least=25_000),
    Line("fold_events_per_s_core", "Replay: folding states alone, one core", "/s", least=100_000),
    Line("replay_peak_mb_1m", "Replay: memory at the largest size", "MB"),
    Line("close_week_s", "Close a week for 1,500 pupils", "s", most=2),
    Line("close_half_term_s", "Close a half-term for 1,500 pupils", "s", most=5),
    Line("growth_record", "Growth of a record", "×", most=1.25),
    Line("growth_pupil_page", "Growth of the pupil page", "×", most=1.25),
    Line("bare_server_per_s", "Floor: server and client, no work", "/s"),
    Line("bare_insert_per_s", "Floor: Django, one row", "/s"),
    Line("raw_commit_per_s", "Floor: SQLite, one durable commit", "/s"),
)

ASKED_FOR = (Line("replay_peak_mb_10m", "Replay: memory at ten million events", "MB"),)
"""Lines that are there only when they were measured."""

UNDER_LOAD = (
    Line("load_class_page_p50_ms", "Class page, p50", "ms"),
    Line("load_class_page_p95_ms", "Class page, p95", "ms", most=50),
    Line("load_inbox_p50_ms", "Inbox, p50", "ms"),
    Line("load_inbox_p95_ms", "Inbox, p95", "ms", most=50),
    Line("load_board_p50_ms", "Board, p50", "ms"),
    Line("load_board_p95_ms", "Board, p95", "ms", most=50),
    Line("load_board_304_p50_ms", "Board unchanged, p50", "ms", most=5),
    Line("load_board_304_p95_ms", "Board unchanged, p95", "ms"),
    Line("load_board_news_p50_ms", "Board with news, p50", "ms"),
    Line("load_board_news_p95_ms", "Board with news, p95", "ms"),
    Line("load_class_state_p50_ms", "Marks of the class, p50", "ms"),
    Line("load_class_state_p95_ms", "Marks of the class, p95", "ms"),
    Line("load_record_p50_ms", "Refer one pupil, p50", "ms"),
    Line("load_record_p95_ms", "Refer one pupil, p95", "ms"),
    Line("load_requests_per_s", "Requests of everybody", "/s"),
)
"""The lines of a whole staff at once: of 100 pages 95 within twice the page's own budget."""


def with_shares(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    """The figures with those that are ratios of two."""
    record, bare = figures.get("record_per_s"), figures.get("bare_insert_per_s")
    return {**figures, "record_share": record / bare if record and bare else None}


def table(figures: Mapping[str, float | None]) -> str:
    """The table."""
    return shown((*LINES, *(line for line in ASKED_FOR if line.key in figures)), figures)


def shown(lines: Iterable[Line], figures: Mapping[str, float | None]) -> str:
    """A table of these lines."""
    rows = [f"{'':44}{'measured':>12}  {'budget':>10}"]
    for line in lines:
        figure = figures.get(line.key)
        value = "not measured" if figure is None else f"{figure:,.2f} {line.unit}".strip()
        rows.append(f"{line.words:44}{value:>12}  {line.budget:>10}  {line.verdict(figure)}".rstrip())
    return "\n".join(rows)
