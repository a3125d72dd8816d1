"""Time owed by a pupil: a slot on a day or minutes to give back."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.scoping import SchoolRow


class OwedTime(SchoolRow):
    """Time owed, known by the event's id or one made from it. `stage`: set, served, missed, excused, waived.

    `leader` is a role or the leader of a year group ("year:11"), as the decision names it.
    """

    id = models.UUIDField(primary_key=True)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="owed", db_index=False)
    kind = models.CharField(max_length=60)
    day = models.DateField()
    slot = models.CharField(max_length=40, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    leader = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=20, default="set")
    event = models.ForeignKey("conduct.Event", models.PROTECT, related_name="owed")

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "day", "kind", "stage"], name="owed_day"),
            models.Index(fields=["school", "pupil", "day"], name="owed_pupil"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.stage}"
