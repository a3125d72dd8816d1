"""What was said about a mark moves to a row of its own, where it can be erased."""

import django.db.models.deletion
from django.db import migrations, models

MOVE = (
    "INSERT INTO attendance_markwords (mark_id, words, school_id) "
    "SELECT id, reason, school_id FROM attendance_mark WHERE reason <> ''"
)


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0001_marks"),
        ("tenancy", "0002_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MarkWords",
            fields=[
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="written",
                        serialize=False,
                        to="attendance.mark",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["school", "mark"], name="mark_words")],
            },
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="mark", name="reason"),
    ]
