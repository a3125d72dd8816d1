"""The rota of the room becomes part of the school's: what was named moves over."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MOVED = (
    "INSERT INTO casework_onduty (school_id, day, period, kind, user_id, set_by_id, done_at) "
    "SELECT school_id, day, period, kind, user_id, set_by_id, done_at FROM removal_roomduty ORDER BY id"
)


def move(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Every name, at all schools at once."""
    editor.execute(MOVED)


class Migration(migrations.Migration):
    dependencies = [
        ("removal", "0002_room_day"),
        ("casework", "0004_duties_drafts_injuries"),
    ]

    operations = [
        migrations.RunPython(move, elidable=True),
        migrations.DeleteModel(name="RoomDuty"),
    ]
