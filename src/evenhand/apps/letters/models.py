"""Messages, each try to deliver them, and what was said to a family by whatever way."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow


class Status(models.TextChoices):
    """Where a message stands. A gate holds what is `held`; what is `queued` goes when its time comes."""

    HELD = "held", "Held"
    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Going out"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Failed"
    TO_CHECK = "to_check", "To check"  # handed over, or not: nobody knows, and it is not sent again by itself
    CANCELLED = "cancelled", "Cancelled"
    TO_PRINT = "to_print", "To print"
    TO_PHONE = "to_phone", "To phone"
    GIVEN = "given", "Given"  # printed and handed on, or said by phone


class Channel(models.TextChoices):
    """The ways by which a message goes."""

    EMAIL = "email", "E-mail"
    TEXT = "text", "Text message"
    PRINT = "print", "Letter"
    PHONE = "phone", "Phone call"


class Message(SchoolRow):
    """Something to be said to one person once: `dedupe` is unique in the school.

    `wanted` is the language asked for, `language` the one it is in. `not_before` is when it may next go.
    `carried_by` is the message with which it went where several for one family became one.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, null=True, related_name="+", db_index=False)
    contact = models.ForeignKey("people.Contact", models.PROTECT, null=True, related_name="+", db_index=False)
    event = models.ForeignKey("conduct.Event", models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=12, default="en")
    wanted = models.CharField(max_length=12, default="en")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    template = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    cites = models.JSONField(default=list)
    sensitive = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    gate_kind = models.CharField(max_length=40, blank=True)
    gate_key = models.CharField(max_length=120, blank=True)
    hold_until = models.DateTimeField()
    not_before = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    dedupe = models.CharField(max_length=200)
    collate = models.CharField(max_length=280, blank=True)
    carried_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried")
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=254, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    # Why it does not go by an earlier way of its template; kept in its first delivery row.
    note = ""

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "dedupe"], name="message_once")]
        indexes = [
            models.Index(fields=["school", "status", "not_before"], name="message_waiting"),
            models.Index(fields=["school", "pupil", "made_at"], name="message_pupil"),
            models.Index(fields=["school", "made_at"], name="message_made"),
            models.Index(
                fields=["school", "gate_kind", "gate_key"],
                name="message_gate",
                condition=models.Q(status="held"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.status}"


class Delivery(SchoolRow):
    """One thing that happened to a message, append-only: made, tried, answered, held back, given, cancelled.

    `reference` is the provider's own; `answer` what it said, or the reason of whoever did it.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries", db_index=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    change = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)
    attempt = models.PositiveSmallIntegerField(default=0)
    provider = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["school", "message", "at"], name="delivery_message")]

    def __str__(self) -> str:
        return f"{self.change} {self.message_id}"


class ContactEntry(SchoolRow):
    """What was said between the school and a family, append-only: by whom, when, by which way."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey("people.Contact", models.PROTECT, null=True, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+", db_index=False)
    who = models.CharField(max_length=200)
    way = models.CharField(max_length=20)
    reached = models.BooleanField(default=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "contact entries"
        indexes = [models.Index(fields=["school", "pupil", "at"], name="contact_entry_pupil")]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%Y-%m-%d %H:%M}"


class FamilyMeeting(SchoolRow):
    """A meeting with a family: when and where, and once it was held what was agreed. `status`: set, held, cancelled.

    `words` holds who is invited, who came and what was agreed; retention erases it.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey("people.Contact", models.PROTECT, null=True, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10, default="set")
    words = models.JSONField(default=dict)
    next_on = models.DateField(null=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    closed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(ContactEntry, models.PROTECT, null=True, related_name="+", db_index=False)
    erased_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "starts_at"], name="family_meeting_pupil")]

    def __str__(self) -> str:
        return f"meeting {self.status}"


class Authority(SchoolRow):
    """An entry of the school's address book: who an authority is, and how it is reached. `key` as policies name it."""

    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    lines = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "authorities"
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="authority_once")]

    def __str__(self) -> str:
        return self.name


class DigestMail(SchoolRow):
    """That somebody has chosen the morning digest by e-mail; without a row there is none.

    `sent_for` is the day for which it went last or is being sent, `tries` how often it was tried since it last went.
    """

    user = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    sent_for = models.DateField(null=True)
    tries = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "user"], name="digest_mail_once")]

    def __str__(self) -> str:
        return f"digest of {self.user_id}"
