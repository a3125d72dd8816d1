"""A school's rows brought in line with a roster: compare, show, apply."""

from evenhand.apps.people.importing.comparing import make_plan
from evenhand.apps.people.importing.plan import Changes, Plan
from evenhand.apps.people.importing.share import Share, share_of

__all__ = ["Changes", "Plan", "Share", "make_plan", "share_of"]
