"""The page of the day: register, who is out, line-up, supervision, breaks, lunch, escorts, notes, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.models import OnDuty
from evenhand.apps.removal import cards
from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.models import RoomNote, Stay
from evenhand.apps.removal.reasons import clock
from evenhand.apps.removal.room.missing import Bundle, bundled, gaps, in_use
from evenhand.apps.removal.room.monitoring import may_see_cues
from evenhand.apps.removal.room.reading import RoomRows, adults, phone_is_held
from evenhand.apps.removal.room.services import AWAY, HERE, SUPERVISE, VISIT
from evenhand.apps.removal.room.slots import Slot, carried_over, leaves_late, slots_in
from evenhand.apps.removal.room.toilet import next_time

PLACES = "setting:room.break_places"
CUT_OFF = "setting:room.lunch_cut_off"
REGISTERED = ("registration", "lesson", "late")


@dataclass(frozen=True)
class Line:
    """A pupil in one of the day's lists: what is said of them, and whether it is done."""

    person: cards.Person
    words: str = ""
    done: str = ""
    mark: str = ""
    more: str = ""
    escort: str = ""


@dataclass(frozen=True)
class Register:
    """The register of one period. `taken` says when it was taken, "" where not yet."""

    slot: Slot
    lines: tuple[Line, ...]
    taken: str
    others: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Cover:
    """Who is in the room in a period. `gap`: nobody is named to supervise."""

    slot: Slot
    times: str
    supervising: tuple[tuple[int, str], ...]
    visits: tuple[tuple[str, str], ...]
    gap: bool
    now: bool


@dataclass(frozen=True)
class Group:
    """Those who have their break at the same time."""

    times: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Toilet:
    """Who is out and since when, and when the next set time is."""

    out: tuple[tuple[int, str, str, str], ...]
    choices: tuple[tuple[str, str], ...]
    times: str


@dataclass(frozen=True)
class Note:
    """A handover note."""

    pk: int
    words: str
    by: str
    at: str
    seen: bool


@dataclass(frozen=True)
class DayPage:
    """Everything on the page of the day."""

    title: str
    day: str
    period: str
    many: int
    alone: str
    register: Register | None
    toilet: Toilet
    collect: tuple[Line, ...]
    cover: tuple[Cover, ...]
    breaks: tuple[Group, ...]
    lunch: tuple[Line, ...]
    lunch_done: bool
    escorts: tuple[Line, ...]
    notes: tuple[Note, ...]
    gaps: tuple[Bundle, ...]
    missing: int
    assessments: tuple[tuple[str, str, str], ...]
    staff: tuple[tuple[int, str], ...]
    runs: bool
    visits: bool
    more: tuple[tuple[str, str], ...]


def day_page(seen: Ground, rows: RoomRows, period: str = "") -> DayPage:
    """The page as it stands; `period` chooses another register than that of now."""
    slot = _slot_now(seen, rows)
    chosen = next((one for one in rows.slots if one.key == period), slot)
    used = in_use(seen, rows) | {one.key for stay in rows.stays for one in _coming(seen, stay)}
    cover = tuple(_cover(seen, rows, one, used=one.key in used) for one in rows.slots)
    runs, missing = cards.may_run(seen), gaps(seen, rows)
    return DayPage(
        title=seen.pack.vocabulary.get("board_title", "Board"),
        day=f"{seen.moment.day:%A} {seen.moment.day.day} {seen.moment.day:%B}",
        period=slot.label if slot else "Outside lesson times",
        many=len(rows.here),
        alone=slot.label if slot and rows.stays and not rows.named(slot.key, SUPERVISE) else "",
        register=_register(seen, rows, chosen) if chosen else None,
        toilet=_toilet(seen, rows),
        collect=tuple(_collect(seen, rows)),
        cover=cover,
        breaks=tuple(_breaks(seen, rows)),
        lunch=lunch_lines(seen, rows),
        lunch_done=_after_cut_off(seen),
        escorts=tuple(_escorts(seen, rows)),
        notes=tuple(_note(seen, rows, note) for note in rows.room_notes),
        gaps=bundled(missing),
        missing=len(missing),
        assessments=tuple(_assessments(rows)) if runs else (),
        staff=adults(seen) if runs else (),
        runs=runs,
        visits=Capability.CONFIRM_STEP in seen.actor.capabilities,
        more=tuple(_more(seen)),
    )


def _more(seen: Ground) -> Iterable[tuple[str, str]]:
    """The other pages of the room that are open to the one who looks."""
    held = seen.actor.capabilities
    if Capability.RUN_REMOVAL in held:
        yield "Reports", reverse("removal:reports")
        yield "Work kept ready", reverse("removal:ready")
    if Capability.WORK_CASE in held:
        yield "Back in lessons", reverse("removal:returned")
    if Capability.SEE_FIGURES in held and may_see_cues(seen.actor):
        yield "Classes to support", reverse("removal:classes")


def lunch_lines(seen: Ground, rows: RoomRows) -> tuple[Line, ...]:
    """Those who are in the room at lunch and eat the school's food, or have not been asked yet."""
    found = []
    for stay in rows.stays:
        meal = rows.meals.get(stay.pupil_id)
        lunch = next((slot for slot in _coming(seen, stay) if slot.kind == "lunch"), None)
        if lunch is None or (meal is not None and not meal.school_lunch):
            continue
        day = rows.days.get(stay.pk)
        late = _after_cut_off(seen) and _later_than_cut_off(seen, stay)
        found.append(
            Line(
                cards.person(stay),
                "Sandwich and a drink" if meal else "Not asked yet",
                clock(seen, day.lunch_at) if day else "",
                "late" if late else "",
                meal.diet if meal else "",
            )
        )
    return tuple(found)


def _slot_now(seen: Ground, rows: RoomRows) -> Slot | None:
    return next((slot for slot in rows.slots if slot.holds(seen.now)), None)


def _coming(seen: Ground, stay: Stay) -> tuple[Slot, ...]:
    """The slots of today in the room; of those still to be collected, all that are left."""
    if stay.stage == "expected" and carried_over(seen, stay):
        from_now = Stay(
            pupil=stay.pupil, placement=stay.placement, stage="here", arrived_at=seen.now,
            release_at=stay.release_at, leave_today_at=stay.leave_today_at,
        )  # fmt: skip
        return slots_in(seen, from_now)
    return slots_in(seen, stay)


def _register(seen: Ground, rows: RoomRows, slot: Slot) -> Register:
    lines, taken = [], ""
    for stay in rows.stays:
        if slot.key not in {one.key for one in slots_in(seen, stay)}:
            continue
        row = next((one for one in rows.periods.get(stay.pk, ()) if one.period == slot.key), None)
        mark = row.mark if row else ""
        if row is not None and row.mark:
            taken = clock(seen, row.marked_at)
        lines.append(Line(cards.person(stay), mark=mark, done={HERE: "Here", AWAY: "Away"}.get(mark, "")))
    others = tuple(
        (one.key, one.label, _is_taken(rows, one))
        for one in rows.slots
        if one.kind in REGISTERED and one.start <= seen.now
    )
    return Register(slot, tuple(lines), taken, others)


def _is_taken(rows: RoomRows, slot: Slot) -> bool:
    return any(row.period == slot.key and row.mark for found in rows.periods.values() for row in found)


def _toilet(seen: Ground, rows: RoomRows) -> Toilet:
    coming = next_time(seen)
    times = f"{clock(seen, coming.start)} to {clock(seen, coming.end)}" if coming else ""
    out = {one.stay_id for one in rows.out}
    return Toilet(
        tuple(
            (one.pk, one.stay.pupil.display_name, clock(seen, one.at), _since(seen, one.at))
            for one in rows.out
        ),
        tuple((str(stay.pk), stay.pupil.display_name) for stay in rows.here if stay.pk not in out),
        times,
    )


def _since(seen: Ground, at: datetime) -> str:
    minutes = int((seen.now - at).total_seconds() // 60)
    return "just now" if minutes < 1 else f"{minutes} min"


def _collect(seen: Ground, rows: RoomRows) -> Iterable[Line]:
    """Those to be fetched from the line-up in the morning: until they are ticked, or are in the register."""
    for stay in rows.stays:
        if carried_over(seen, stay):
            day = rows.days.get(stay.pk)
            yield Line(
                cards.person(stay),
                seen.placement(stay).label if stay.stage == "expected" else "Goes on with the stay",
                clock(seen, day.collected_at) if day else "",
            )


def _cover(seen: Ground, rows: RoomRows, slot: Slot, *, used: bool) -> Cover:
    supervising = tuple((row.pk, rows.name(row.user_id)) for row in rows.named(slot.key, SUPERVISE))
    visits = tuple((rows.name(row.user_id), _visited(seen, row)) for row in rows.named(slot.key, VISIT))
    times = f"{clock(seen, slot.start)} to {clock(seen, slot.end)}"
    return Cover(slot, times, supervising, visits, used and not supervising, slot.holds(seen.now))


def _visited(seen: Ground, row: OnDuty) -> str:
    return clock(seen, row.done_at) if row.done_at else ""


def _breaks(seen: Ground, rows: RoomRows) -> Iterable[Group]:
    """The break in groups of as many as can be seen at once, each with an equal share of its time."""
    for slot in rows.slots:
        if slot.kind != "break":
            continue
        there = [stay for stay in rows.stays if any(one.key == slot.key for one in _coming(seen, stay))]
        yield from _groups(seen, rows, slot, there)


def _groups(seen: Ground, rows: RoomRows, slot: Slot, there: Sequence[Stay]) -> Iterable[Group]:
    places = seen.rules.number(PLACES) if seen.rules.used(PLACES) else len(there)
    parts = [there[at : at + max(places, 1)] for at in range(0, len(there), max(places, 1))]
    share = (slot.end - slot.start) / max(len(parts), 1)
    for number, part in enumerate(parts):
        start = slot.start + share * number
        times = f"{clock(seen, start)} to {clock(seen, start + share)}"
        yield Group(times, tuple(_break_line(seen, rows, stay) for stay in part))


def _break_line(seen: Ground, rows: RoomRows, stay: Stay) -> Line:
    day = rows.days.get(stay.pk)
    return Line(cards.person(stay), done=clock(seen, day.break_at) if day else "")


def _escorts(seen: Ground, rows: RoomRows) -> Iterable[Line]:
    """Who is walked off the site after the bell, by whom and at which time, the first to leave first."""
    late = [stay for stay in rows.stays if leaves_late(seen, stay) and stay.leave_today_at]
    for stay in sorted(late, key=lambda one: one.leave_today_at or seen.now):
        day = rows.days.get(stay.pk)
        phone = "Give the phone back" if phone_is_held(rows.notes.get(stay.pk, ())) else ""
        yield Line(
            cards.person(stay),
            f"Leaves {clock(seen, stay.leave_today_at)}",
            clock(seen, day.left_at) if day else "",
            more=phone,
            escort=rows.name(day.escort_id) if day else "",
        )


def _assessments(rows: RoomRows) -> Iterable[tuple[str, str, str]]:
    """Name, form and what is still to be done, of each assessment under way."""
    for task in rows.assessments:
        if task.pupil is not None:
            yield task.pupil.display_name, task.pupil.form, task.label


def _note(seen: Ground, rows: RoomRows, note: RoomNote) -> Note:
    return Note(note.pk, note.words, rows.name(note.by_id), clock(seen, note.at), note.seen_at is not None)


def _after_cut_off(seen: Ground) -> bool:
    return seen.rules.used(CUT_OFF) is not None and f"{seen.moment.time:%H:%M}" >= seen.rules.word(CUT_OFF)


def _later_than_cut_off(seen: Ground, stay: Stay) -> bool:
    """Whether the pupil came after the kitchen's time, so that the kitchen has to be told."""
    arrived = clock(seen, stay.arrived_at)
    today = stay.arrived_at is not None and stay.arrived_at.date() == seen.now.date()
    return today and arrived >= seen.rules.word(CUT_OFF)
