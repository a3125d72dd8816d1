"""What a server does around each request: of Django's five errands those that find something to do here, in one.

The caches keep nothing open, statements are logged in debugging alone, and a connection that has grown too old or was
broken is given up at the end of a request, so that nobody finds it at the beginning of the next.
"""

from __future__ import annotations

from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries

from evenhand.apps.tenancy.quick import database


def lighten() -> None:
    """Leave the errands out that have nothing to do in a process that serves."""
    if not settings.DEBUG:
        request_started.disconnect(reset_queries)
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    request_finished.disconnect(close_caches)
    request_finished.connect(give_up_unusable)


def give_up_unusable(**_signal: object) -> None:
    """Close this thread's connection where it is too old or has failed."""
    database().close_if_unusable_or_obsolete()
