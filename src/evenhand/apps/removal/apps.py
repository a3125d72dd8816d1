"""Registers the app with Django."""

from django.apps import AppConfig


class RemovalConfig(AppConfig):
    """Stays in a placement: who is expected where, who is there, and when each is released."""

    name = "evenhand.apps.removal"
    label = "removal"
