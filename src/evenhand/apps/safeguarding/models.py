"""Disclosures, and what the safeguarding team did about them. Nothing outside this app reads these tables."""

from __future__ import annotations

import uuid

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow

ENTRY_KINDS = ("agency", "contact", "decision", "note")


class Disclosure(SchoolRow):
    """What a pupil told an adult, in the adult's words. `about` names the stay or event in which it was said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.TextField()
    about = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "taken_at", "at"], name="disclosure_waiting")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class DisclosureEntry(SchoolRow):
    """What the team did: `kind` is one of `ENTRY_KINDS`, `who` the agency or person spoken to."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="entries", db_index=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    who = models.CharField(max_length=200, blank=True)
    words = models.TextField()

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "disclosure entries"
        indexes = [models.Index(fields=["school", "disclosure", "at"], name="disclosure_entries")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
