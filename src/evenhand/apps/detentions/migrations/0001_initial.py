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
            name="OwedTime",
            fields=[
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.school",
                    ),
                ),
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "pupil",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owed",
                        to="people.pupil",
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("slot", models.CharField(blank=True, max_length=40)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("leader", models.CharField(blank=True, max_length=40)),
                ("stage", models.CharField(default="set", max_length=20)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="owed", to="conduct.event"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "day", "kind", "stage"], name="owed_day"),
                    models.Index(fields=["school", "pupil", "day"], name="owed_pupil"),
                ],
            },
        ),
    ]
