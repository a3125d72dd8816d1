"""Placements that would hold a pupil without anybody deciding it."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of


def found(edit: tuple[str, str]) -> list[str]:
    """What loading the secondary pack reports with one edit of its placements."""
    texts = pack_texts("star_binary")
    assert edit[0] in texts["placements.toml"]
    texts["placements.toml"] = texts["placements.toml"].replace(*edit, 1)
    return faults_of(texts)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (('carry_role = "behaviour_lead"\n', ""), "carry_days without the role that decides"),
        (('extension_role = "removal_manager"\n', ""), "extension_cap without the role that decides"),
        (('return_role = "principal"\n', ""), "starts without the role that decides"),
        (('release = "whole_day"\nstarts', 'release = "manual"\nstarts'), "the day of return is a whole day"),
        (('starts = "return"', 'starts = "tomorrow"'), "tomorrow"),
    ],
)
def test_each_fault_is_reported_at_its_place(edit: tuple[str, str], words: str) -> None:
    (fault,) = found(edit)
    assert fault.startswith("placements.toml:")
    assert words in fault
