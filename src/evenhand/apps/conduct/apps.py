"""Registers the app with Django."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    """What happened: incidents, events, ledgers, seating and calls for help."""

    name = "evenhand.apps.conduct"
    label = "conduct"
