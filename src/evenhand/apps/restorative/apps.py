"""Registers the app with Django."""

from django.apps import AppConfig


class RestorativeConfig(AppConfig):
    """Conversations that put right what happened."""

    name = "evenhand.apps.restorative"
    label = "restorative"
