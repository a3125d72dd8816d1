"""Registers the app with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Pupils, staff, contacts and groups, and the files that they are read from."""

    name = "evenhand.apps.people"
    label = "people"
