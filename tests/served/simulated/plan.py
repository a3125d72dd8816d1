"""The plan of a day by a seed: who teaches what by the timetable, and all that happens, minute by minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.served.simulated.acts import FORM, LOOK, POLL, RECORD, REGISTER, Act, Expected, confirmed
from tests.served.simulated.rates import Rates

Told = dict[str, Any]
# The way to the room takes a minute and not four: a slow machine must not make anybody late.
ARRIVES, NOT_HERE, CALLED, WRITTEN = 1, 12, 20, 22
LATER, QUIET = 40, 45


@dataclass
class Plan:
    """The acts of the eve's one lesson and of the day, and what must have come of them."""

    told: Told
    rates: Rates
    chance: Random
    acts: list[Act] = field(default_factory=list)
    expected: Expected = field(default_factory=Expected)
    used: set[int] = field(default_factory=set)

    def minutes(self) -> list[tuple[datetime, list[Act]]]:
        """The acts by their minutes in order, the early ones of each first."""
        found: dict[datetime, list[Act]] = {}
        for act in self.acts:
            found.setdefault(act.at.replace(second=0, microsecond=0), []).append(act)
        return [(at, sorted(found[at], key=lambda act: not act.early)) for at in sorted(found)]

    def day(self, number: int) -> Told:
        """The eve, the day, or the day after."""
        return dict(self.told["days"][number])

    def period(self, number: int, key: str) -> Told:
        """A period of one of the days."""
        return next(one for one in self.day(number)["periods"] if one["key"] == key)

    def one(self, role: str) -> int:
        """One of those who hold a role."""
        return int(self.chance.choice(self.told["roles"][role]))

    def first(self, role: str) -> int:
        """Whoever holds a role first."""
        return int(self.told["roles"][role][0])

    def pick(self, pupils: Sequence[int]) -> int | None:
        """A pupil of these of whom nothing grave has been told and nothing is agreed; used from now on."""
        free = [pk for pk in pupils if pk not in self.used and str(pk) in self.told["pupils"]]
        if not free:
            return None
        chosen = self.chance.choice(free)
        self.used.add(chosen)
        return chosen

    def minute(self, start: datetime, usual: int, least: int, most: int) -> datetime:
        """A minute of a lesson: the usual one, or any between those two where the day is spread."""
        return start + timedelta(minutes=self.chance.randint(least, most) if self.rates.spread else usual)

    def add(
        self,
        at: datetime,
        who: int,
        kind: str,
        path: str,
        sent: Mapping[str, Any] | None = None,
        *,
        early: bool = False,
    ) -> None:
        """Something to do."""
        self.acts.append(Act(at, who, kind, path, sent or {}, early))

    def record(self, at: datetime, who: int, *rows: Told) -> list[str]:
        """Records of one request, each under an id of its own; returns the ids."""
        records = [
            {"id": str(UUID(int=self.chance.getrandbits(128), version=4)), "happened_at": at.isoformat()}
            | row
            for row in rows
        ]
        self.acts.append(Act(at, who, RECORD, "/record/", {"records": records}, early=True))
        self.expected.records |= {record["id"] for record in records}
        return [record["id"] for record in records]


def plan_of(told: Told, rates: Rates, seed: int) -> Plan:
    """The whole plan: yesterday's lesson whose stays end today, registers, lessons, break, gate, room and detention."""
    plan = Plan(told, rates, Random(seed))
    _eve(plan)
    _morning(plan)
    lessons = [one for one in plan.day(1)["periods"] if one["kind"] == "lesson"]
    for number, period in enumerate(lessons):
        _period(plan, period, refers=rates.spread or number % 2 == 0)
    for period in plan.day(1)["periods"]:
        if period["kind"] == "social":
            _break(plan, period)
    _after_school(plan)
    return plan


def at(text: str) -> datetime:
    """An instant of the guide."""
    return datetime.fromisoformat(text)


def _eve(plan: Plan) -> None:
    """Referrals in yesterday's second lesson, told and talked about; today at that point back to lessons."""
    before, today = plan.period(0, "P2"), plan.period(1, "P2")
    manager = plan.first("removal_manager")
    for _ in range(plan.rates.eve):
        lesson = plan.chance.choice(before["lessons"])
        pupil = plan.pick(lesson["pupils"])
        if pupil is None:
            continue
        start = at(before["start"])
        stay = _refer(plan, lesson, pupil, start, straight=True, tell=True)
        page = f"/board/{stay}/"
        talk = at(today["start"]) + timedelta(minutes=10)
        plan.add(talk, manager, FORM, f"{page}log/reflection/", {"reflection-words": "I called out."})
        plan.add(
            talk, manager, FORM, f"{page}log/repair/",
            {"repair-who": "Both", "repair-words": "To ask first."},
        )  # fmt: skip
        plan.add(
            at(today["end"]) - timedelta(minutes=4), manager, FORM, f"{page}release/",
            {"release-warned": "on"},
        )  # fmt: skip
        plan.expected.released.add(stay)


def _morning(plan: Plan) -> None:
    """Every form's register; whom it lacks comes to the gate soon after, but for one of them."""
    period, gate = plan.period(1, "REG"), plan.first("pastoral_admin")
    absent: dict[int, list[int]] = {}
    for _ in range(plan.rates.late + 1):
        lesson = plan.chance.choice(period["lessons"])
        pupil = plan.pick(lesson["pupils"])
        if pupil is not None:
            absent.setdefault(lesson["id"], []).append(pupil)
    gone = [pupil for pupils in absent.values() for pupil in pupils]
    plan.expected.away = set(gone[-1:])
    plan.expected.late = set(gone[:-1])
    start = at(period["start"])
    for lesson in period["lessons"]:
        _take_register(plan, lesson, start + timedelta(minutes=3), absent.get(lesson["id"], []))
    for number, pupil in enumerate(gone[:-1]):
        minutes = 7 + (number % 10 if plan.rates.spread else 2 * (number % 2))
        when = start + timedelta(minutes=minutes)
        plan.add(when, gate, FORM, "/gate/late/", {"pupil": pupil, "minutes": minutes, "reason": "The bus"})


def _take_register(plan: Plan, lesson: Told, when: datetime, absent: Sequence[int]) -> None:
    path = f"/register/{lesson['id']}/"
    plan.add(when, lesson["teacher"], LOOK, path, early=True)
    marks = {f"mark-{pk}": "away" if pk in absent else "here" for pk in lesson["pupils"]}
    codes = {f"code-{pk}": "N" for pk in absent}
    plan.add(when, lesson["teacher"], FORM, path, marks | codes)


def _period(plan: Plan, period: Told, *, refers: bool) -> None:
    """One lesson everywhere: the class page, recognitions, warnings, and of some a second time."""
    start = at(period["start"])
    for lesson in period["lessons"]:
        plan.add(start + timedelta(minutes=5), lesson["teacher"], LOOK, f"/class/{lesson['id']}/", early=True)
        for number in range(plan.rates.awards):
            _award(plan, lesson, plan.minute(start, 5 + 5 * number, 2, 40))
    for _ in range(plan.rates.warnings):
        lesson = plan.chance.choice(period["lessons"])
        pupil = plan.chance.choice(lesson["pupils"])
        if pupil not in plan.used and str(pupil) in plan.told["pupils"]:
            # One act in the lesson and no more: whoever has been warned here is not chosen again.
            plan.used.add(pupil)
            _concern(plan, lesson, pupil, plan.minute(start, 5, 2, 30), "counted")
    for number in range(plan.rates.referrals if refers else 0):
        lesson = plan.chance.choice(period["lessons"])
        pupil = plan.pick(lesson["pupils"])
        if pupil is not None:
            _refer(plan, lesson, pupil, start, straight=number % 3 == 2, tell=number % 3 != 1)
    _homework(plan, period)
    for who in (plan.first("removal_manager"), plan.first("duty_leader")):
        plan.add(start + timedelta(minutes=5), who, LOOK, "/inbox/")
        # Most polls find nothing new: late in a lesson little happens.
        for minutes in (5, QUIET, QUIET, QUIET):
            plan.add(start + timedelta(minutes=minutes), who, POLL, "/board/cards/")


def _award(plan: Plan, lesson: Told, when: datetime) -> None:
    """A recognition of one to three pupils at once."""
    many = min(len(lesson["pupils"]), plan.chance.choice((1, 1, 2, 3)))
    code = plan.chance.choice(plan.told["praised"])
    chosen = [pk for pk in plan.chance.sample(lesson["pupils"], many) if pk not in plan.expected.away]
    if chosen:
        plan.record(
            when,
            lesson["teacher"],
            *({"kind": "achievement", "code": code, "pupil": pk, "lesson": lesson["id"]} for pk in chosen),
        )


def _concern(plan: Plan, lesson: Told, pupil: int, when: datetime, codes: str) -> str:
    row = {
        "kind": "concern",
        "pupil": pupil,
        "lesson": lesson["id"],
        "code": plan.chance.choice(plan.told[codes]),
    }
    return plan.record(when, lesson["teacher"], row)[0]


def _homework(plan: Plan, period: Told) -> None:
    for _ in range(plan.rates.homework if plan.told["homework"] else 0):
        lesson = plan.chance.choice(period["lessons"])
        pupil = plan.pick(lesson["pupils"])
        if pupil is not None:
            when = plan.minute(at(period["start"]), 5, 2, 12)
            row = {"kind": plan.told["homework_kind"], "code": plan.told["homework"]}
            plan.record(when, lesson["teacher"], row | {"pupil": pupil, "lesson": lesson["id"]})


def _refer(plan: Plan, lesson: Told, pupil: int, start: datetime, *, straight: bool, tell: bool) -> str:
    """A second act after a warning, or one that leads there at once; then the way through the room."""
    when = plan.minute(start, 15, 12, 30)
    if not straight:
        _concern(plan, lesson, pupil, when - timedelta(minutes=10), "counted")
    stay = _concern(plan, lesson, pupil, when, "straight" if straight else "counted")
    _in_the_room(plan, stay, pupil, when, tell=tell)
    return stay


def _in_the_room(plan: Plan, stay: str, pupil: int, when: datetime, *, tell: bool) -> None:
    """Arrival (in time, or only after the alarm), and the family told and written to, or nobody at all."""
    manager, admin = plan.first("removal_manager"), plan.first("pastoral_admin")
    in_time = tell or plan.chance.random() < 0.5
    here = when + timedelta(minutes=ARRIVES if in_time else NOT_HERE)
    plan.expected.stays[stay] = pupil
    plan.expected.arrived.add(stay)
    if not in_time:
        plan.expected.missing.add(stay)
        # The minute at which the alarm is heard; the arrival follows later.
        plan.add(when + timedelta(minutes=8), manager, LOOK, "/board/")
    plan.add(here, manager, LOOK, "/board/", early=True)
    plan.add(here, manager, FORM, f"/board/{stay}/arrived/")
    if not tell:
        plan.expected.untold.add(stay)
        return
    plan.expected.told.add(stay)
    told = {"family-who": "The mother", "family-how": "phone", "family-words": "The day ends later today."}
    plan.add(when + timedelta(minutes=CALLED), admin, FORM, f"/board/{stay}/log/family/", told)
    template = plan.told["written"]["stay"]
    plan.expected.written.add((pupil, template))
    written = when + timedelta(minutes=CALLED if not plan.rates.spread else WRITTEN)
    plan.add(written, admin, FORM, f"/pupils/{pupil}/contact/write/", {"template": template})


def _break(plan: Plan, period: Told) -> None:
    """Somebody on duty asks for a referral; the leader confirms it, or now and then declines."""
    start, leader = at(period["start"]), plan.first("duty_leader")
    for number in range(plan.rates.requests):
        pupil = plan.pick([int(pk) for pk in plan.told["pupils"]])
        if pupil is None:
            return
        row = {"kind": "concern", "code": plan.chance.choice(plan.told["asked"]), "pupil": pupil}
        row |= {"where": "out_of_class", "place": plan.chance.choice(plan.told["places"])}
        asked = plan.record(plan.minute(start, 2, 1, 6), plan.one("duty_staff"), row)[0]
        when = plan.minute(start, 8, 8, 11)
        plan.add(when, leader, LOOK, "/requests/", early=True)
        answer = "decline" if number % 4 == 1 else "confirm"
        plan.add(when, leader, FORM, f"/requests/{asked}/", {"answer": answer, "reason": "It is put right."})
        if answer == "decline":
            plan.expected.declined.add(asked)
        else:
            _in_the_room(plan, confirmed(asked), pupil, when, tell=number % 2 == 0)


def _after_school(plan: Plan) -> None:
    """Half an hour after the last bell but one: the register of the detention; then looks at what is left."""
    last = [one for one in plan.day(1)["periods"] if one["kind"] == "lesson"][-1]
    closing = at(last["end"])
    path = f"/detentions/register/{plan.told['owed']}/{plan.day(1)['day']}/after/"
    leader = int(plan.told["leaders"]["10"])
    plan.add(closing + timedelta(minutes=LATER), leader, REGISTER, path)
    for who in (leader, plan.first("removal_manager"), plan.first("pastoral_admin")):
        plan.add(closing + timedelta(minutes=LATER), who, LOOK, "/inbox/", early=True)
