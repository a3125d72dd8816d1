"""Production refuses to start half configured, and is closed by default."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "EVENHAND_SECRET_KEY": "x" * 50,
    "EVENHAND_DATABASE_URL": "sqlite:///prod.sqlite3",
    "EVENHAND_HOSTS": "school.example,www.school.example",
}


def load(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process whose environment holds only these variables of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-c", f"from evenhand.web.settings import prod as settings\n{code}"],
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", GOOD)
def test_it_refuses_to_start_without(missing: str) -> None:
    done = load("", **{name: value for name, value in GOOD.items() if name != missing})
    assert done.returncode == 1
    assert f"ImproperlyConfigured: {'Set either ' if 'SECRET' in missing else ''}{missing}" in done.stderr


def test_it_is_closed_by_default() -> None:
    code = (
        "assert settings.DEBUG is False\n"
        "assert settings.ALLOWED_HOSTS == ['school.example', 'www.school.example']\n"
        "assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE\n"
        "assert settings.SECURE_SSL_REDIRECT\n"
        "assert settings.SECURE_PROXY_SSL_HEADER is None\n"
        "assert 'Argon2' in settings.PASSWORD_HASHERS[0]\n"
    )
    done = load(code, **GOOD)
    assert done.returncode == 0, done.stderr


def test_a_proxys_word_is_taken_only_when_told_to() -> None:
    code = "assert settings.SECURE_PROXY_SSL_HEADER == ('HTTP_X_FORWARDED_PROTO', 'https')"
    assert load(code, **GOOD, EVENHAND_BEHIND_PROXY="yes").returncode == 0
