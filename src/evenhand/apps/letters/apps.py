"""Registers the app with Django."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Messages to families and others: held, sent once, printed or phoned, and what was said."""

    name = "evenhand.apps.letters"
    label = "letters"
