"""Registers the app with Django."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """What the log says over a term."""

    name = "evenhand.apps.insight"
    label = "insight"
