"""A language has one code, however the file writes it."""

from __future__ import annotations

import pytest

from evenhand.apps.people.languages import NAMES, code_of, language_name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Polish", "pl"), ("POL", "pl"), (" pl ", "pl"), ("PL", "pl"), ("pt-br", "pt-BR"), ("zh-Hant", "zh-Hant"),
        ("Farsi", "fa"), ("Bangla", "bn"), ("English", "en"), ("cy", "cy"),
        ("Klingon", None), ("", None), ("p", None), ("not known", None), ("en-aaaaaaaa-bbbbbbbb-cccc", None),
    ],
)  # fmt: skip
def test_names_and_codes_become_one_code(written: str, code: str | None) -> None:
    assert code_of(written) == code


def test_each_name_is_read_back_as_its_code() -> None:
    assert {code_of(name): name for name in NAMES.values()} == NAMES
    assert [language_name(code) for code in ("pl", "pt-BR", "xx")] == ["Polish", "Portuguese", "xx"]
