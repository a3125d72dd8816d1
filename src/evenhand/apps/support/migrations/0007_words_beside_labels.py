"""What was written at the door and passed on moves from the label of its task to where words can be erased."""

from typing import Any

from django.db import migrations

SAID = "said"
ERASED = "(words erased)"
PLAIN = "Passed on at the start of the day"


def move(apps: Any, _editor: object) -> None:
    """Every task that came of a greeting, at all schools at once; a note that the label cut is taken whole."""
    notes = dict(apps.get_model("support", "Greeting").objects.exclude(note="").values_list("pk", "note"))
    for task in apps.get_model("casework", "Task").objects.filter(kind="check_in").exclude(label=ERASED):
        label, note = parted(task.label)
        if not note:
            continue
        number = task.about.partition(":")[2]
        whole = notes.get(int(number), "") if number.isdecimal() else ""
        task.label, task.why = label, {SAID: whole if whole.startswith(note) else note}
        task.save(update_fields=["label", "why"])


def parted(label: str) -> tuple[str, str]:
    """Our words of a label and the note behind them; of one that is not ours all is note."""
    ours, says, rest = label.partition(", says ")
    if not says or not label.startswith("On arrival "):
        return (label, "") if label == PLAIN else (PLAIN, label)
    name, _, note = rest.partition(": ")
    return f"{ours}{says}{name}", note


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0006_assistants_and_centres"),
        ("casework", "0004_duties_drafts_injuries"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
