"""A school's own system. Refuses to start without a secret, a database and the names it answers to."""

from evenhand.web.settings.base import *  # noqa: F403  a settings module is its base plus differences
from evenhand.web.settings.base import MANIFEST_STATIC, STORAGES
from evenhand.web.settings.environment import (
    database_settings,
    read_bool,
    read_int,
    read_list,
    read_required,
    read_secret,
)

SECRET_KEY = read_secret("EVENHAND_SECRET_KEY")
DATABASES = {"default": database_settings(read_required("EVENHAND_DATABASE_URL"))}
ALLOWED_HOSTS = read_list("EVENHAND_HOSTS", (read_required("EVENHAND_HOSTS"),))

STORAGES = {**STORAGES, "staticfiles": MANIFEST_STATIC}

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = read_int("EVENHAND_HSTS_SECONDS", 31_536_000, low=0, high=63_072_000)
# Only behind a proxy that always sets the header itself: any client could send it otherwise.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if read_bool("EVENHAND_BEHIND_PROXY", default=False) else None
)

EVENHAND_SECOND_FACTOR = True
