"""What a pupil's adults know and have agreed: adjustments, reports, strategies, the profile, and how mornings begin."""

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
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "strategies"
        indexes = [models.Index(fields=["school", "pupil"], name="strategy_pupil")]

    def __str__(self) -> str:
        return self.words[:60]


class ProfileEntry(SchoolRow):
    """One thing that is known of a pupil, of a kind; what no longer holds is ended and stays.

    `pattern` is a need of the policy's list; `source` the document of what others found; entries of the kind history are
    for few.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="profile", db_index=False)
    kind = models.CharField(max_length=20)
    pattern = models.CharField(max_length=60, blank=True)
    words = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    dated = models.DateField(null=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "profile entries"
        indexes = [models.Index(fields=["school", "pupil", "at"], name="profile_pupil")]

    def __str__(self) -> str:
        return self.kind


class ProfileVersion(SchoolRow):
    """The profile as it stood from `at`: its number for this pupil, what was changed, and when it is looked at again."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=200)
    review_on = models.DateField(null=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "pupil", "number"], name="profile_version")]

    def __str__(self) -> str:
        return f"version {self.number}"


class ProfileRead(SchoolRow):
    """An adult has read that version of a profile."""

    version = models.ForeignKey(ProfileVersion, models.PROTECT, related_name="reads", db_index=False)
    user = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "version", "user"], name="profile_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} read by {self.user_id}"


class Greeting(SchoolRow):
    """A pupil was greeted on a day, by whom and when. `mood` is a choice of the policy, "" where nobody asked."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    mood = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    passed_on = models.ForeignKey(
        "casework.Task", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "pupil", "day"], name="greeted_once")]
        indexes = [models.Index(fields=["school", "day"], name="greeting_day")]

    def __str__(self) -> str:
        return f"{self.pupil_id} on {self.day}"


class MeetingEntry(SchoolRow):
    """Something agreed in a meeting for one pupil, for a class or for a year group; what is over is ended and stays.

    Retention erases words and salt; the chain keeps the salted digest.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, null=True, related_name="+", db_index=False)
    group = models.ForeignKey("people.Group", models.PROTECT, null=True, related_name="+", db_index=False)
    year_group = models.PositiveSmallIntegerField(null=True)
    day = models.DateField()
    words = models.TextField(blank=True)
    salt = models.CharField(max_length=64)
    review_on = models.DateField(null=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    erased_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "meeting entries"
        indexes = [
            models.Index(fields=["school", "day"], name="meeting_entry_day"),
            models.Index(fields=["school", "pupil"], name="meeting_entry_pupil"),
        ]

    def __str__(self) -> str:
        return f"agreed on {self.day}"


class SearchRecord(SchoolRow):
    """A search of a pupil and what was taken away: when, where, by whom, with whom as witness.

    `words` holds the grounds, what was sought, who else was there, the item and to whom it went, and who told the
    family; retention erases words and salt, and the chain keeps the salted digest.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    happened_at = models.DateTimeField()
    place = models.CharField(max_length=80)
    searched_by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    witness = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    found = models.BooleanField()
    words = models.JSONField(default=dict)
    salt = models.CharField(max_length=64)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "happened_at"], name="search_pupil")]

    def __str__(self) -> str:
        return f"search {self.happened_at:%Y-%m-%d %H:%M}"


class DeviceMark(SchoolRow):
    """What became of a pupil's device at a moment of a day; never changed, the last one stands.

    `device` is one of the policy's, "" where the pupil has none today. `mark` is handed_in (`slot`: where it lies),
    none, refused (`adult`: who stays with the pupil), exempt, found or returned. `event`: what was recorded of it.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    device = models.CharField(max_length=40, blank=True)
    mark = models.CharField(max_length=20)
    slot = models.CharField(max_length=12, blank=True)
    adult = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    event = models.ForeignKey("conduct.Event", models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "day", "pupil"], name="device_day")]

    def __str__(self) -> str:
        return f"{self.mark} {self.day}"


class DeviceExemption(SchoolRow):
    """A device that a pupil keeps by agreement, such as an aid, from `valid_from` to `valid_to`, both inclusive."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    device = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "valid_from"], name="device_exempt")]

    def __str__(self) -> str:
        return f"{self.device} of {self.pupil_id}"


class Joining(SchoolRow):
    """A pupil who is about to join: from when, when the family was met and who came, and when staff were told."""

    pupil = models.OneToOneField("people.Pupil", models.PROTECT, primary_key=True, related_name="joining")
    starts_on = models.DateField()
    met_on = models.DateField(null=True)
    met_with = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "released_at", "starts_on"], name="joining_waiting")]

    def __str__(self) -> str:
        return f"{self.pupil_id} from {self.starts_on}"


class Assistance(SchoolRow):
    """An assistant is named for a pupil from `valid_from` to `valid_to`, both inclusive: by whom, and when."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "assistances"
        indexes = [
            models.Index(fields=["school", "user", "valid_from"], name="assistance_user"),
            models.Index(fields=["school", "pupil", "valid_from"], name="assistance_pupil"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.pupil_id} from {self.valid_from}"


class CentreSession(SchoolRow):
    """A pupil's session in one of the policy's centres: no stay, no sanction. What was recorded by mistake is taken back."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    centre = models.CharField(max_length=60)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "starts"], name="centre_session_start"),
            models.Index(fields=["school", "pupil", "starts"], name="centre_session_pupil"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.starts:%Y-%m-%d %H:%M}"
