"""The numbers by which others know a school."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add `identifiers`."""

    dependencies = [("tenancy", "0001_initial")]

    operations = [
        migrations.AddField("school", "identifiers", models.JSONField(default=dict)),
    ]
