"""Who sits on a panel (¶190, G-71)."""

import pytest

from evenhand.engine.rules.formal_sanction.panel import panel_lacks

KINDS = ("chair", "governor", "head")


@pytest.mark.covers("STAR-190")
@pytest.mark.parametrize(
    ("members", "size", "lacks"),
    [
        (("chair", "governor", "head"), 3, ()),
        (("chair", "governor", "governor", "head", "head"), 5, ()),
        (("governor", "governor", "head"), 3, ("chair", "balance")),
        (("chair", "chair", "governor", "head"), 4, ("chair",)),
        (("chair", "governor", "governor", "head"), 4, ("balance",)),
        (("chair", "governor", "head"), 5, ("size",)),
        (("chair", "governor", "head", "friend"), 4, ("kind",)),
        ((), 3, ("chair", "governor", "head", "size")),
    ],
)
def test_a_panel_has_one_chair_and_the_others_in_equal_number(
    members: tuple[str, ...], size: int, lacks: tuple[str, ...]
) -> None:
    assert panel_lacks(members, KINDS, size) == lacks
