"""Marks of sessions and lessons. A mark is never changed: a correction is a further mark of the same slot."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow

AM, PM = "am", "pm"
SESSIONS = (AM, PM)


class Mark(SchoolRow):
    """One mark of a pupil, append-only. `slot` is am, pm or the key of a lesson's period; the highest `number` holds.

    `source` is hand, gate or import. `late_event` is the late mark that the policy acts on, while it stands, `absence`
    what moved a stay.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    slot = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    minutes = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    lesson = models.ForeignKey(
        "tenancy.LessonOccurrence", models.PROTECT, null=True, related_name="+", db_index=False
    )
    source = models.CharField(max_length=10)
    late_event = models.UUIDField(null=True)
    absence = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "day", "slot", "pupil", "number"], name="mark_once"),
        ]
        indexes = [models.Index(fields=["school", "pupil", "day"], name="mark_pupil")]

    def __str__(self) -> str:
        return f"{self.day} {self.slot} {self.code}"
