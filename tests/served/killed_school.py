"""A school in a database of its own, for a server that is killed: prepared, served and looked at, each in a process.

Run as `python -m tests.served.killed_school prepare|nursery|check`, with the database in EVENHAND_DATABASE_URL.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from typing import Any

CLIENTS = 8
QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


def main() -> None:
    """Do what the first argument says; what is to be told goes to standard output as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "evenhand.web.settings.demo"
    import django

    django.setup()
    if sys.argv[1] == "nursery":
        nursery()
    else:
        print(json.dumps({"prepare": prepare, "check": check}[sys.argv[1]]()))


def prepare() -> dict[str, Any]:
    """Make the tables, the cast at the stated moment, and a session of the teacher for each client."""
    from django.test import override_settings

    from evenhand.apps.tenancy.services import move_clock
    from evenhand.cli.migrating import migrate
    from tests.cast import MOMENT, build_cast

    migrate(verbosity=0)
    move_clock(to=MOMENT)
    # Nobody signs in by a password here, and to make so many as they are in use takes longer than ten kills.
    with override_settings(PASSWORD_HASHERS=[QUICK_HASHER]):
        here = build_cast().here
    return {
        "school": here.school.pk,
        "sessions": [session_of(here) for _ in range(CLIENTS)],
        "lesson": here.lesson.pk,
        "pupils": [pupil.pk for pupil in here.pupils[:3]],
    }


def session_of(here: Any) -> str:
    """The key of a fresh session of the teacher."""
    from django.test import Client

    client = Client()
    client.force_login(here.user("teacher"), backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.session.session_key)


def nursery() -> None:
    """Load the program, and serve on each port that is then asked for, in a child that says its number and may be killed.

    To load it anew for each server would take most of the time. Nothing of the database is read here: every child does
    that itself, as after a crash.
    """
    from django.urls import get_resolver

    from evenhand.apps.policy.selectors import pack
    from evenhand.packs.reader import pack_ids

    _ = get_resolver().url_patterns
    for pack_id in pack_ids():
        pack(pack_id)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            print(os.getpid(), flush=True)
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            serve(int(line))
            os._exit(0)


def serve(port: int) -> None:
    """The server as it is in use, without gathering static files and reading templates first: no page is asked for."""
    from evenhand.cli.commands import serve as command
    from evenhand.web import warming

    warming.template_names = lambda: iter(())
    command.serve(
        argparse.Namespace(host="127.0.0.1", port=port, certificate=None, key=None, workers=2, threads=4)
    )


def check() -> dict[str, Any]:
    """What is in the database, and how many warnings were given."""
    from evenhand.apps.policy.models import StoredDecision
    from evenhand.apps.tenancy.models import School
    from evenhand.apps.tenancy.scoping import in_school
    from tests.served.stored import stored

    school = School.objects.get(slug="marlow")
    with in_school(school):
        steps = [row.outcomes["outcomes"] for row in StoredDecision.objects.order_by("seq")]
        warnings = [item for row in steps for item in row if item[:3] == ["step", "in_class", "warning"]]
        return stored(school.pk) | {"warnings": len(warnings)}


if __name__ == "__main__":
    main()
