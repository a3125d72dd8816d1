"""Pupils, staff, contacts, groups, and who belongs to which group from when to when."""

from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.urls import reverse

from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import SchoolRow


@lru_cache(maxsize=8192)
def _photo_address(pk: int, mark: str) -> str:
    return reverse("pupil-photograph", args=[pk, mark])


class Pupil(SchoolRow):
    """A pupil. `source` and `source_id` name the row of the roster that it came from."""

    source = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=80)
    upn = models.CharField(max_length=13, blank=True)
    given = models.CharField(max_length=120)
    family = models.CharField(max_length=120, blank=True)
    preferred = models.CharField(max_length=120, blank=True)
    lang = models.CharField(max_length=20, blank=True)
    direction = models.CharField(max_length=4, default="auto")
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    year_group = models.PositiveSmallIntegerField(null=True)
    form = models.CharField(max_length=40, blank=True)
    left_on = models.DateField(null=True)
    # Beside the name, so that a page of thirty knows who has one without asking: the mark of the file, or empty.
    photograph = models.CharField(max_length=16, blank=True)

    class Meta(SchoolRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "source", "source_id"], name="pupil_source_once"),
        ]
        indexes = [
            models.Index(fields=["school", "year_group", "form"], name="pupil_form"),
            models.Index(fields=["school", "family", "given"], name="pupil_name"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def first_name(self) -> str:
        """The name that the pupil goes by."""
        return self.preferred or self.given

    @property
    def display_name(self) -> str:
        """First and family name as they are shown."""
        return f"{self.first_name} {self.family}".strip()

    @property
    def initials(self) -> str:
        """One or two letters for where no picture is."""
        return "".join(name[:1] for name in (self.first_name, self.family)).upper()

    @property
    def photo(self) -> str:
        """The address of the photograph; empty where there is none."""
        return _photo_address(self.pk, self.photograph) if self.photograph else ""


class Photograph(SchoolRow):
    """A pupil's photograph as it is shown: a small square JPEG. `Pupil.photograph` is the mark of the file it came from."""

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="portraits", db_index=False)
    image = models.BinaryField()
    kept_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "pupil"], name="photograph_once")]

    def __str__(self) -> str:
        return f"Photograph of {self.pupil_id}"


class YearMembership(SchoolRow):
    """A pupil's year group and form from `valid_from` to `valid_to`, both inclusive."""

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="years", db_index=False)
    year_group = models.PositiveSmallIntegerField(null=True)
    form = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "valid_from"], name="year_of_pupil")]

    def __str__(self) -> str:
        return f"{self.pupil_id} in year {self.year_group} from {self.valid_from}"


class Staff(SchoolRow):
    """An adult who works at the school, with or without an account."""

    source_id = models.CharField(max_length=80)
    title = models.CharField(max_length=20, blank=True)
    given = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120)
    email = models.EmailField(blank=True)

    class Meta(SchoolRow.Meta):
        verbose_name_plural = "staff"
        constraints = [models.UniqueConstraint(fields=["school", "source_id"], name="staff_source_once")]
        indexes = [models.Index(fields=["school", "family", "given"], name="staff_name")]

    def __str__(self) -> str:
        return self.short_name

    @property
    def short_name(self) -> str:
        """Title, initial and family name: Ms N. Okonjo."""
        initial = f"{self.given[:1]}." if self.given else ""
        return " ".join(part for part in (self.title, initial, self.family) if part)


class Contact(SchoolRow):
    """A member of a pupil's family. Only those who `may_be_told` are written to, in `lang` or else the pupil's."""

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="contacts", db_index=False)
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    lang = models.CharField(max_length=20, blank=True)
    may_be_told = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=1)

    class Meta(SchoolRow.Meta):
        indexes = [models.Index(fields=["school", "pupil", "order"], name="contact_order")]

    def __str__(self) -> str:
        return self.name


class Group(SchoolRow):
    """A class, form or other group of pupils. `kind` is class, form or a word of the roster."""

    source_id = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40, default="class")
    year_group = models.PositiveSmallIntegerField(null=True)

    class Meta(SchoolRow.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "source_id"], name="group_source_once")]

    def __str__(self) -> str:
        return self.name


class Enrolment(SchoolRow):
    """A pupil belongs to a group from `valid_from` to `valid_to`, both inclusive."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="enrolments", db_index=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="enrolments", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "group", "valid_from"], name="enrolment_group"),
            models.Index(fields=["school", "pupil", "valid_from"], name="enrolment_pupil"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} in {self.group_id} from {self.valid_from}"


class Teaching(SchoolRow):
    """A member of staff teaches a group from `valid_from` to `valid_to`, both inclusive."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="teachings", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="teachings", db_index=False)
    primary = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta(SchoolRow.Meta):
        indexes = [
            models.Index(fields=["school", "group", "valid_from"], name="teaching_group"),
            models.Index(fields=["school", "staff", "valid_from"], name="teaching_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} teaches {self.group_id} from {self.valid_from}"
