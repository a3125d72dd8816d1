"""The web layer as a Django app: layout, components and static files, and the table behind the cache."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class WebConfig(AppConfig):
    """Registers the layout and makes the cache's table after every migration."""

    name = "evenhand.web"
    label = "web"

    def ready(self) -> None:
        """Ask to be told when migrations have run."""
        # Django sends it for apps with models alone, and this one has none: what is counted belongs to `access`.
        access = apps.get_app_config("access")
        post_migrate.connect(make_cache_table, sender=access, dispatch_uid="web.make_cache_table")


def make_cache_table(using: str, **_signal: Any) -> None:
    """Create the table that counts sign-in attempts, where it is missing."""
    call_command("createcachetable", database=using, verbosity=0)
