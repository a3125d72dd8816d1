"""Registers the app with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may sign in, which roles they hold where, and the one road to each object."""

    name = "evenhand.apps.access"
    label = "access"
