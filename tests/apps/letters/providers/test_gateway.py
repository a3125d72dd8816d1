"""What a gateway's status means."""

from __future__ import annotations

import pytest

from evenhand.apps.letters.providers.gateway import read
from evenhand.apps.letters.providers.http import Reply
from evenhand.apps.letters.providers.parcels import Verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.TAKEN),
        (202, Verdict.TAKEN),
        (409, Verdict.TAKEN),
        (429, Verdict.LATER),
        (503, Verdict.LATER),
        (400, Verdict.REFUSED),
        (404, Verdict.REFUSED),
        (500, Verdict.UNKNOWN),
        (504, Verdict.UNKNOWN),
    ],
)
def test_a_status_has_one_meaning(status: int, verdict: Verdict) -> None:
    answer = read(Reply(status, {}), "ours")
    assert answer.verdict == verdict
    assert (answer.reference == "ours") == (verdict == Verdict.TAKEN)
