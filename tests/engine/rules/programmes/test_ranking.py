"""Who is among the first, against an oracle that looks at each name by itself."""

from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.rules.programmes.ranking import first, lot

scores = st.dictionaries(st.sampled_from([f"p{n}" for n in range(14)]), st.integers(-2, 6), max_size=14)
numbers = st.integers(-1, 16)


def above(found: dict[str, int], name: str) -> int:
    """How many have more than this one."""
    return sum(1 for other in found.values() if other > found[name])


@given(scores, numbers)
def test_in_are_those_with_fewer_above_them_than_there_are_places(found: dict[str, int], number: int) -> None:
    wanted = {name for name in found if above(found, name) < number}
    assert first(found, number).everybody == wanted


@given(scores, numbers)
def test_nobody_left_out_has_as_much_as_anybody_in(found: dict[str, int], number: int) -> None:
    cut = first(found, number)
    left = set(found) - cut.everybody
    assert all(found[name] > found[other] for name in cut.everybody for other in left)
    assert len(cut.everybody) >= min(max(number, 0), len(found))


@given(scores, numbers)
def test_certain_are_those_for_whom_there_is_room_whoever_else_is_chosen(
    found: dict[str, int], number: int
) -> None:
    cut = first(found, number)
    level_or_above = {
        name: sum(1 for other in found.values() if other >= found[name]) for name in cut.everybody
    }
    assert cut.certain == {name for name, count in level_or_above.items() if count <= number or not cut.tied}
    assert len(cut.certain) <= max(number, 0)
    assert not cut.certain & cut.tied


@given(scores, numbers)
def test_with_a_lot_there_are_exactly_as_many_as_there_are_places(found: dict[str, int], number: int) -> None:
    drawn = {name: (points, lot("w:2026-09-14", name)) for name, points in found.items()}
    chosen = first(drawn, number).everybody
    assert len(chosen) == min(max(number, 0), len(found))
    assert chosen <= first(found, number).everybody


def test_a_lot_is_the_same_again_and_another_for_another_list() -> None:
    names = [f"p{n}" for n in range(30)]
    assert [lot("one", name) for name in names] == [lot("one", name) for name in names]
    assert sorted(names, key=lambda name: lot("one", name)) != sorted(
        names, key=lambda name: lot("two", name)
    )
    assert sorted(names, key=lambda name: lot("one", name)) != names
