"""For the tests: fast hashing; a database file of this process alone, or the PostgreSQL of the harness."""

import os
import tempfile
from pathlib import Path

from evenhand.web.settings.base import *  # noqa: F403  a settings module is its base plus differences
from evenhand.web.settings.environment import database_settings, read_text

SECRET_KEY = "for-tests-only-" + "0123456789" * 5
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EVENHAND_GALLERY = True
EVENHAND_KEPT_SECONDS = 0
LOG_LEVEL = "WARNING"

# A file, since a database in memory has neither WAL nor a second connection to wait for.
TEST_FILE = Path(tempfile.gettempdir()) / f"evenhand-test-{os.getpid()}.sqlite3"
# Durability is what a test machine does not need; every other setting is the real one.
if read_text("EVENHAND_TEST_DATABASE", "sqlite") == "postgres":
    # The harness starts the server in this folder; its worker processes inherit the name.
    folder = os.environ.setdefault(
        "EVENHAND_TEST_SOCKET", f"{tempfile.gettempdir()}/evenhand-pg-{os.getpid()}"
    )
    DATABASES = {"default": database_settings(f"postgres://postgres@/evenhand?host={folder}")}
else:
    DATABASES = {"default": database_settings(f"sqlite:///{TEST_FILE}", synchronous="OFF")}
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_FILE)}

EVENHAND_CLOCK_SHIFTS = True
