"""From plain values to declarations: wrong types, unknown words, what is there twice."""

import pytest

from evenhand.engine.pack.load import load_pack
from tests.tiny_pack import faults, faults_of, line_of, tiny_texts, with_edit

TALK = 'aliases = ["chatting"]'


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("pack.toml", 'title = "The two rules of', 'title = 2026-09-01 # "', 'write "2026-09-01"'),
        ("pack.toml", "review_months = 12", 'review_months = "12"', "write 12"),
        (
            "pack.toml",
            "review_months = 12",
            "review_months = true",
            "true stands here; expected a whole number",
        ),
        ("pack.toml", 'id = "tiny"', 'id = ""', "id: is empty"),
        ("pack.toml", 'teacher = ["Teacher"]', 'teacher = "Teacher"', 'write ["Teacher"]'),
        ("pack.toml", "[source]", "[[source]]", "a list stands here; expected a table"),
        (
            "pack.toml",
            "[[section]]",
            "[section]",
            "a table stands here; expected a list of a table; write [[section]]",
        ),
        ("params.toml", 'value = "15:00"', "value = 15:00:00", 'write "15:00"'),
        ("params.toml", "value = 10,", "value = 1.5,", "1.5 stands here; expected a whole number"),
        (
            "params.toml",
            "since = 2026-09-01,",
            "since = 2026-09-01T00:00:00,",
            "expected a date (2026-09-01)",
        ),
        ("settings.toml", 'question = "T-1"', 'question = "T-1"\nbuilt = "false"', "write false"),
        ("ladders.toml", 'mode = "strict"', 'mode = "stricter"', 'write "strict"'),
        (
            "ladders.toml",
            'where = ["lesson"]',
            'where = ["lesson", "lessons"]',
            'where[1]: "lessons" is not known',
        ),
        ("ladders.toml", 'id = "quiet"', 'id = "remind"', '"remind" is there twice'),
        ("catalogue.toml", 'tags = ["loud"]', 'tags = ["loud", "loud"]', 'tags[1]: "loud" is there twice'),
        ("placements.toml", 'rule = "at_time"', 'rule = "at_tim"', 'write "at_time"'),
        ("catalogue.toml", TALK, f"{TALK}\npoint = {{}}", 'write "points"'),
        (
            "catalogue.toml",
            TALK,
            f"{TALK}\npoints = {{ a = {{ b = true }} }}",
            "points.a.b: true stands here",
        ),
        ("catalogue.toml", TALK, f"{TALK}\npoints = 3", "item[0].points: 3 stands here; expected a table"),
        (
            "catalogue.toml",
            TALK,
            f"{TALK}\npoints.nope.warning = 1",
            '14:8 item[0].points.nope: ledger "nope"',
        ),
    ],
)
def test_what_does_not_fit_is_reported_on_its_line(file: str, old: str, new: str, message: str) -> None:
    changed = with_edit(file, old, new)[file].splitlines()
    before = tiny_texts()[file].splitlines()
    line = next(
        number for number, pair in enumerate(zip(changed, before, strict=False), 1) if pair[0] != pair[1]
    )
    found = [fault for fault in faults(file, old, new) if message in fault]
    lines = {int(fault.split(":")[1]) for fault in found}
    assert found, faults(file, old, new)
    assert lines & set(range(line, line + new.count("\n") + 1))


def test_a_list_may_be_written_as_array_tables_or_in_line_but_not_both() -> None:
    two = '[[setting.choice]]\nvalue = "week"\nlabel = "The week"'
    (both,) = [fault for fault in faults("settings.toml", "", two) if "says the same" in fault]
    assert "expected one of the two" in both
    choices = tiny_texts()["settings.toml"].rpartition("choices = ")[2]
    names = (("any", "Any"), ("same", "The same"), ("highest", "One step beyond the highest"))
    tables = "\n".join(f'[[setting.choice]]\nvalue = "{value}"\nlabel = "{label}"' for value, label in names)
    texts = tiny_texts()
    texts["settings.toml"] = texts["settings.toml"].replace(f"choices = {choices}", tables)
    assert load_pack(texts).settings == load_pack(tiny_texts()).settings


def test_a_missing_key_is_named_where_its_table_begins() -> None:
    (missing,) = faults("ladders.toml", 'phrase = "a reminder"\n', "")
    line = line_of("ladders.toml", "[[ladder.step]]")
    assert missing.startswith(f"ladders.toml:{line}:1 ladder[0].step[0]: phrase is missing")
    assert 'write phrase = "…"' in missing


def test_what_is_declared_by_name_is_written_as_array_tables() -> None:
    texts = tiny_texts() | {"settings.toml": '[setting]\nkey = "x"'}
    assert "settings.toml:1:1 setting: a table stands here; expected array tables; write [[setting]]" in (
        faults_of(texts)
    )
