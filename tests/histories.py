"""Histories as files: rows of events, pupils and staff for the tests of the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evenhand.cli.main import main
from tests.tiny_pack import PACKS

TINY = str(PACKS / "tiny")
HEADER = ("id", "at", "pupil", "kind", "code", "lesson", "by", "details")
TUESDAY = "2026-09-15"


def row(
    ident: str,
    at: str = "11:20:00",
    *,
    day: str = TUESDAY,
    pupil: str = "ada",
    kind: str = "concern",
    code: str = "TALK",
    lesson: str = "7L-P3",
    by: str = "t1",
    **details: Any,
) -> dict[str, str]:
    """One row; by default talking over others in period 3 on a Tuesday of September."""
    return {
        "id": ident,
        "at": f"{day}T{at}+01:00",
        "pupil": pupil,
        "kind": kind,
        "code": code,
        "lesson": lesson,
        "by": by,
        "details": json.dumps(details) if details else "",
    }


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], extra: tuple[str, ...] = ()) -> Path:
    """Rows as a CSV file with the needed columns and `extra` ones."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, (*HEADER, *extra))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Rows as JSON Lines, the details as objects."""
    plain = [{**one, "details": json.loads(one["details"] or "{}")} for one in rows]
    path.write_text("".join(json.dumps(one) + "\n" for one in plain), encoding="utf-8")
    return path


def people(folder: Path) -> tuple[Path, Path]:
    """A pupils' and a staff file: two pupils in two forms, a teacher and a duty leader."""
    pupils, staff = folder / "pupils.csv", folder / "staff.csv"
    pupils.write_text("id,year_group,form\nada,7,7L\nben,8,8R\n", encoding="utf-8")
    staff.write_text("id,roles\nt1,teacher\nd1,teacher;duty_leader\n", encoding="utf-8")
    return pupils, staff


def replay(
    out: Path, *events: Path, args: tuple[str, ...] = (), pack: str = TINY, code: int = 0
) -> list[Any]:
    """Run `evenhand replay` on the worked calendar, expect that exit code, and return the decisions."""
    told = [part for path in events for part in ("--events", str(path))]
    assert main(["replay", "--pack", pack, "--calendar", "worked", *told, "--out", str(out), *args]) == code
    found = out / "decisions.jsonl"
    return (
        [json.loads(line) for line in found.read_text(encoding="utf-8").splitlines()]
        if found.exists()
        else []
    )


def faults(out: Path) -> list[Any]:
    """The faults that a run wrote."""
    return [json.loads(line) for line in (out / "faults.jsonl").read_text(encoding="utf-8").splitlines()]
