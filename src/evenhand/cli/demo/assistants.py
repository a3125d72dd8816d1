"""Which assistants support which pupils in lessons; a school whose plan has no assistant takes one on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from evenhand.apps.access.actors import make_actor
from evenhand.apps.access.models import Membership, RoleGrant, User
from evenhand.apps.people.models import Pupil, Staff
from evenhand.apps.support.assisting import ROLE, name_assistant
from evenhand.cli.demo.plan import Person
from evenhand.cli.demo.pupils import Form
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import NO_PASSWORD, Adult, Team

MOST: Final = 4
TAKEN_ON: Final = Person("Mrs", "Hannah", "Oduya", (ROLE,))


def name_assistants(
    site: Site, team: Team, forms: Sequence[Form], adjusted: Mapping[int, object]
) -> None:  # fmt: skip
    """The first assistant supports some pupils of the opening year for whom something is agreed. Needs the scope."""
    held = team.with_role(ROLE)
    adult = held[0] if held else _take_on(site)
    opening = f"8{site.plan.forms[0]}"
    first = [form for form in forms if form.name in (adult.person.form, opening)]
    pupils = _of([*first, *forms], adjusted)[:MOST]
    for pupil in pupils:
        name_assistant(
            team.one("senco").actor,
            pupil=pupil,
            user_id=adult.actor.person,
            first=site.demo.opens.date(),
            last=None,
        )


def _of(forms: Sequence[Form], adjusted: Mapping[int, object]) -> list[Pupil]:
    found = {pupil.pk: pupil for form in forms for pupil in form.pupils if pupil.pk in adjusted}
    return list(found.values())


def _take_on(site: Site) -> Adult:
    """Somebody whom the plan does not name, so that nobody else's number changes."""
    person, day, at = TAKEN_ON, site.recorded_at.date(), site.recorded_at
    email = f"{person.given[:1]}.{person.family}@{site.plan.domain}".lower()
    staff = Staff.objects.create(
        school=site.school, source_id=ROLE, title=person.title, given=person.given, family=person.family,
        email=email,
    )  # fmt: skip
    user = User.objects.create(email=email, name=f"{person.given} {person.family}", password=NO_PASSWORD)
    membership = Membership.objects.create(
        school=site.school, user=user, staff=staff, valid_from=day, recorded_at=at
    )
    grant = RoleGrant.objects.create(
        school=site.school, membership=membership, role=ROLE, valid_from=day, recorded_at=at
    )
    return Adult(person, staff, make_actor(membership, [grant]))
