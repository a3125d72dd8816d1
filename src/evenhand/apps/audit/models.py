"""The chain of audit entries of each school, and its head."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.scoping import SchoolRow


class ChainHead(SchoolRow):
    """The last link of a school's chain, locked by whoever appends or records: hence numbers without gaps.

    `seq` is the last audit entry's number, `event_seq` the last event's.
    """

    school = models.OneToOneField("tenancy.School", models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField(default=0)
    event_seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.school_id} at {self.seq}"


class AuditEntry(SchoolRow):
    """One thing that was done. `digest` covers every other field and the digest before it."""

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    body = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "seq"], name="audit_seq_once")]
        indexes = [
            models.Index(fields=["school", "subject", "seq"], name="audit_subject"),
            models.Index(fields=["school", "actor_id", "seq"], name="audit_actor"),
            models.Index(fields=["school", "at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"
