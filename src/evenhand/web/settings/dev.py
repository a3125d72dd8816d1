"""For changing the code: debugging on, pages reload, everything in the data folder."""

from evenhand.web.settings.base import *  # noqa: F403  a settings module is its base plus differences
from evenhand.web.settings.base import DATA
from evenhand.web.settings.environment import database_settings, kept_secret, read_text

DEBUG = True
SECRET_KEY = kept_secret(DATA)
DATABASES = {
    "default": database_settings(read_text("EVENHAND_DATABASE_URL", f"sqlite:///{DATA / 'dev.sqlite3'}")),
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

EVENHAND_DEMO = True
EVENHAND_CLOCK_SHIFTS = True
