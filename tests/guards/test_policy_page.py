"""docs/writing-a-policy-pack.md is true: its files are written, its commands run, and their answers compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from evenhand.cli.main import main
from tests.guards.tree import ROOT, source

PAGE = ROOT / "docs" / "writing-a-policy-pack.md"
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = frozenset({"toml", "csv"})


def test_the_page_s_files_and_commands_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = ""
    ran: list[str] = []
    for kind, name, body in BLOCK.findall(source(PAGE)):
        path = tmp_path / name
        if kind in FILES:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif kind == "edit":
            path.write_text(path.read_text(encoding="utf-8").replace(body, ""), encoding="utf-8")
        elif kind == "sh":
            codes = [main(shlex.split(line)[1:]) for line in body.splitlines()]
            assert codes == [0] * len(codes), capsys.readouterr()
            said = capsys.readouterr().out
            ran += [line.split()[1] for line in body.splitlines()]
        else:
            assert kind == "text"
            lines = iter(said.splitlines())
            missing = [line for line in body.splitlines() if not any(told.startswith(line) for told in lines)]
            assert missing == [], said
    assert {"pack", "replay", "simulate"} <= set(ran)
