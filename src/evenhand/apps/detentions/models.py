"""Time owed by a pupil: a slot on a day or minutes to give back; where it is served, and what may stand in its way."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow

SET = "set"


class Room(SchoolRow):
    """A room in which detentions are held, filled in this order. `closed`: used no more."""

    name = models.CharField(max_length=60)
    capacity = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(default=1)
    closed = models.BooleanField(default=False)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="detention_room_once")]

    def __str__(self) -> str:
        return self.name


class OwedTime(SchoolRow):
    """Time owed, known by the event's id or one made from it.

    `stage`: set, served, missed, excused, waived, deferred (waits for another time), withdrawn. `leader` is a role or the
    leader of a year group ("year:11"), as the decision names it. `set_by` is the event that last set the time, so that
    what was told of it can be found; `room` is chosen by hand, else the rooms fill in order.
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
    stage = models.CharField(max_length=20, default=SET)
    event = models.ForeignKey("conduct.Event", models.PROTECT, related_name="owed")
    set_by = models.UUIDField(null=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "day", "kind", "stage"], name="owed_day"),
            models.Index(fields=["school", "pupil", "day"], name="owed_pupil"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.stage}"


class RegisterAnswer(SchoolRow):
    """What a register said of one pupil, append-only: attended, missed or excused, with the reason.

    Retention erases the reason.
    """

    owed = models.ForeignKey(OwedTime, models.PROTECT, related_name="answers", db_index=False)
    set_by = models.UUIDField(null=True)
    said = models.CharField(max_length=12)
    reason = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "owed", "at"], name="answer_owed")]

    def __str__(self) -> str:
        return f"{self.owed_id} {self.said}"


class SentRegister(SchoolRow):
    """The register of one detention of a day, complete and sent to `role`: once."""

    kind = models.CharField(max_length=60)
    day = models.DateField()
    slot = models.CharField(max_length=40)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=40)
    counts = models.JSONField(default=dict)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "day", "kind", "slot"], name="register_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Commitment(SchoolRow):
    """Something that a pupil has every week at a time: a club, the way home, others to care for."""

    class Kind(models.TextChoices):
        """What it is."""

        CLUB = "club", "Club or activity"
        TRANSPORT = "transport", "Bus or taxi home"
        CARING = "caring", "Cares for somebody"
        OTHER = "other", "Something else"

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.CharField(max_length=120, blank=True)
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "weekday"], name="commitment_pupil")]

    def __str__(self) -> str:
        return f"{self.kind} {self.weekday} {self.starts:%H:%M}"
