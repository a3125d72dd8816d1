"""What the tests' harness takes a test for: with the cast standing, with empty tables, or apart from the database."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reaching import empties_the_tables, is_apart, reaches_the_database, wants_the_cast

ASKED = (empties_the_tables, reaches_the_database, wants_the_cast, is_apart)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def test(cast): ...", (False, True, True, False)),
        ("def test(here): ...", (False, True, True, False)),
        ("def test(db): ...", (False, True, False, False)),
        ("def test(cast, transactional_db): ...", (True, True, False, False)),
        ("@pytest.mark.django_db(transaction=True)\ndef test(cast): ...", (True, True, False, False)),
        ("@pytest.mark.django_db\ndef test(): ...", (False, True, False, False)),
        ("def test(django_db_setup): ...", (False, False, False, False)),
        ("class Test(unittest.TestCase):\n    def test(self): ...", (False, False, False, False)),
        ("class Test:\n    def test(self): ...", (False, False, False, True)),
        ("def test(tmp_path): ...", (False, False, False, True)),
    ],
)
def test_each_is_known_by_its_marks_and_fixtures(
    body: str, expected: tuple[bool, ...], request: pytest.FixtureRequest, tmp_path: Any
) -> None:
    path = tmp_path / "test_made_up.py"
    path.write_text(f"import pytest, unittest\n{body}\n")
    module = pytest.Module.from_parent(request.session, path=path)
    [item] = request.session.genitems(module)
    assert tuple(ask(item) for ask in ASKED) == expected
