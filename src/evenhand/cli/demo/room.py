"""The day in the removal room at a made-up school, so that its page has something on every list."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.access.actors import Actor
from evenhand.apps.casework.models import OnDuty
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.room import services, work
from evenhand.apps.removal.room.reading import room_rows
from evenhand.apps.removal.room.ready import keep_ready
from evenhand.apps.removal.room.slots import ROOM, Slot, slots_in
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Team

READY = {
    "Mathematics": ("Ratio, the lesson of the day", "E-textbook, chapter 6"),
    "Science": ("Forces, the lesson of the day", "E-textbook, chapter 3"),
}
DIETS = ("", "No nuts", "Halal", "Vegetarian")
NOTE = "Two of them sit by the window and work better apart."
EARLIER = {"P1": "Finish the notes of the last lesson", "P2": "Read the chapter and answer its questions"}
UNCOVERED = "P5"


def tell_room(site: Site, team: Team) -> None:
    """Who supervises, what is eaten, the register so far, the work, an escort and a note. Needs the school's scope."""
    manager = team.one("removal_manager").actor if team.with_role("removal_manager") else None
    if manager is None:
        return
    seen = ground(manager)
    if not any(one.kind == ROOM for one in seen.pack.placements.values()):
        return
    _rota(site, team, manager)
    for subject, (words, link) in READY.items():
        keep_ready(actor=manager, subject=subject, words=words, link=link)
    rows = room_rows(seen)
    for slot in rows.slots:
        there = [stay for stay in rows.stays if slot in slots_in(seen, stay)]
        if slot.end <= seen.now and slot.kind in ("registration", "lesson") and there:
            services.register(actor=manager, period=slot.key, stays=there, here={stay.pk for stay in there})
    for number, stay in enumerate(rows.here):
        _stay(team, manager, stay, number)
    services.leave_note(actor=manager, words=NOTE)


def _rota(site: Site, team: Team, manager: Actor) -> None:
    """Every slot of today is covered but one, and the first lessons were visited."""
    seen = ground(manager)
    slots = room_rows(seen).slots
    others = [adult.actor for adult in team.with_role("removal_staff")] or [manager]
    leader = team.with_role("senior_leader")[0].actor
    rows: list[tuple[str, Slot, int, datetime | None]] = []
    for number, slot in enumerate(slots):
        if slot.key != UNCOVERED:
            user = (manager, *others)[number % (len(others) + 1)].user_id or 0
            rows.append(("supervise", slot, user, None))
        if slot.kind == "lesson" and slot.start <= seen.now:
            rows.append(("visit", slot, leader.user_id or 0, slot.start if slot.end <= seen.now else None))
    OnDuty.objects.bulk_create(
        OnDuty(
            school=site.school, day=seen.moment.day, period=slot.key, kind=kind, user_id=user, done_at=done,
            set_by_id=manager.user_id,
        )
        for kind, slot, user, done in rows
    )  # fmt: skip


def _stay(team: Team, manager: Actor, stay: Stay, number: int) -> None:
    work.ask_for_work(actor=manager, stay=stay)
    if number > 1:
        services.stamp(actor=manager, stay=stay, what="break")
    for period, words in EARLIER.items():
        if any(slot.key == period for slot in slots_in(ground(manager), stay)):
            work.set_work(actor=manager, stay=stay, period=period, words=words)
    if number < len(DIETS):
        services.save_meal(actor=manager, stay=stay, school_lunch=number != 1, diet=DIETS[number])
    if number == 0:
        walker = team.with_role("pastoral_lead") or team.with_role("senior_leader")
        services.name_escort(actor=manager, stay=stay, user_id=walker[0].actor.user_id or 0)
