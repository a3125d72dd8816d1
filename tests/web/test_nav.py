"""People see the places that their capabilities open, and where they are; who sees many has some of them folded."""

import re
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from evenhand.web.context import Shell
from evenhand.web.nav import GROUP_ICONS, MOST_UNFOLDED, PLACES, NavItem, grouped, navigation

EVERYTHING = frozenset().union(*(place.needs for place in PLACES))


def test_places_follow_capabilities() -> None:
    assert [item.key for item in navigation(set(), "/")] == ["now"]
    keys = [item.key for item in navigation({"record", "see_pupil", "do_tasks"}, "/")]
    assert keys == ["now", "class", "inbox", "pupils"]


def test_one_of_several_capabilities_is_enough() -> None:
    assert "board" in {item.key for item in navigation({"run_removal"}, "/")}


def test_the_place_that_holds_the_page_is_current() -> None:
    items = navigation({"record", "see_board"}, "/class/12/")
    assert [item.key for item in items if item.current] == ["class"]
    assert not any(item.current for item in navigation({"record"}, "/audit/"))


def test_what_is_owed_is_counted() -> None:
    counts = {item.key: item.count for item in navigation({"do_tasks"}, "/", {"inbox": 6})}
    assert counts == {"now": 0, "inbox": 6}


def test_at_most_four_places_fit_a_phone_beside_more() -> None:
    everything = {"record", "see_board", "do_tasks", "see_pupil", "see_policy", "see_setup"}
    items = navigation(everything, "/")
    assert len(items) == 7
    assert sum(item.on_phone for item in items) == 4


def flat(items: tuple[NavItem, ...]) -> list[str]:
    return [item.key for group in grouped(items) for item in group.items]


def test_few_places_stand_open_in_their_order() -> None:
    items = navigation({"record", "do_tasks", "see_pupil", "put_on_report", "see_policy"}, "/policy/")
    (only,) = grouped(items)
    assert (only.label, only.items) == ("", items)
    assert grouped(()) == ()


def test_many_places_fold_and_none_is_lost() -> None:
    items = navigation(EVERYTHING, "/sanctions/")
    assert len(items) == len(PLACES)
    first, *folded = grouped(items)
    assert first.label == ""
    assert [group.label for group in folded] == list(GROUP_ICONS)
    assert len(first.items) + len(folded) <= 12
    assert sorted(flat(items)) == sorted(item.key for item in items)
    assert all(group.icon for group in folded)


def test_the_group_of_the_page_is_the_current_one() -> None:
    groups = grouped(navigation(EVERYTHING, "/sanctions/2/"))
    assert [group.label for group in groups if group.current] == ["Figures"]
    assert [group.current for group in grouped(navigation(EVERYTHING, "/now/"))][:2] == [True, False]


def test_a_single_place_of_a_group_needs_no_heading() -> None:
    items = navigation(EVERYTHING - {"see_audit", "see_setup"}, "/")
    assert len(items) > MOST_UNFOLDED
    assert "School" not in {group.label for group in grouped(items)}
    assert "policy" in {item.key for item in grouped(items)[0].items}


@pytest.mark.parametrize("place", [place for place in PLACES if place.on_phone], ids=lambda place: place.key)
def test_what_stands_in_a_phones_bar_never_folds(place: object) -> None:
    always = {item.key for item in grouped(navigation(EVERYTHING, "/"))[0].items}
    assert getattr(place, "key", "") in always


def test_a_sheet_for_phones_leaves_out_what_the_bar_has() -> None:
    beyond = [item.key for group in grouped(navigation(EVERYTHING, "/")) for item in group.beyond_phone]
    assert set(beyond) == {place.key for place in PLACES if not place.on_phone}


def drawn(path: str) -> str:
    shell = Shell(navigation(EVERYTHING, path), None, datetime(2026, 11, 17, 12, 0, tzinfo=UTC))
    return render_to_string("evenhand/components/nav.html", {"shell": shell})


def test_the_group_that_holds_the_page_stands_open_without_a_script() -> None:
    opened = re.findall(r"<details[^>]* open><summary[^>]*>.*?<span>(.+?)</span>", drawn("/outbox/"))
    assert opened == ["Follow-up"]
    assert "<details" in drawn("/now/")
    assert not re.search(r"<details[^>]* open>", drawn("/now/"))


def test_a_phone_marks_more_for_what_is_under_it() -> None:
    marked = r'data-sheet="more-sheet" aria-current="true"'
    assert re.search(marked, drawn("/audit/"))
    assert not re.search(marked, drawn("/now/"))
