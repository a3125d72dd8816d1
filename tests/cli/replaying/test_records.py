"""Rows of files: lines are counted as an editor counts them, and a broken row is one fault."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from evenhand.cli.replaying import records as module
from evenhand.cli.replaying.faults import BadRow, UnusableInput
from evenhand.cli.replaying.records import LONGEST, NO_TEXT, Table


def table(tmp_path: Path, content: bytes, name: str = "t.csv", *, others: bool = False) -> Table:
    path = tmp_path / name
    path.write_bytes(content)
    return Table(path, ("id", "note"), ("more",), others=others)


def test_a_record_is_named_by_its_first_line(tmp_path: Path) -> None:
    rows = list(table(tmp_path, b'note,id\n"two\nlines",a\n\nx,b\n').rows())
    assert [(row.line, list(row.values)) for row in rows if not isinstance(row.values, BadRow)] == [
        (2, ["a", "two\nlines"]),
        (5, ["b", "x"]),
    ]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"id,note\na\nb,c\n", [2]),
        (b"id,note\na,\xff\nb,c\n", [2]),
        (b'id,note\n"a"b,c\nd,e\n', [2]),
        (b"id,note\na,b,c\nd,e\n", [2]),
        (b"id,note\n" + b"x" * 1_000_001 + b",y\nd,e\n", [2]),
    ],
)
def test_a_broken_row_is_one_fault_and_the_next_is_read(
    tmp_path: Path, content: bytes, lines: list[int]
) -> None:
    rows = list(table(tmp_path, content).rows())
    assert [row.line for row in rows if isinstance(row.values, BadRow)] == lines
    assert not isinstance(rows[-1].values, BadRow)


def test_json_lines_that_are_no_objects_are_faults(tmp_path: Path) -> None:
    content = b'{"id": "a", "note": "n"}\n\n[]\n{\n{"id": "\xff"}\n'
    rows = list(table(tmp_path, content, "t.jsonl").rows())
    assert [(row.line, isinstance(row.values, BadRow)) for row in rows] == [
        (1, False), (3, True), (4, True), (5, True),
    ]  # fmt: skip


def test_columns_nobody_asked_for_are_passed_over_or_handed_on(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfid,note,form\na,b,c\n"
    assert table(tmp_path, content).passed_over == ("form",)
    assert table(tmp_path, content, others=True).columns == ("id", "note", "form")


def test_a_file_that_is_not_there_or_lacks_a_column_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"t\.csv:1 has no column note"):
        table(tmp_path, b"id\n")
    with pytest.raises(UnusableInput, match="No such file"):
        Table(tmp_path / "none.csv", ("id",))


def one_by_one(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows of a file of two columns as the library's reader gives them, each with its first line, or what is wrong."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    next(reader)
    line = reader.line_num + 1
    while True:
        try:
            for row in reader:
                if any(row) and (len(row) > 1 or row[0].strip()):
                    yield line, row if len(row) == 2 else f"{len(row)} field{'s' * (len(row) != 1)}"
                line = reader.line_num + 1
        except csv.Error as error:
            more = f", and the lines up to {reader.line_num} were not read" if reader.line_num > line else ""
            yield line, f"not CSV: {error}{more}"
            line = reader.line_num + 1
        else:
            return


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.sampled_from('a,,,"\r\n\n\n\0\x1c\u2028é '), max_size=60),
    at_once=st.integers(1, 40),
    longest=st.sampled_from((8, LONGEST)),
    ends=st.sampled_from(("\n", "\r\n")),
)
@example(text=',""', at_once=1, longest=8, ends="\n")
def test_many_rows_at_a_time_are_the_rows_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, at_once: int, longest: int, ends: str
) -> None:
    text = f"id,note{ends}{text}"
    with monkeypatch.context() as patch:
        patch.setattr(module, "READ_AT_ONCE", at_once)
        patch.setattr(module, "LONGEST", longest)
        found = table(tmp_path, text.encode())
        try:
            rows = list(found.rows())
            expected = list(one_by_one(text))
        finally:
            csv.field_size_limit(LONGEST)
    expected = [
        (line, NO_TEXT if isinstance(row, list) and "\0" in "".join(row) else row) for line, row in expected
    ]
    told = [(row.line, row.values.message if isinstance(row.values, BadRow) else row.values) for row in rows]
    assert told == expected


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty; expected a header: id, note"),
        ("id,note\na,b\n".encode("utf-16"), "is UTF-16, or no text; expected UTF-8"),
        ("id,note\na,b\n".encode("utf-16-le"), "is UTF-16, or no text"),
        (b"id;note\na;b\n", "has semicolons between its columns; expected commas"),
        (b"id\tnote\na\tb\n", "has tabs between its columns"),
        (b"id,note,id\na,b,c\n", "has the column id twice"),
    ],
)
def test_a_file_that_is_not_what_was_meant_is_refused_whole(
    tmp_path: Path, content: bytes, told: str
) -> None:
    with pytest.raises(UnusableInput, match=re.escape(told)):
        table(tmp_path, content)


def test_a_list_in_brackets_is_no_json_lines(tmp_path: Path) -> None:
    for name in ("t.jsonl", "t.json"):
        with pytest.raises(UnusableInput, match="begins a list; expected JSON Lines"):
            table(tmp_path, b'[{"id": "a"}]', name)


@pytest.mark.parametrize("name", ["t.JSONL", "t.json", "t.txt"])
def test_json_lines_are_known_by_what_they_hold(tmp_path: Path, name: str) -> None:
    (row,) = table(tmp_path, b'\xef\xbb\xbf{"id": "a", "note": "n"}\n', name).rows()
    assert list(row.values if not isinstance(row.values, BadRow) else ()) == ["a", "n", None]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": ' + "[" * 100_000 + "}",
        '{"id": ' + "9" * 5_000 + "}",
        '{"id": "\\ud800"}',
        '{"note": ["\\u0000"]}',
    ],
)
def test_json_that_cannot_be_held_is_one_bad_row(tmp_path: Path, line: str) -> None:
    rows = list(table(tmp_path, f'{line}\n{{"id": "\\u00e9"}}\n'.encode(), "t.jsonl").rows())
    assert isinstance(rows[0].values, BadRow)
    assert not isinstance(rows[1].values, BadRow)
    assert rows[1].values[0] == "é"


def test_rows_of_empty_fields_are_blank_lines(tmp_path: Path) -> None:
    rows = list(table(tmp_path, b'id,note\na,b\n,\n   \n"",""\nc,d\n').rows())
    assert [(row.line, row.values) for row in rows] == [(2, ["a", "b"]), (6, ["c", "d"])]


def test_a_row_that_is_no_text_names_its_field(tmp_path: Path) -> None:
    rows = list(table(tmp_path, b"note,id\nx\0,a\nb,\xe9\n").rows())
    assert [row.values.field for row in rows if isinstance(row.values, BadRow)] == ["note", "id"]


def test_a_column_that_may_be_left_out_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('note,id\nb,a\n"d",c\n')
    found = Table(path, ("id", "code", "note"), empty=("code",))
    assert [list(row.values) for row in found.rows() if not isinstance(row.values, BadRow)] == [
        ["a", "", "b"],
        ["c", "", "d"],
    ]


def test_a_quote_that_stays_open_says_how_far_it_reached(tmp_path: Path) -> None:
    (row,) = table(tmp_path, b'id,note\na,"b\nc,d\ne,f\n').rows()
    assert isinstance(row.values, BadRow)
    assert "the lines up to 4 were not read" in row.values.message
