"""Which pack is in force from when, dated changes of a school's settings, and decisions as given."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow


class PolicyInForce(SchoolRow):
    """A pack adopted from a day on; the latest such day that has come wins."""

    pack_id = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    adopted_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "valid_from", "id"], name="policy_in_force")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.pack_version} from {self.valid_from}"


class SettingChange(SchoolRow):
    """A setting's value from a day on, append-only."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    since = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    changed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "key", "since", "id"], name="setting_history")]

    def __str__(self) -> str:
        return f"{self.key} from {self.since}"


class SettingProposal(SchoolRow):
    """An answer to an open question that an author proposes and the principal approves or declines."""

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        APPROVED = "approved"
        DECLINED = "declined"

    key = models.CharField(max_length=80)
    value = models.JSONField()
    since = models.DateField()
    reason = models.TextField()
    proposed_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    decided_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    change = models.OneToOneField(SettingChange, models.PROTECT, null=True, related_name="+")

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "key"], condition=models.Q(status="waiting"), name="one_proposal_waits"
            )
        ]
        indexes = [models.Index(fields=["school", "status", "id"], name="proposal_status")]

    def __str__(self) -> str:
        return f"{self.key} proposed from {self.since}"


class StoredDecision(SchoolRow):
    """What the engine answered to one event, and what it was told; append-only, keyed by the event's id."""

    event = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    pupil_id = models.BigIntegerField()
    policy_digest = models.CharField(max_length=64)
    settings_digest = models.CharField(max_length=64)
    calendar_digest = models.CharField(max_length=64)
    facts = models.JSONField()
    outcomes = models.JSONField()
    state_before = models.CharField(max_length=64)
    state_after = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "seq"], name="decision_seq_once")]
        indexes = [models.Index(fields=["school", "pupil_id", "seq"], name="decision_pupil")]

    def __str__(self) -> str:
        return f"decision on {self.event}"
