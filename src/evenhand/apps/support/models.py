"""Agreed adjustments and strategies: what a pupil's adults have agreed to do differently."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow


class AgreedAdjustment(SchoolRow):
    """An adjustment in force from `valid_from` to `valid_to`, both inclusive, of which the engine is told."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="adjustments", db_index=False)
    kind = models.CharField(max_length=60)
    value = models.IntegerField(default=0)
    words = models.TextField(blank=True)
    agreed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    agreed_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    review_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "valid_from"], name="adjustment_pupil")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.pupil_id} from {self.valid_from}"


class ReportCard(SchoolRow):
    """A report that a pupil is or was on; what is on it stands in the pupil's state. `id` is the event that began it."""

    id = models.UUIDField(primary_key=True)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="reports", db_index=False)
    kind = models.CharField(max_length=60)
    started = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "ended_at", "started"], name="report_running"),
            models.Index(fields=["school", "pupil"], name="report_pupil"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.pupil_id} from {self.started}"


class Strategy(SchoolRow):
    """Something that adults do for one pupil, and how often it worked of the times it was tried."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="strategies", db_index=False)
    words = models.TextField()
    worked = models.PositiveIntegerField(default=0)
    tried = models.PositiveIntegerField(default=0)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "strategies"
        indexes = [models.Index(fields=["school", "pupil"], name="strategy_pupil")]

    def __str__(self) -> str:
        return self.words[:60]
