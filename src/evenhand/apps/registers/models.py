"""The levels of pupils on registers: the one in force and those before it."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.scoping import SchoolRow


class LevelRow(SchoolRow):
    """A level on a register as it was decided; the newest that stands is in force, the others are its history.

    `level` is None where the policy names no levels. `by_amount` and `by_events` are the two parts that it was combined
    from, `amount` the figure behind the first. `since` is the day from which it holds, `period` the key of what it
    counts. `confirm` is the role whose confirmation it waits for. `shown_only`: an indicator between two closes that
    fixes nothing. `status`: stands, or withdrawn with the entry that led to it.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="levels", db_index=False)
    register = models.CharField(max_length=60)
    level = models.SmallIntegerField(null=True)
    by_amount = models.SmallIntegerField(null=True)
    by_events = models.SmallIntegerField(null=True)
    amount = models.JSONField(null=True)
    period = models.CharField(max_length=80)
    since = models.DateField(null=True)
    confirm = models.CharField(max_length=40, blank=True)
    confirmed_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True)
    shown_only = models.BooleanField(default=False)
    status = models.CharField(max_length=20, default="stands")
    event = models.ForeignKey("conduct.Event", models.PROTECT, related_name="levels", db_index=False)
    why = models.JSONField(default=list)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "pupil", "register", "-id"], name="level_pupil"),
            models.Index(fields=["school", "register", "period"], name="level_register"),
            models.Index(fields=["school", "event"], name="level_event"),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.level} from {self.since}"
