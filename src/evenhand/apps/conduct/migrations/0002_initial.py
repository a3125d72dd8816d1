import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import evenhand.apps.tenancy.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("conduct", "0001_initial"),
        ("people", "0001_initial"),
        ("tenancy", "0002_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
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
                ("happened_at", models.DateTimeField()),
                ("where", models.CharField(max_length=20)),
                ("scope", models.CharField(max_length=80)),
                ("period", models.CharField(blank=True, max_length=20)),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "lesson",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.lessonoccurrence",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["school", "happened_at"], name="incident_time")],
            },
        ),
        migrations.CreateModel(
            name="Involvement",
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
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="conduct.incident",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.pupil",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                ("role", models.CharField(max_length=20)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "incident"], name="involvement_incident"),
                    models.Index(fields=["school", "pupil"], name="involvement_pupil"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                ("seq", models.BigIntegerField()),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="conduct.incident",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.pupil",
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("code", models.CharField(blank=True, max_length=60)),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("device_at", models.DateTimeField(null=True)),
                ("day", models.DateField()),
                ("where", models.CharField(max_length=20)),
                ("scope", models.CharField(max_length=80)),
                ("period", models.CharField(blank=True, max_length=20)),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=64)),
                ("details", models.JSONField(default=dict)),
                ("payload_digest", models.CharField(blank=True, max_length=64)),
                ("content_digest", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "pupil", "-happened_at"], name="event_pupil_time"),
                    models.Index(fields=["school", "day", "kind"], name="event_day"),
                    models.Index(fields=["school", "scope"], name="event_scope"),
                    models.Index(fields=["school", "incident"], name="event_incident"),
                    models.Index(
                        condition=models.Q(("about", ""), _negated=True),
                        fields=["school", "about"],
                        name="event_about",
                    ),
                    models.Index(fields=["school", "recorded_by", "day"], name="event_author"),
                ],
                "constraints": [models.UniqueConstraint(fields=("school", "seq"), name="event_seq_once")],
            },
        ),
        migrations.CreateModel(
            name="EventPayload",
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
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="payload",
                        serialize=False,
                        to="conduct.event",
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("words", models.JSONField(default=dict)),
                ("salt", models.CharField(max_length=64)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["school", "event"], name="payload_event")],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
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
                        related_name="+",
                        to="people.pupil",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="conduct.event",
                    ),
                ),
                ("ledger", models.CharField(max_length=40)),
                ("value", models.IntegerField()),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("day", models.DateField()),
                ("seq", models.BigIntegerField()),
            ],
            options={
                "verbose_name_plural": "ledger entries",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "pupil", "ledger", "day"], name="entry_pupil_ledger"),
                    models.Index(fields=["school", "day", "ledger", "value"], name="entry_day"),
                    models.Index(fields=["school", "event"], name="entry_event"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpCall",
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
                ("at", models.DateTimeField(default=evenhand.apps.tenancy.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.lessonoccurrence",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "pupil",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.pupil",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["school", "answered_at", "at"], name="help_open")],
            },
        ),
    ]
