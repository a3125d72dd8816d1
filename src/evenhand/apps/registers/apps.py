"""Registers the app with Django."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Levels on registers, as they are fixed, changed and confirmed."""

    name = "evenhand.apps.registers"
    label = "registers"
