"""By which ways messages leave the house, from the environment; docs/operations.md explains each."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from evenhand.web.settings.environment import read_hidden, read_int, read_text

SECURITY = ("starttls", "tls", "none")


def message_settings() -> dict[str, Any]:
    """What is set up. Without a host, a key or an address that way is not there."""
    security = read_text("EVENHAND_SMTP_SECURITY", "starttls").lower()
    if security not in SECURITY:
        raise ImproperlyConfigured(
            f"EVENHAND_SMTP_SECURITY is {security!r}: write one of {', '.join(SECURITY)}."
        )
    return {
        "smtp_host": read_text("EVENHAND_SMTP_HOST"),
        "smtp_port": read_int("EVENHAND_SMTP_PORT", 465 if security == "tls" else 587, low=1, high=65535),
        "smtp_security": security,
        "smtp_user": read_text("EVENHAND_SMTP_USER"),
        "smtp_password": read_hidden("EVENHAND_SMTP_PASSWORD"),
        "mail_from": read_text("EVENHAND_MAIL_FROM"),
        "notify_url": read_text("EVENHAND_NOTIFY_URL", "https://api.notifications.service.gov.uk"),
        "notify_key": read_hidden("EVENHAND_NOTIFY_KEY"),
        "notify_template": read_text("EVENHAND_NOTIFY_TEMPLATE"),
        "text_url": read_text("EVENHAND_TEXT_URL"),
        "text_token": read_hidden("EVENHAND_TEXT_TOKEN"),
        "text_from": read_text("EVENHAND_TEXT_FROM"),
        "seconds": read_int("EVENHAND_MESSAGE_SECONDS", 30, low=1, high=300),
        "lease": read_int("EVENHAND_MESSAGE_LEASE", 300, low=1, high=3600),
    }
