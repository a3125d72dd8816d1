"""Marks of sessions and lessons. A mark is never changed: a correction is a further mark of the same slot.

What was said about a mark stands beside it, where it can be erased.
"""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.erasable import ERASED
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

    # What was said about a mark that was made in this process; None has it read from its own row.
    spoken: str | None = None

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "day", "slot", "pupil", "number"], name="mark_once"),
        ]
        indexes = [models.Index(fields=["school", "pupil", "day"], name="mark_pupil")]

    def __str__(self) -> str:
        return f"{self.day} {self.slot} {self.code}"

    @property
    def reason(self) -> str:
        """What was said about it, "" where nothing was or where the words are erased."""
        if self.spoken is not None:
            return self.spoken
        return self.written.words if hasattr(self, "written") else ""

    @property
    def said(self) -> str:
        """What was said about it, with a note in its place once the words are erased."""
        erased = self.spoken is None and hasattr(self, "written") and self.written.erased_at is not None
        return ERASED if erased else self.reason


class MarkWords(SchoolRow):
    """What was said about a mark. Retention erases the words; the row keeps that there were any."""

    mark = models.OneToOneField(Mark, models.PROTECT, primary_key=True, related_name="written")
    words = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "mark"], name="mark_words")]

    def __str__(self) -> str:
        return f"words of {self.mark_id}"
