"""No act is recorded twice, and each class has its turn."""

from __future__ import annotations

from evenhand.cli.bench.web import USERS, event, first_acts, shared_out

GUIDE = {
    "lessons": [
        {"id": 1, "teacher": 10, "pupils": [100, 101, 102]},
        {"id": 2, "teacher": 20, "pupils": [200]},
    ]
}


def test_each_pupil_comes_once_and_classes_take_turns() -> None:
    assert list(first_acts(GUIDE)) == [(10, 1, 100), (20, 2, 200), (10, 1, 101), (10, 1, 102)]


def test_each_record_has_an_id_of_its_own() -> None:
    one, two = event("concern", "C", 1, 2), event("concern", "C", 1, 2)
    assert one["id"] != two["id"]
    assert (one["kind"], one["lesson"], one["pupil"]) == ("concern", 1, 2)


def test_eight_users_share_the_acts_and_no_teacher_is_two_of_them() -> None:
    acts = [(teacher, teacher, pupil) for teacher in range(11) for pupil in range(20 + teacher % 3)]
    lots = shared_out(iter(acts))
    assert sorted(act for lot in lots for act in lot) == sorted(acts)
    assert len(lots) == USERS
    whose = [{act[0] for act in lot} for lot in lots]
    assert sum(map(len, whose)) == len(set.union(*whose)) == 11
    assert lots[0][0][0] != lots[0][1][0] or len(whose[0]) == 1
