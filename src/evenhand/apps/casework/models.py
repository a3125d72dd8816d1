"""Tasks and their changes, proposals that a named role decides, deadlines that fire once, and alerts."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow
from evenhand.apps.tenancy.seldom import SeldomField


class Task(SchoolRow):
    """A role or one person owes an act by a time; a `gate` holds up a step. `status`: open, done, void."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, null=True, related_name="+", db_index=False)
    event = models.ForeignKey("conduct.Event", models.PROTECT, null=True, related_name="tasks")
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    owner = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    gate = models.BooleanField(default=False)
    about = SeldomField(max_length=64, blank=True)
    status = models.CharField(max_length=20, default="open")
    cites = models.JSONField(default=list)
    why = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "owner", "status", "due_at"], name="task_owner"),
            models.Index(fields=["school", "role", "status", "due_at"], name="task_role"),
            models.Index(fields=["school", "pupil", "opened_at"], name="task_pupil"),
            models.Index(fields=["school", "about"], name="task_about", condition=~models.Q(about="")),
            models.Index(
                fields=["school", "closed_by", "closed_at"],
                name="task_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class EntryReview(SchoolRow):
    """That somebody looked at an entry of the log, once. `outcome`: none_needed, action or escalated.

    `task` is what came of it: the action that somebody owes, or the decision that was asked for.
    """

    event = models.OneToOneField("conduct.Event", models.PROTECT, primary_key=True, related_name="review")
    at = models.DateTimeField()
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=20)
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "at"], name="entry_review_at")]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.event_id}"


class TaskChange(SchoolRow):
    """What was done to a task, by whom, when and why."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="changes", db_index=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    change = models.CharField(max_length=40)
    reason = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "task", "at"], name="change_task")]

    def __str__(self) -> str:
        return self.change


class Proposal(SchoolRow):
    """Something that only `decider_role` may decide. `status`: open, accepted, declined, withdrawn."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey("conduct.Event", models.PROTECT, null=True, related_name="proposals")
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    decider_role = models.CharField(max_length=40)
    status = models.CharField(max_length=20, default="open")
    decided_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)
    checklist = models.JSONField(default=dict)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "decider_role", "status"], name="proposal_role"),
            models.Index(fields=["school", "pupil", "status"], name="proposal_pupil"),
        ]

    def __str__(self) -> str:
        return self.label


class Deadline(SchoolRow):
    """Something that happens by itself at a time, exactly once: the key is unique."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    body = models.JSONField(default=dict)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "kind", "key"], name="deadline_once")]
        indexes = [
            models.Index(
                fields=["school", "due_at"], name="deadline_due", condition=models.Q(fired_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Alert(SchoolRow):
    """Something that a role or one person should know now, until somebody has seen it."""

    at = models.DateTimeField(default=now)
    role = models.CharField(max_length=40, blank=True)
    user = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    body = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "role", "seen_at", "at"], name="alert_role"),
            models.Index(fields=["school", "user", "seen_at", "at"], name="alert_user"),
            models.Index(fields=["school", "subject"], name="alert_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class OnDuty(SchoolRow):
    """Somebody is named for a duty of a day. `kind` is one of the policy's, or a part of the removal room's day.

    `period` is "" for a duty that is not bound to one; `done_at`: when it was done, where that is kept.
    """

    day = models.DateField()
    period = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40)
    user = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    set_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "day", "period", "kind", "user"], name="on_duty_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.period}".strip()


class EntryDraft(SchoolRow):
    """The answers of an entry as they stand, by field: a draft until its task is done, and what was said after that."""

    task = models.OneToOneField(Task, models.PROTECT, primary_key=True, related_name="draft")
    answers = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "at"], name="entry_draft_at")]

    def __str__(self) -> str:
        return f"draft of {self.task_id}"


class Injury(SchoolRow):
    """An accident or injury of a pupil, with the parts of the body and, where there was any, the first aid."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    place = models.CharField(max_length=80)
    parts = models.JSONField(default=list)
    words = models.CharField(max_length=600)
    treatment = models.CharField(max_length=600, blank=True)
    first_aider = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    told = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "injuries"
        indexes = [
            models.Index(fields=["school", "day"], name="injury_day"),
            models.Index(fields=["school", "pupil", "at"], name="injury_pupil"),
        ]

    def __str__(self) -> str:
        return f"injury of {self.pupil_id} on {self.day}"
