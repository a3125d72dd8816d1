"""Registers the app with Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Who owes what by when: tasks, proposals, deadlines and alerts."""

    name = "evenhand.apps.casework"
    label = "casework"
