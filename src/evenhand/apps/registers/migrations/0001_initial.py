import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("conduct", "0002_initial"),
        ("people", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LevelRow",
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
                        related_name="levels",
                        to="people.pupil",
                    ),
                ),
                ("register", models.CharField(max_length=60)),
                ("level", models.SmallIntegerField(null=True)),
                ("by_amount", models.SmallIntegerField(null=True)),
                ("by_events", models.SmallIntegerField(null=True)),
                ("amount", models.JSONField(null=True)),
                ("period", models.CharField(max_length=80)),
                ("since", models.DateField(null=True)),
                ("confirm", models.CharField(blank=True, max_length=40)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("shown_only", models.BooleanField(default=False)),
                ("status", models.CharField(default="stands", max_length=20)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="conduct.event",
                    ),
                ),
                ("why", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "pupil", "register", "-id"], name="level_pupil"),
                    models.Index(fields=["school", "register", "period"], name="level_register"),
                    models.Index(fields=["school", "event"], name="level_event"),
                ],
            },
        ),
    ]
