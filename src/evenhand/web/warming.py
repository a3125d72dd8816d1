"""What a process does before its first request, once for all processes that are forked from it.

Without it the first page of each process waits for views, templates and the policy, some three seconds of processor
time, and each process keeps a copy of its own of what it has loaded.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver

from evenhand.apps.policy.rounds import each_school
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.selectors import calendar_of

YOUNG, MIDDLE, OLD = 10_000, 20, 20
"""So many more objects made than given back before Python looks for cycles among them; a request leaves few."""


def warm() -> None:
    """Load views, templates and the schools' policies, and leave them out of the search for unused objects."""
    load()
    # Without tables there are no schools yet; whoever starts the server is told so elsewhere.
    with suppress(DatabaseError):
        each_school(lambda school: (policy_of(school.pk), calendar_of(school)), "reading the policy")
    # A connection must not be shared with the processes that are forked from here.
    connections.close_all()
    settle()


def load() -> None:
    """Load views and templates, which needs no database."""
    _ = get_resolver().url_patterns
    for name in template_names():
        get_template(name)


def template_names() -> Iterator[str]:
    """The names of our own templates."""
    own = Path(__file__).resolve().parents[1]
    folders = {*settings.TEMPLATES[0]["DIRS"], *get_app_template_dirs("templates")}
    for folder in sorted(Path(one) for one in folders if own in Path(one).resolve().parents):
        yield from sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def settle() -> None:
    """Count what has been loaded as there for good, and look for cycles among what comes after less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
