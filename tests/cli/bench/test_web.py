"""No act is recorded twice, and each class has its turn."""

from __future__ import annotations

from evenhand.cli.bench.web import event, first_acts

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
