"""A made-up school on this machine: keeps its own secret and database in the data folder."""

from evenhand.web.settings.base import *  # noqa: F403  a settings module is its base plus differences
from evenhand.web.settings.base import DATA, MANIFEST_STATIC, STORAGES
from evenhand.web.settings.environment import database_settings, kept_secret, read_text

SECRET_KEY = kept_secret(DATA)
EVENHAND_GALLERY = True
DATABASES = {
    "default": database_settings(read_text("EVENHAND_DATABASE_URL", f"sqlite:///{DATA / 'demo.sqlite3'}")),
}
STORAGES = {**STORAGES, "staticfiles": MANIFEST_STATIC}

EVENHAND_DEMO = True
EVENHAND_CLOCK_SHIFTS = True
EVENHAND_DEMO_BANNER = "evenhand.apps.tenancy.demo_clock.banner"
