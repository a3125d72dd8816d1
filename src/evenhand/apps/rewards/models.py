"""By what a pupil was recognised, when and for which period."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.scoping import SchoolRow


class Recognition(SchoolRow):
    """One award. `award` is the pack's id of it, `value` what belongs to it (points, a tag, the days of a pass).

    `period` is the key of the period at whose close it was found, "" where an event of its own led to it. `status`:
    issued; given, once it has been handed over; declined by the pupil; withdrawn with the entry that led to it.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="recognitions", db_index=False)
    award = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    value = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    status = models.CharField(max_length=20, default="issued")
    event = models.ForeignKey("conduct.Event", models.PROTECT, related_name="recognitions", db_index=False)
    why = models.JSONField(default=list)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "pupil", "day"], name="recognition_pupil"),
            models.Index(fields=["school", "day", "award"], name="recognition_day"),
            models.Index(fields=["school", "event"], name="recognition_event"),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.day} {self.status}"
