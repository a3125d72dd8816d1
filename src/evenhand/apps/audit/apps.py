"""Registers the app with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The tamper-evident chain of what was done, and the triggers that keep history as it was written."""

    name = "evenhand.apps.audit"
    label = "audit"
