"""Django's sessions in the database, read by plain SQL: every request asks for its session.

Nothing else differs: one ended anywhere is gone for every process at its next request.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import orjson
from django.contrib.sessions.backends import db
from django.utils import timezone

from evenhand.apps.tenancy.quick import database, rows

SQL = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """A session; its rows are Django's own."""

    def load(self) -> dict[str, Any]:
        """What the session holds; of one that is over or was never there nothing, and its key is given up."""
        at = database().ops.adapt_datetimefield_value(timezone.now())
        found = rows(SQL, [self.session_key, at])
        if not found:
            self._session_key = None
            return {}
        held: dict[str, Any] = orjson.loads(_opened(found[0][0]))
        return held


@lru_cache(maxsize=4096)
def _opened(sealed: str) -> str:
    """What a row of sessions holds, as JSON: its seal is looked at once in a process, for the same row says the same."""
    return json.dumps(SessionStore().decode(sealed))
