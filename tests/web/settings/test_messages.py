"""What the environment says about the ways out of the house."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from evenhand.web.settings.messages import message_settings


def test_nothing_is_set_up_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EVENHAND_SMTP_HOST", "EVENHAND_NOTIFY_KEY", "EVENHAND_TEXT_URL"):
        monkeypatch.delenv(name, raising=False)
    found = message_settings()
    assert (found["smtp_host"], found["notify_key"], found["text_url"]) == ("", "", "")
    assert (found["smtp_port"], found["smtp_security"]) == (587, "starttls")


def test_an_encrypted_line_has_its_own_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENHAND_SMTP_SECURITY", "TLS")
    assert message_settings()["smtp_port"] == 465


def test_an_unknown_security_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENHAND_SMTP_SECURITY", "some")
    with pytest.raises(ImproperlyConfigured, match="starttls, tls, none"):
        message_settings()
