"""Stays: a pupil expected in, or in, a placement, and the stations passed there."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow

NOTE_KINDS = (
    "contact", "phone_in", "phone_back", "book", "reflection", "repair", "prevention", "review", "conduct", "support",
    "free_to_leave", "plan", "settled",
)  # fmt: skip


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


class StayDay(SchoolRow):
    """What happened once on one day of a stay: collected, supervised at break and lunch, walked off the site.

    `break_at` and `lunch_at` are when the supervised break was had and when the meal was brought to the room.
    """

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="days", db_index=False)
    day = models.DateField()
    collected_at = models.DateTimeField(null=True)
    collected_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    break_at = models.DateTimeField(null=True)
    break_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    lunch_at = models.DateTimeField(null=True)
    lunch_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    escort = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "day", "stay"], name="stay_day_once")]

    def __str__(self) -> str:
        return f"{self.stay_id} {self.day}"


class StayPeriod(SchoolRow):
    """One period of a stay: in the register (`mark` is here, away or ""), and the work of the lesson that is missed.

    `words` and `link` say what the work is; `result` is met, below or "", with `remark` in words.
    """

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="periods", db_index=False)
    day = models.DateField()
    period = models.CharField(max_length=20)
    mark = models.CharField(max_length=10, blank=True)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.CharField(max_length=80, blank=True)
    teacher = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    task = models.ForeignKey("casework.Task", models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    result = models.CharField(max_length=10, blank=True)
    remark = models.TextField(blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "day", "stay", "period"], name="stay_period_once"),
        ]
        indexes = [models.Index(fields=["school", "stay"], name="stay_periods")]

    def __str__(self) -> str:
        return f"{self.stay_id} {self.day} {self.period}"


class Outing(SchoolRow):
    """Out of the room for the toilet; `reason` where it was outside the set times, `medical` by a medical pass."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="outings", db_index=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    back_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    in_slot = models.BooleanField(default=True)
    medical = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "at"], name="outing_at"),
            models.Index(fields=["school", "stay", "at"], name="outing_stay"),
        ]

    def __str__(self) -> str:
        return f"{self.stay_id} {self.at:%H:%M}"


class MealNeed(SchoolRow):
    """What a pupil eats: the school's lunch or their own, and dietary needs in words. It outlasts the stay."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    school_lunch = models.BooleanField()
    diet = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "pupil"], name="meal_need_once")]

    def __str__(self) -> str:
        return "School lunch" if self.school_lunch else "Own lunch"


class SubjectWork(SchoolRow):
    """Work that the room keeps ready for a subject, and where it is found."""

    subject = models.CharField(max_length=80)
    words = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "subject"], name="subject_work_once")]

    def __str__(self) -> str:
        return self.subject


class RoomNote(SchoolRow):
    """A note from whoever runs the room to the next adult there, on its day."""

    day = models.DateField()
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.TextField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "day", "at"], name="room_note_day")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class RoomReport(SchoolRow):
    """A report as it was sent: `kind` and `last` day name it, `body` is what it said, `told` whom it went to."""

    kind = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    body = models.JSONField(default=dict)
    told = models.JSONField(default=list)
    sent_at = models.DateTimeField(default=now)
    sent_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "kind", "last"], name="room_report_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"


class Advice(SchoolRow):
    """What the school advises against one kind of act, written once and used in every report that names it."""

    code = models.CharField(max_length=40)
    words = models.TextField()

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="advice_once")]

    def __str__(self) -> str:
        return self.code


class ClassCue(SchoolRow):
    """What a leader did to help a class out of which many were sent in a week. `week` is its Monday."""

    group = models.ForeignKey("people.Group", models.PROTECT, related_name="+", db_index=False)
    week = models.DateField()
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.TextField()

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "week", "group"], name="class_cue_week")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.week}"
