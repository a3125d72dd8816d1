"""Stays: a pupil expected in, or in, a placement, and the stations passed there."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow

NOTE_KINDS = ("contact", "phone_in", "phone_back", "book", "reflection", "repair", "prevention", "review")


class Stay(SchoolRow):
    """A stay, known by the id of the event that opened it. `stage`: expected, here, released, withdrawn."""

    id = models.UUIDField(primary_key=True)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="stays", db_index=False)
    placement = models.CharField(max_length=60)
    stage = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    arrive_by = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    release_at = models.DateTimeField(null=True)
    leave_today_at = models.DateTimeField(null=True)
    destination = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    decider = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    gap_confirmed_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    override_reason = models.TextField(blank=True)
    decision = models.JSONField(default=dict)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "pupil", "opened_at"], name="stay_pupil"),
            models.Index(fields=["school", "stage", "opened_at"], name="stay_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.placement} {self.stage}"


class StayStation(SchoolRow):
    """A station of a stay that is done."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="stations", db_index=False)
    station = models.CharField(max_length=40)
    done_at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "stay", "station"], name="station_once")]

    def __str__(self) -> str:
        return self.station


class StayNote(SchoolRow):
    """Something logged in a stay, append-only by use: it changes no rule and posts nothing.

    `kind` is one of `NOTE_KINDS`; `who` the person spoken to or the thing handed over; `how` the channel or place.
    """

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="notes", db_index=False)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    who = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "stay", "at"], name="stay_notes")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
