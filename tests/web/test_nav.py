"""People see the places that their capabilities open, and where they are."""

from evenhand.web.nav import navigation


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
