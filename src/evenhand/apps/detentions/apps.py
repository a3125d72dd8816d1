"""Registers the app with Django."""

from django.apps import AppConfig


class DetentionsConfig(AppConfig):
    """Time owed: detention slots and minutes given back."""

    name = "evenhand.apps.detentions"
    label = "detentions"
