"""Registers the app, and listens for a second factor being set up."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may sign in, which roles they hold where, and the one road to each object."""

    name = "evenhand.apps.access"
    label = "access"

    def ready(self) -> None:
        """Ask to be told when a second factor has been added."""
        # Imported here because models can be loaded only once every app is registered.
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415

        from evenhand.apps.access.second_factor import remember_set_up  # noqa: PLC0415

        authenticator_added.connect(remember_set_up, dispatch_uid="access.remember_set_up")
