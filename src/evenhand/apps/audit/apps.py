"""Registers the app, and installs the triggers after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The tamper-evident chain of what was done, and the triggers that keep history as it was written."""

    name = "evenhand.apps.audit"
    label = "audit"

    def ready(self) -> None:
        """Ask to be told when the migrations of any app have run: the last one comes after every table."""
        post_migrate.connect(install_triggers, dispatch_uid="audit.install_triggers")


def install_triggers(sender: AppConfig, using: str, **_signal: Any) -> None:
    """Install the triggers once per run, after the last of our apps that holds an append-only table."""
    # Imported here because models can be loaded only once every app is registered.
    from evenhand.apps.audit.triggers import install  # noqa: PLC0415

    if sender.label == "conduct":
        install(using)
