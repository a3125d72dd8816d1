"""What has been agreed for some pupils, what helps them, and who sits where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from evenhand.apps.conduct.models import SeatingPlan
from evenhand.apps.people.models import Pupil
from evenhand.apps.support.models import AgreedAdjustment, Strategy
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.pupils import Form
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Team
from evenhand.cli.demo.timetable import Taught
from evenhand.engine.pack.schema import AdjustmentKind, Pack

SHARE = 0.08
VALUES = {"repeat_step": 2, "take_up_seconds": 30, "increment": 1}
SURE_PLACES = (4, 11, 19)
COLUMNS = 6
PLANNED = 0.7
REVIEW_WEEKS = 12


def agree_adjustments(
    site: Site, team: Team, pack: Pack, forms: Sequence[Form]
) -> dict[int, tuple[AgreedAdjustment, ...]]:
    """Adjustments and strategies for about one pupil in twelve, by the pupil's id."""
    rng = site.rng
    kinds = list(pack.adjustments.values())
    rows: list[AgreedAdjustment] = []
    strategies: list[Strategy] = []
    for form in forms:
        opening = form.name == f"8{site.plan.forms[0]}"
        for place, pupil in enumerate(form.pupils):
            if not (rng.random() < SHARE or (opening and place in SURE_PLACES)):
                continue
            chosen = rng.sample(kinds, 1 if rng.random() < 0.75 else 2)
            rows += [_agreed(site, team, pupil, kind) for kind in chosen]
            strategies += _strategies(site, pupil)
    made = AgreedAdjustment.objects.bulk_create(rows)
    Strategy.objects.bulk_create(strategies)
    by_pupil: dict[int, tuple[AgreedAdjustment, ...]] = {}
    for row in made:
        by_pupil[row.pupil_id] = (*by_pupil.get(row.pupil_id, ()), row)
    return by_pupil


def _agreed(site: Site, team: Team, pupil: Pupil, kind: AdjustmentKind) -> AgreedAdjustment:
    agreed_on = site.demo.first_day + timedelta(days=site.rng.randrange(0, 40))
    return AgreedAdjustment(
        school=site.school, pupil=pupil, kind=kind.id, value=VALUES.get(kind.overlays, 0),
        words=site.rng.choice(words("adjustment")), agreed_by_id=team.one("senco").actor.user_id, agreed_on=agreed_on,
        valid_from=site.demo.first_day, review_on=agreed_on + timedelta(weeks=REVIEW_WEEKS), recorded_at=site.recorded_at,
    )  # fmt: skip


def _strategies(site: Site, pupil: Pupil) -> Iterable[Strategy]:
    for chosen in site.rng.sample(words("strategy"), site.rng.randint(1, 3)):
        tried = site.rng.randint(2, 14)
        worked = site.rng.randint(tried // 2, tried)
        yield Strategy(school=site.school, pupil=pupil, words=chosen, worked=worked, tried=tried)


def plan_seats(site: Site, taught: Mapping[int, Taught]) -> None:
    """A seating plan for most classes: rows of six, in a shuffled order."""
    plans = []
    for group_id, item in taught.items():
        if item.kind != "class" or not (site.rng.random() < PLANNED or _is_opening(site, item)):
            continue
        pupils = list(item.form.pupils)
        site.rng.shuffle(pupils)
        seats = {
            str(pupil.pk): [place // COLUMNS + 1, place % COLUMNS + 1] for place, pupil in enumerate(pupils)
        }
        plans.append(
            SeatingPlan(
                school=site.school,
                group_id=group_id,
                seats=seats,
                valid_from=site.demo.first_day,
                recorded_at=site.recorded_at,
            )
        )
    SeatingPlan.objects.bulk_create(plans)


def _is_opening(site: Site, item: Taught) -> bool:
    return item.form.name == f"8{site.plan.forms[0]}"
