"""A whole policy as data."""

from tests.engine.worlds import pack


def test_a_total_is_made_of_its_ledgers_and_a_ledger_of_itself() -> None:
    held = pack("star_binary")
    total = held.totals[0]
    assert held.parts_of(total.id) == total.parts
    assert held.parts_of("behaviour") == {"behaviour": 1}
    assert held.parts_of("") == {}


def test_a_paragraph_is_cited_by_its_number_or_by_its_heading() -> None:
    numbered, named = pack("star_binary"), pack("infiniti")
    assert numbered.cited("80") == "¶ 80"
    assert named.cited("phones.hand-in") == "§ Handed in"
    assert named.titled("elsewhere") == "elsewhere"
