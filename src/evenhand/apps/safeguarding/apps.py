"""Registers the app with Django."""

from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    """What pupils tell adults that only the safeguarding team may read."""

    name = "evenhand.apps.safeguarding"
    label = "safeguarding"
