"""The demonstration's settings for a simulated day: static files under their plain names, since nobody looks at them."""

from evenhand.web.settings.base import STORAGES
from evenhand.web.settings.demo import *  # noqa: F403  a settings module is its base plus differences

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
