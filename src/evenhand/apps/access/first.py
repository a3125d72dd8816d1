"""The first account of a new installation: made once, by whoever holds the code that the server printed."""

from __future__ import annotations

import base64
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from evenhand.apps.access.actors import Actor, make_actor
from evenhand.apps.access.models import Membership, RoleGrant, User
from evenhand.apps.audit.services import append
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school

ROLE = "administrator"
LETTERS = 12
GROUP = 4


class AlreadySetUp(Exception):
    """There is an account already: the next comes by invitation."""


class NewSchool(NamedTuple):
    """The school that the first account belongs to."""

    trust: str
    name: str
    short_name: str = ""
    slug: str = ""


def is_open() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def first_code() -> str:
    """The code, in groups of four letters and figures. It comes from the installation's secret alone."""
    digest = salted_hmac("evenhand.first", "first account", algorithm="sha256").digest()
    text = base64.b32encode(digest).decode()[:LETTERS]
    return "-".join(text[n : n + GROUP] for n in range(0, LETTERS, GROUP))


def is_code(text: str) -> bool:
    """Whether that is the code, in any case and with or without its hyphens and spaces."""
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    return constant_time_compare(plain, first_code().replace("-", ""))


@transaction.atomic
def make_first(*, email: str, name: str, password: str, school: NewSchool) -> tuple[User, School]:
    """The first account, its school, and the role that sets the school up.

    Raises AlreadySetUp once there is an account, ValidationError for a password that is too weak, ValueError
    for a school without a name.
    """
    if not is_open():
        raise AlreadySetUp
    validate_password(password, User(email=email, name=name))
    made = create_school(trust=school.trust, name=school.name, short_name=school.short_name, slug=school.slug)
    user = User.objects.create_user(email, name, password)
    join_as_administrator(user, made)
    return user, made


def join_as_administrator(user: User, school: School) -> Actor:
    """Let an account set a new school up, and begin the school's chain with it."""
    today = clock.local(school, clock.now()).day
    with in_school(school), transaction.atomic():
        membership = Membership.objects.create(school=school, user=user, valid_from=today)
        grant = RoleGrant.objects.create(school=school, membership=membership, role=ROLE, valid_from=today)
        actor = make_actor(membership, [grant])
        append(
            actor,
            action="create_school",
            subject=f"school:{school.pk}",
            body={"name": school.name, "role": ROLE},
        )
    return actor
