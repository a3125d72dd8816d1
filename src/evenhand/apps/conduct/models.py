"""What happened: incidents with those involved, and one event for each pupil's part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.erasable import ERASED
from evenhand.apps.tenancy.scoping import SchoolRow
from evenhand.apps.tenancy.seldom import SeldomField

# Stands in the details and in the engine's facts where words were written.
WRITTEN: Final = "·"


class Incident(SchoolRow):
    """A time and a place at which something happened, and who reported it."""

    id = models.UUIDField(primary_key=True)
    happened_at = models.DateTimeField()
    where = models.CharField(max_length=20)
    scope = models.CharField(max_length=80)
    period = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=80, blank=True)
    lesson = models.ForeignKey("tenancy.LessonOccurrence", models.PROTECT, null=True, related_name="+")
    reporter = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "happened_at"], name="incident_time")]

    def __str__(self) -> str:
        return f"{self.where} {self.happened_at:%Y-%m-%d %H:%M}"


class Involvement(SchoolRow):
    """A pupil or an adult in an incident; `role` is harmed, alleged, witness or reporter."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="involvements", db_index=False)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=20)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "incident"], name="involvement_incident"),
            models.Index(fields=["school", "pupil"], name="involvement_pupil"),
        ]

    def __str__(self) -> str:
        return self.role


class Account(SchoolRow):
    """What one of those involved said, or an adult saw of the whole: it belongs to that involvement alone.

    Retention erases words and salt; the chain keeps the salted digest.
    """

    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="accounts", db_index=False)
    words = models.TextField(blank=True)
    salt = models.CharField(max_length=64)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "involvement"], name="account_involvement")]

    def __str__(self) -> str:
        return f"account in {self.involvement_id}"


class Event(SchoolRow):
    """One pupil's part in an incident, append-only: a correction is a new event whose `about` names this one.

    `seq` is the school's own gap-free number, by which replay orders; `content_digest` covers what was sent.
    """

    id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="events", db_index=False)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    day = models.DateField()
    where = models.CharField(max_length=20)
    scope = models.CharField(max_length=80)
    period = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    witness = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    on_behalf_of = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    about = SeldomField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    payload_digest = models.CharField(max_length=64, blank=True)
    content_digest = models.CharField(max_length=64)

    # The words of a row that was made in this process; None has them read from the payload.
    spoken: Mapping[str, str] | None = None

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "seq"], name="event_seq_once")]
        indexes = [
            models.Index(fields=["school", "pupil", "-happened_at"], name="event_pupil_time"),
            models.Index(fields=["school", "day", "kind"], name="event_day"),
            models.Index(fields=["school", "scope"], name="event_scope"),
            models.Index(fields=["school", "incident"], name="event_incident"),
            models.Index(fields=["school", "about"], name="event_about", condition=~models.Q(about="")),
            models.Index(fields=["school", "recorded_by", "day"], name="event_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.id}"

    def said(self, name: str) -> str:
        """The words of one detail, "" where there are none, and a note in their place once they are erased."""
        return str(self.told().get(name, ""))

    def told(self) -> dict[str, Any]:
        """The details with the words that were written; those are kept in the payload."""
        marked = [name for name, value in self.details.items() if value == WRITTEN or _is_row(value)]
        if not marked:
            return dict(self.details)
        words = self.spoken if self.spoken is not None else self.payload.words
        said: dict[str, Any] = {name: words.get(name, ERASED) for name in marked}
        rows = {name: text.split("\n") for name, text in said.items() if _is_row(self.details[name])}
        return {**self.details, **said, **rows}


def _is_row(value: object) -> bool:
    """Whether marks stand where a row of words was."""
    return isinstance(value, list | tuple) and WRITTEN in value


class EventPayload(SchoolRow):
    """The words that go with an event: its text, and those of its details by their names.

    Retention erases text, words and salt; the event keeps the salted digest.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="payload")
    text = models.TextField(blank=True)
    words = models.JSONField(default=dict)
    salt = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "event"], name="payload_event")]

    def __str__(self) -> str:
        return f"payload of {self.event_id}"


class HistoricEvent(SchoolRow):
    """One pupil's part in something from before the calendar, or on no school day: kept as told, append-only.

    Nothing was decided from it. `label` is the source's own word for the act, `flag` what is odd about its time;
    `involved` lists the others as {"role", "pupil"} or {"role", "staff"}.
    """

    id = models.UUIDField(primary_key=True)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField()
    day = models.DateField()
    where = models.CharField(max_length=20)
    period = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=80, blank=True)
    flag = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=300)
    details = models.JSONField(default=dict)
    involved = models.JSONField(default=list)
    payload_digest = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "-happened_at"], name="historic_pupil_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code or self.label} {self.day}"


class HistoricPayload(SchoolRow):
    """The words that go with a historic event. Retention erases text and salt; the event keeps the digest."""

    event = models.OneToOneField(HistoricEvent, models.PROTECT, primary_key=True, related_name="payload")
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "event"], name="historic_payload")]

    def __str__(self) -> str:
        return f"payload of {self.event_id}"


class ClosedPeriod(SchoolRow):
    """The end of a period, decided once for everybody; append-only, and linked to the chain by its digest.

    `key` is the engine's ("w:2026-09-14"), `at` the bell, `after_seq` the number of the last event before it. `cohort`
    has a row for each pupil compared: id, year group, groups by their kind. `school_outcomes` is what was decided for
    the school itself.
    """

    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    closed_at = models.DateTimeField()
    after_seq = models.BigIntegerField()
    policy_digest = models.CharField(max_length=64)
    settings_digest = models.CharField(max_length=64)
    calendar_digest = models.CharField(max_length=64)
    cohort = models.JSONField(default=list)
    school_outcomes = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="period_closed_once")]
        indexes = [models.Index(fields=["school", "at"], name="closed_period_time")]

    def __str__(self) -> str:
        return f"{self.key} closed"


class LateLook(SchoolRow):
    """Up to which number of the school's events the worker has looked for what a close did not see."""

    seq = models.BigIntegerField(default=0)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school"], name="late_look_once")]

    def __str__(self) -> str:
        return f"looked up to {self.seq}"


class PupilHead(SchoolRow):
    """A pupil's running state; locked, in the order of ids, by whoever records."""

    pupil = models.OneToOneField("people.Pupil", models.PROTECT, primary_key=True, related_name="head")
    state = models.JSONField(default=dict)
    seq = models.BigIntegerField(default=0)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil"], name="head_pupil")]

    def __str__(self) -> str:
        return f"head of {self.pupil_id}"


class LedgerEntry(SchoolRow):
    """A value posted to one ledger of one pupil by one event, append-only."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="entries", db_index=False)
    ledger = models.CharField(max_length=40)
    value = models.IntegerField()
    stage = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    seq = models.BigIntegerField()

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "ledger entries"
        indexes = [models.Index(fields=["school", "day"], name="entry_day")]

    def __str__(self) -> str:
        return f"{self.ledger} {self.value:+d}"


class SeatingPlan(SchoolRow):
    """Who sits where, from a day on: `seats` maps a pupil's id to row and column.

    A class has several plans, told apart by `name`; one without a day was never used. What was once in force stays as
    it was, so that a seat can be told for what happened then: a change is a new row of the same name.
    """

    group = models.ForeignKey("people.Group", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60, default="Seating plan")
    seats = models.JSONField(default=dict)
    valid_from = models.DateField(null=True)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "group", "valid_from"], name="seating_group")]

    def __str__(self) -> str:
        return f"seating of {self.group_id} from {self.valid_from}"


class ClassLog(SchoolRow):
    """Something done with a whole class that posts nothing to anybody: a routine taught, or a reset."""

    group = models.ForeignKey("people.Group", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "group", "-at"], name="class_log_group")]

    def __str__(self) -> str:
        return f"{self.kind} {self.words}"


class HelpCall(SchoolRow):
    """An adult asked for help, and who answered when.

    `at` is when it was asked; a call that a device could not send at once arrives later, at `arrived_at`, and is
    known again by the `device_id` that the device gave it.
    """

    at = models.DateTimeField(default=now)
    arrived_at = models.DateTimeField(null=True)
    device_id = models.UUIDField(null=True, unique=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    lesson = models.ForeignKey("tenancy.LessonOccurrence", models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=80, blank=True)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "answered_at", "at"], name="help_open")]

    def __str__(self) -> str:
        return f"help {self.at:%Y-%m-%d %H:%M}"


class PraisePrompt(SchoolRow):
    """A reason to praise a pupil. `kind`: request (a colleague is asked to), display (work chosen for a wall), more.

    `more` raises the balance aimed at; only those who may see why are shown the figure, others a nudge.
    """

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    colleague = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(
                fields=["school", "pupil"], name="prompt_open", condition=models.Q(closed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.pupil_id}"


class ContactNote(SchoolRow):
    """Good news that went home: `kind` is call or postcard. It stands in the pupil's timeline."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=400)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "-at"], name="contact_note_pupil")]

    def __str__(self) -> str:
        return f"{self.kind} about {self.pupil_id}"
