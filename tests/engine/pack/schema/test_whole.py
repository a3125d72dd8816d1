"""A whole policy as data."""

from tests.engine.worlds import pack


def test_a_total_is_made_of_its_ledgers_and_a_ledger_of_itself() -> None:
    held = pack("star_binary")
    total = held.totals[0]
    assert held.parts_of(total.id) == total.parts
    assert held.parts_of("behaviour") == {"behaviour": 1}
    assert held.parts_of("") == {}
