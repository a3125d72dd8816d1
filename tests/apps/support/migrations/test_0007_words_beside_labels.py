"""What was passed on before its words stood beside the label is parted, and nothing of it is lost."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from evenhand.apps.casework.models import Task
from evenhand.apps.support.models import Greeting
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast

module = import_module("evenhand.apps.support.migrations.0007_words_beside_labels")
LONG = "Cried: " + "again and again " * 20


@pytest.mark.parametrize(
    ("label", "ours", "note"),
    [
        ("On arrival upset, says Mr A: Cried", "On arrival upset, says Mr A", "Cried"),
        ("On arrival upset, says Mr A: at 8: cried, says he", "On arrival upset, says Mr A", "at 8: cried, says he"),
        ("On arrival upset, says Mr A", "On arrival upset, says Mr A", ""),
        ("Somebody's own", module.PLAIN, "Somebody's own"),
        (module.PLAIN, module.PLAIN, ""),
    ],
)  # fmt: skip
def test_a_label_is_parted(label: str, ours: str, note: str) -> None:
    assert module.parted(label) == (ours, note)


def test_stored_tasks_move_and_a_note_that_was_cut_is_whole(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        common = {"school": next_door.school, "pupil": next_door.pupil, "role": "pastoral_lead"}
        row = Greeting.objects.create(
            school=next_door.school, pupil=next_door.pupil, day=TODAY, note=LONG, by=next_door.user("teacher")
        )
        old = f"On arrival upset, says Mr A: {LONG}"[:200]
        cut = Task.objects.create(kind="check_in", label=old, about=f"greeting:{row.pk}", **common)
        other = Task.objects.create(kind="check_in", label="On arrival well, says Mr A: Fine", **common)
        gone = Task.objects.create(kind="check_in", label=module.ERASED, **common)
        bare = Task.objects.create(kind="family", label="Tell the family, says it: now", **common)
        for _again in range(2):
            module.move(apps, None)
            stored = {task.pk: (task.label, task.why) for task in Task.objects.all()}
            assert stored == {
                cut.pk: ("On arrival upset, says Mr A", {"said": LONG}),
                other.pk: ("On arrival well, says Mr A", {"said": "Fine"}),
                gone.pk: (module.ERASED, {}),
                bare.pk: ("Tell the family, says it: now", {}),
            }
