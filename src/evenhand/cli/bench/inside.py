"""The measurements in process: the engine's step, taking a roster in, and a thousand letters."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

PUPILS, CLASSES, PLACES = 1500, 60, 3
STEPS = 20_000
LETTERS, LETTER = 1_000, "star_points_week"
COHORT = 200
MIX = ("award",) * 16 + ("first",) * 3 + ("second",)


def main(steps: int = STEPS) -> None:
    """Print the figures as JSON. The database of this process must hold the school."""
    import django

    django.setup()
    found = {
        "step_us": step_us(steps),
        "import_roster_s": import_roster_s(),
        "letters_1000_s": letters_1000_s(),
    }
    print(json.dumps(found))


def step_us(steps: int) -> float:
    """Microseconds for one step: of a hundred, eighty recognitions, fifteen first acts, five referrals."""
    from evenhand.apps.policy.selectors import policy_of
    from evenhand.apps.tenancy.models import School
    from evenhand.apps.tenancy.scoping import in_school
    from evenhand.apps.tenancy.selectors import calendar_of
    from evenhand.engine.facts import EMPTY_STATE, PupilState
    from evenhand.engine.step import step

    school = School.objects.order_by("pk").first()
    assert school is not None  # noqa: S101  the bench has built it
    with in_school(school):
        policy, calendar = policy_of(school.pk), calendar_of(school)
        facts = list(_facts(steps))
    states: dict[int, PupilState] = {}
    started = time.perf_counter()
    for number, fact in enumerate(facts):
        pupil = number // len(MIX) % COHORT
        _, states[pupil] = step(policy, calendar, states.get(pupil, EMPTY_STATE), fact)
    return (time.perf_counter() - started) / len(facts) * 1_000_000


def _facts(steps: int) -> Iterator[Any]:
    """Stored facts of the school, made into others: each second act follows a first in the same lesson."""
    from evenhand.apps.policy.models import StoredDecision
    from evenhand.engine.wire import event_from_plain

    rows = StoredDecision.objects.order_by("-seq").values_list("facts", flat=True)[:5000]
    stored = [event_from_plain(row) for row in rows]
    award = next(fact for fact in stored if fact.kind == "achievement")
    act = next(fact for fact in stored if fact.kind == "concern" and fact.spot.where == "lesson")
    for number in range(steps):
        kind, lesson = MIX[number % len(MIX)], number // len(MIX)
        chosen = award if kind == "award" else act
        # The first two acts of each twenty are told apart by their lessons, the third is in the fourth's.
        scope = f"{lesson}-{number % len(MIX) if kind == 'first' and number % len(MIX) < 18 else 'both'}"
        spot = chosen.spot._replace(scope=scope)
        yield chosen._replace(id=f"00000000-0000-7000-8000-{number:012d}", spot=spot)


def import_roster_s() -> float:
    """Seconds to take a roster of 1,500 pupils in 60 classes into a school of its own, then thrown away."""
    from django.db import transaction

    from evenhand.apps.access.actors import system_actor
    from evenhand.apps.people.services import import_roster
    from evenhand.apps.tenancy.models import CalendarVersion
    from evenhand.apps.tenancy.scoping import across_schools, in_school
    from evenhand.apps.tenancy.services import create_school

    with transaction.atomic():
        with across_schools():
            known = CalendarVersion.objects.order_by("-pk").first()
        assert known is not None  # noqa: S101  the bench has built it
        school = create_school(trust="", name="Roster Bench")
        with in_school(school):
            CalendarVersion.objects.create(school=school, document=known.document, digest=known.digest)
            actor, share = system_actor(school.pk, "bench"), _share()
            started = time.perf_counter()
            import_roster(actor, share=share)
            spent = time.perf_counter() - started
            again = import_roster(actor, share=share)
        transaction.set_rollback(True)
    if not again.is_empty:
        raise RuntimeError("the same roster again changed something")
    return spent


def letters_1000_s(count: int = LETTERS) -> float:
    """Seconds for a thousand letters: worded and put into the outbox, then typeset as one file; thrown away after."""
    from django.db import transaction

    from evenhand.apps.access.actors import system_actor
    from evenhand.apps.letters.queueing import Saying, queue_all
    from evenhand.apps.letters.writing import print_letters
    from evenhand.apps.people.models import Pupil
    from evenhand.apps.tenancy.models import School
    from evenhand.apps.tenancy.scoping import in_school

    school = School.objects.order_by("pk").first()
    assert school is not None  # noqa: S101  the bench has built it
    with in_school(school), transaction.atomic():
        pupils, actor = list(Pupil.objects.order_by("pk")[:count]), system_actor(school.pk, "bench")
        sayings = [
            Saying(
                pupils[n % len(pupils)],
                "family",
                LETTER,
                {"points": n, "day": "2026-11-20"},
                dedupe=f"bench:{n}",
            )
            for n in range(count)
        ]
        started = time.perf_counter()
        batch = print_letters(actor, messages=queue_all(actor, school=school, sayings=sayings))
        spent = time.perf_counter() - started
        transaction.set_rollback(True)
    if len(batch.printed) + len(batch.by_hand) != count or not batch.pdf:
        raise RuntimeError(f"{len(batch.printed)} of {count} letters were printed")
    return spent


def _share() -> Any:
    from evenhand.apps.people.importing import Share
    from evenhand.apps.people.roster.model import RosterEnrolment, RosterGroup, RosterPupil, RosterSchool

    pupils = tuple(
        RosterPupil(f"p{n}", "1", f"Given{n}", f"Family{n}", year_group=7 + n % 5, form=f"{7 + n % 5}A",
                    date_of_birth=date(2013, 9, 1))
        for n in range(PUPILS)
    )  # fmt: skip
    groups = tuple(RosterGroup(f"g{n}", "1", f"Class {n}", "Science") for n in range(CLASSES))
    places = tuple(
        RosterEnrolment(f"g{(n + 7 * place) % CLASSES}", f"p{n}", "pupil")
        for n in range(PUPILS)
        for place in range(PLACES)
    )
    return Share(RosterSchool("1", "Roster Bench"), (), pupils, (), (), groups, places)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.cli.bench.settings")
    main(*(int(one) for one in sys.argv[1:]))
