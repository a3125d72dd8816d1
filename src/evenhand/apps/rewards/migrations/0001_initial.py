import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conduct", "0002_initial"),
        ("people", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recognition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognitions",
                        to="people.pupil",
                    ),
                ),
                ("award", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=200)),
                ("value", models.CharField(blank=True, max_length=80)),
                ("period", models.CharField(blank=True, max_length=80)),
                ("day", models.DateField()),
                ("status", models.CharField(default="issued", max_length=20)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognitions",
                        to="conduct.event",
                    ),
                ),
                ("why", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "pupil", "day"], name="recognition_pupil"),
                    models.Index(fields=["school", "day", "award"], name="recognition_day"),
                    models.Index(fields=["school", "event"], name="recognition_event"),
                ],
            },
        ),
    ]
