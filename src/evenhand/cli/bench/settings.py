"""The demonstration's settings, with the bench's two bare endpoints beside the pages."""

from evenhand.web.settings.demo import *  # noqa: F403  a settings module is its base plus differences

ROOT_URLCONF = "evenhand.cli.bench.urls"
