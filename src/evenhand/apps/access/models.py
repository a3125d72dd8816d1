"""Users, their memberships of schools, and the roles that each membership grants."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow


class UserManager(BaseUserManager["User"]):
    """Makes users; without a password the account cannot be signed in to until one is set by invitation."""

    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> User:
        """A new user with a normalised address."""
        user = User(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of that address, in whatever case it is written."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Someone who signs in. Global: what they may do comes from their memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as it is shown."""
        return self.name


class Membership(SchoolRow):
    """A user belongs to a school from `valid_from` to `valid_to`, both inclusive."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "user", "valid_from"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.school_id}"


class Pin(SchoolRow):
    """The PIN by which a member of staff opens a device that has locked itself. Only its salted digest is kept."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=200)
    set_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "membership"], name="pin_once")]

    def __str__(self) -> str:
        return f"PIN of {self.membership_id}"


class RoleGrant(SchoolRow):
    """A role held by a membership: for the whole school, for one year group, or for one group."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    year_group = models.PositiveSmallIntegerField(null=True)
    group = models.ForeignKey("people.Group", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "role", "valid_from"], name="grant_by_role")]

    def __str__(self) -> str:
        return self.role if self.year_group is None else f"{self.role} (year {self.year_group})"


class Away(SchoolRow):
    """That a member of staff is away from one day to another, both included, and who sees to what they owe meanwhile.

    Without a stand-in whoever else holds the role does. Why somebody is away is not kept.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="away")
    first = models.DateField()
    last = models.DateField()
    stand_in = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    marked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    marked_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "last"], name="away_until")]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class Invitation(SchoolRow):
    """A one-time link by which a member of staff sets a password. Only the digest of its secret is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=150)
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, related_name="+")
    roles = models.JSONField(default=list)
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "email"], name="invitation_email")]

    def __str__(self) -> str:
        return self.email
