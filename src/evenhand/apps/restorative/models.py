"""The booklet of a stay while a pupil writes in it. Conversations have no table: they are events."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow


class Booklet(SchoolRow):
    """One booklet of one stay. `key` is what the address in force was made with: a new address ends the one before.

    `answers` are a draft by prompt; once an adult has marked the station done they stand in the words of `event`, which
    retention can erase, and the draft is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    stay = models.UUIDField()
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    opened_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    event = models.ForeignKey("conduct.Event", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "stay", "kind"], name="booklet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.stay}"
