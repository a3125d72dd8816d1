import django.db.models.deletion
from django.db import migrations, models

import evenhand.apps.tenancy.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pupil",
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
                ("source", models.CharField(blank=True, max_length=40)),
                ("source_id", models.CharField(max_length=80)),
                ("upn", models.CharField(blank=True, max_length=13)),
                ("given", models.CharField(max_length=120)),
                ("family", models.CharField(blank=True, max_length=120)),
                ("preferred", models.CharField(blank=True, max_length=120)),
                ("lang", models.CharField(blank=True, max_length=20)),
                ("direction", models.CharField(default="auto", max_length=4)),
                ("date_of_birth", models.DateField(null=True)),
                ("sex", models.CharField(blank=True, max_length=20)),
                ("year_group", models.PositiveSmallIntegerField(null=True)),
                ("form", models.CharField(blank=True, max_length=40)),
                ("left_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "year_group", "form"], name="pupil_form"),
                    models.Index(fields=["school", "family", "given"], name="pupil_name"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "source", "source_id"), name="pupil_source_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearMembership",
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
                        related_name="years",
                        to="people.pupil",
                    ),
                ),
                ("year_group", models.PositiveSmallIntegerField(null=True)),
                ("form", models.CharField(blank=True, max_length=40)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(default=evenhand.apps.tenancy.clock.now)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["school", "pupil", "valid_from"], name="year_of_pupil")],
            },
        ),
        migrations.CreateModel(
            name="Staff",
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
                ("source_id", models.CharField(max_length=80)),
                ("title", models.CharField(blank=True, max_length=20)),
                ("given", models.CharField(blank=True, max_length=120)),
                ("family", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
            ],
            options={
                "verbose_name_plural": "staff",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["school", "family", "given"], name="staff_name")],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "source_id"), name="staff_source_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                        related_name="contacts",
                        to="people.pupil",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("relation", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("may_be_told", models.BooleanField(default=True)),
                ("order", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["school", "pupil", "order"], name="contact_order")],
            },
        ),
        migrations.CreateModel(
            name="Group",
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
                ("source_id", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=80)),
                ("subject", models.CharField(blank=True, max_length=80)),
                ("kind", models.CharField(default="class", max_length=40)),
                ("year_group", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("school", "source_id"), name="group_source_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
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
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="people.group",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="people.pupil",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(default=evenhand.apps.tenancy.clock.now)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "group", "valid_from"], name="enrolment_group"),
                    models.Index(fields=["school", "pupil", "valid_from"], name="enrolment_pupil"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Teaching",
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
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teachings",
                        to="people.group",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teachings",
                        to="people.staff",
                    ),
                ),
                ("primary", models.BooleanField(default=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(default=evenhand.apps.tenancy.clock.now)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["school", "group", "valid_from"], name="teaching_group"),
                    models.Index(fields=["school", "staff", "valid_from"], name="teaching_staff"),
                ],
            },
        ),
    ]
