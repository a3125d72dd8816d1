"""What a term's analysis brought, and the groups by which equal treatment is looked at."""

from __future__ import annotations

from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow


class Analysis(SchoolRow):
    """That the analysis of a block of the year is closed: by whom and when."""

    block = models.CharField(max_length=80)
    closed_at = models.DateTimeField(default=now)
    closed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "analyses"
        constraints = [models.UniqueConstraint(fields=["school", "block"], name="analysis_once")]

    def __str__(self) -> str:
        return self.block


class Finding(SchoolRow):
    """What came of the figures of a block, about a pupil or a group (`about` in words).

    `kind`: discuss (a pupil marked for discussion), strategy, pattern, intervention, or none with the reason in `words`.
    """

    block = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    pupil = models.ForeignKey("people.Pupil", models.PROTECT, null=True, related_name="+", db_index=False)
    about = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "block", "pupil"], name="finding_block")]

    def __str__(self) -> str:
        return f"{self.kind} {self.block}"


class Belonging(SchoolRow):
    """A pupil belongs to a group of a scheme (ethnic group, kind of need, looked after), as the school's census says."""

    pupil = models.ForeignKey("people.Pupil", models.PROTECT, related_name="+", db_index=False)
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=80)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "scheme", "pupil"], name="belonging_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"
