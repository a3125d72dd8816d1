"""A mapping file is read whole, and all that is wrong in it is said at once."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from evenhand.cli.importing.events.mapping import read_mapping
from evenhand.cli.importing.roster import Usage
from evenhand.engine.values import EventKind, Where

GOOD = """
source = "old system"
[columns]
code = "Behaviour"
date = "Day"
[pupil]
key = "upn"
[dates]
format = "%d/%m/%Y"
time_format = "%H.%M"
[codes]
"Chewing gum" = "GUM"
"uri://district/BehaviorDescriptor#Fight" = "FGT"
"Late" = { code = "LATE", kind = "late", details = { minutes = 5 } }
[kinds]
"Good" = "merit"
[places]
"Yard" = "out_of_class"
[roles]
"Bystander" = "witness"
"""


def mapping_file(folder: Path, text: str) -> Path:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_words_are_found_whatever_their_case(tmp_path: Path) -> None:
    mapping = read_mapping(mapping_file(tmp_path, GOOD))
    gum, late = mapping.act(" chewing  GUM"), mapping.act("late")
    assert gum is not None
    assert late is not None
    assert (gum.code, gum.kind) == ("GUM", None)
    assert (late.code, late.kind, late.details) == ("LATE", EventKind.LATE, {"minutes": 5})
    assert mapping.act("unknown") is None
    fight = mapping.act("Fight")
    assert fight is not None
    assert fight.code == "FGT"
    assert (mapping.kinds["good"], mapping.places["yard"]) == (EventKind.ACHIEVEMENT, Where.OUT_OF_CLASS)
    assert (mapping.key, mapping.source, mapping.roles) == ("upn", "old system", {"bystander": "witness"})


def test_dates_are_read_as_the_file_writes_them(tmp_path: Path) -> None:
    mapping = read_mapping(mapping_file(tmp_path, GOOD))
    assert (mapping.day("03/10/2026"), mapping.clock("14.05")) == (date(2026, 10, 3), time(14, 5))
    plain = read_mapping(mapping_file(tmp_path, "[columns]\nat = 'When'"))
    assert plain.moment("2026-10-03 14:05").time() == time(14, 5)
    with pytest.raises(ValueError, match="2026-10-03"):
        plain.moment("2026-10-03")


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = """
    nonsense = 1
    [columns]
    colour = "Colour"
    [pupil]
    key = "shoe size"
    [codes]
    "A" = 3
    [kinds]
    "B" = "no kind"
    [places]
    "C" = "the moon"
    """
    with pytest.raises(Usage) as wrong:
        read_mapping(mapping_file(tmp_path, text))
    for word in ("nonsense", "colour", "shoe size", "[codes] A", "'no kind'", "[places] C"):
        assert word in str(wrong.value)


def test_what_is_no_toml_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="not TOML"):
        read_mapping(mapping_file(tmp_path, "columns"))
    with pytest.raises(Usage, match="No such file"):
        read_mapping(tmp_path / "absent.toml")
