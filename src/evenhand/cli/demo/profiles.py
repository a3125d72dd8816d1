"""What adults know of some pupils, and how this morning began, where the policy has words for either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import Greeting, ProfileEntry, ProfileRead, ProfileVersion
from evenhand.apps.support.profiling import NEED
from evenhand.cli.demo.history.diary import on
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.pupils import Form
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Team
from evenhand.engine.pack.schema import Pack

KINDS = ("voice_helps", "voice_worse", "trigger", "sign", "avoid", "strength", "success")
KEPT_AT = "15:20"
WEEKS, REVIEW_WEEKS = 6, 12
MOST = 14
UNGREETED = 2
GREETED_FROM = "08:52"


def write_profiles(
    site: Site, team: Team, forms: Sequence[Form], adjusted: Mapping[int, object]
) -> None:  # fmt: skip
    """A profile with a need, triggers and strengths for those with adjustments, the last of them not read by all."""
    pack = policy_of(site.school.pk).pack
    if not pack.patterns:
        return
    keeper = team.one("senco").actor.person
    chosen = [pupil for form in forms for pupil in form.pupils if pupil.pk in adjusted][:MOST]
    entries, versions = [], []
    for number, pupil in enumerate(chosen):
        day = site.calendar.school_days_before(site.demo.opens.date(), WEEKS * 5 - number)[0]
        at = site.instant(on(day, KEPT_AT))
        made = [
            ProfileEntry(
                school=site.school, pupil=pupil, kind=kind, words=said, pattern=pattern, by_id=keeper, at=at
            )
            for kind, said, pattern in _entries(site, pack)
        ]
        entries += made
        versions.append(
            ProfileVersion(
                school=site.school, pupil=pupil, number=1, change="The first profile", by_id=keeper, at=at,
                review_on=day + timedelta(weeks=REVIEW_WEEKS),
            )
        )  # fmt: skip
    ProfileEntry.objects.bulk_create(entries)
    readers = [adult.actor.person for adult in team.adults][: len(team.adults) // 2]
    ProfileRead.objects.bulk_create(
        ProfileRead(school=site.school, version=version, user_id=reader, at=version.at + timedelta(days=1))
        for version in ProfileVersion.objects.bulk_create(versions)[:-1]
        for reader in readers
    )


def _entries(site: Site, pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Kind, words and pattern of what is known of one pupil."""
    yield NEED, site.rng.choice(words("need")), site.rng.choice(list(pack.patterns))
    for kind in KINDS:
        if kind in KINDS[:2] or site.rng.random() < 0.7:
            yield kind, site.rng.choice(words(kind)), ""


def greet_morning(site: Site, team: Team, forms: Sequence[Form]) -> None:
    """Each class was greeted by its teacher this morning but for the last pupils; some were asked how they are."""
    moods = list(policy_of(site.school.pk).pack.moods)
    if not moods:
        return
    tutors = {adult.person.form: adult.actor.person for adult in team.with_role("tutor") if adult.person.form}
    day = site.demo.opens.date()
    first = site.instant(on(day, GREETED_FROM))
    Greeting.objects.bulk_create(
        Greeting(
            school=site.school, pupil=pupil, day=day, by_id=tutors[form.name], at=first + timedelta(seconds=40 * place),
            mood=site.rng.choice(moods) if place % 3 == 0 else "",
        )
        for form in forms
        if form.name in tutors
        for place, pupil in enumerate(form.pupils[:-UNGREETED])
    )  # fmt: skip
