"""Registers the app with Django."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Agreed adjustments and strategies for one pupil."""

    name = "evenhand.apps.support"
    label = "support"
