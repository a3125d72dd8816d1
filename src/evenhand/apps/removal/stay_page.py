"""One stay: what is done, what is to do, what was logged, and the forms for those who may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse

from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.overtaking import version_of
from evenhand.apps.people.models import Contact
from evenhand.apps.removal import cards
from evenhand.apps.removal.chances import has_ladder
from evenhand.apps.removal.extending import ends_of, may_extend
from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.forms import (
    CHANNELS,
    BookForm,
    ExtensionForm,
    FamilyForm,
    GapForm,
    LunchForm,
    PhoneForm,
    PlanForm,
    PreventionForm,
    ReflectionForm,
    ReleaseForm,
    RepairForm,
    SupportForm,
)
from evenhand.apps.removal.models import Stay, StayNote
from evenhand.apps.removal.performing import GAP_TASK
from evenhand.apps.removal.reasons import Why, sent, when, why_then
from evenhand.apps.removal.room.reading import phone_is_held, plans_asked
from evenhand.apps.removal.room.ready import ready_work
from evenhand.apps.removal.room.services import meal_of
from evenhand.apps.removal.room.slots import ROOM
from evenhand.apps.removal.room.work import Item, items_of, may_set, missed_lessons
from evenhand.apps.removal.seclusion import is_asked
from evenhand.apps.removal.selectors import Rows
from evenhand.apps.tenancy.clock import local

LOGGED = {
    "contact": "Family told",
    "phone_in": "Phone handed over",
    "phone_back": "Phone given back",
    "book": "Book",
    "reflection": "Reflection",
    "repair": "Conversation",
    "prevention": "To prevent another",
    "review": "Looked in",
    "conduct": "Conduct here",
    "support": "Help with the return",
    "free_to_leave": "Alone, or kept from leaving?",
    "plan": "Support plan",
    "settled": "Settled again",
}
FORMS: dict[str, type[forms.Form]] = {
    "family": FamilyForm,
    "repair": RepairForm,
    "reflection": ReflectionForm,
    "book": BookForm,
    "phone": PhoneForm,
    "prevention": PreventionForm,
    "lunch": LunchForm,
    "plan": PlanForm,
    "support": SupportForm,
    "extension": ExtensionForm,
    "gap": GapForm,
    "release": ReleaseForm,
}
HEADINGS = {
    "family": ("Tell the family", "Record this call"),
    "repair": ("The conversation before going back", "Record the conversation"),
    "reflection": ("Reflection", "Store the reflection"),
    "book": ("Reading", "Note the book"),
    "phone": ("Phone", "Note that it was handed over"),
    "prevention": ("To prevent another", "Note this"),
    "lunch": ("Lunch", "Note what is eaten"),
    "plan": ("Support plan", "Note what was decided"),
    "support": ("Help with the return", "Note this help"),
    "extension": ("A longer stay, for work that is not good enough", "Make the stay longer"),
    "gap": ("The stay runs over a break", "Decide"),
    "release": ("Back to lessons", "Release"),
}


@dataclass(frozen=True)
class Entry:
    """One thing logged."""

    what: str
    at: str
    by: str
    words: str


@dataclass(frozen=True)
class Part:
    """A form with its heading and where it goes."""

    key: str
    heading: str
    action: str
    url: str
    form: forms.Form
    open: bool


@dataclass(frozen=True)
class Timer:
    """A station that lasts a set time and is under way."""

    label: str
    due: datetime
    minutes: int
    until: str


@dataclass(frozen=True)
class Work:
    """The work of one missed lesson, and what the one who looks may do about it."""

    item: Item
    state: str
    sets: bool
    runs: bool


@dataclass(frozen=True)
class StayPage:
    """One stay."""

    person: cards.Person
    state: str
    sent: str
    back: str
    why: Why
    stations: tuple[cards.Station, ...]
    flags: tuple[str, ...]
    log: tuple[Entry, ...]
    contacts: tuple[Contact, ...]
    parts: tuple[Part, ...] = ()
    arrive_url: str = ""
    timer: Timer | None = None
    work: tuple[Work, ...] = ()
    runs: bool = False
    conduct_url: str = ""
    tell_url: str = ""
    kept_url: str = ""
    unfinished: tuple[str, ...] = ()
    booklet_url: str = ""


STATES = {
    "none": "Nothing is set yet",
    "asked": "The teacher is asked",
    "set": "Set",
    "handed_in": "Handed in",
    "looked_at": "Looked at",
}


def stay_page(seen: Ground, rows: Rows, stay: Stay, bound: dict[str, forms.Form]) -> StayPage:
    """The page of a stay; `bound` holds the form that came back with something to mend."""
    stage = {
        "expected": "On the way",
        "here": "Here",
        "released": "Back in lessons",
        "withdrawn": "Taken back",
    }
    since = when(seen, {"here": stay.arrived_at, "released": stay.released_at}.get(stay.stage))
    tells = Capability.TELL_FAMILY in seen.actor.capabilities
    contacts = (
        Contact.objects.filter(pupil_id=stay.pupil_id, may_be_told=True).order_by("order", "pk")
        if tells
        else ()
    )
    run = cards.may_run(seen)
    expected = stay.stage == "expected" and run
    room = seen.placement(stay).kind == ROOM
    return StayPage(
        person=cards.person(stay),
        state=f"{stage[stay.stage]} since {since}" if since else stage[stay.stage],
        sent=sent(seen, rows, stay),
        back=when(seen, stay.release_at),
        why=why_then(seen, rows, stay),
        stations=cards.stations(seen, rows, stay),
        flags=tuple(cards.flags(seen, rows, stay)),
        log=tuple(_entry(seen, rows, note) for note in stay.notes.all()),
        contacts=tuple(contacts),
        parts=tuple(_part(seen, stay, key, bound) for key in _keys(seen, rows, stay)),
        arrive_url=reverse("removal:arrive", args=[stay.pk]) if expected else "",
        timer=_timer(seen, rows, stay),
        work=tuple(_work(seen, stay)) if room and stay.stage == "here" else (),
        runs=run,
        conduct_url=reverse("removal:conduct", args=[stay.pk]) if _records_conduct(seen, stay) else "",
        tell_url=_tell_url(seen, stay),
        kept_url=reverse("removal:kept", args=[stay.pk]) if _asks_if_kept(seen, stay) else "",
        unfinished=unfinished(seen, stay),
        booklet_url=_booklet_url(seen, stay),
    )


def _booklet_url(seen: Ground, stay: Stay) -> str:
    """The page of the stay's booklet, for who runs the room and for the adult who sent the pupil."""
    stations = {item.id for item in seen.placement(stay).stations}
    has_one = any(booklet.station in stations for booklet in seen.pack.booklets.values())
    reads = cards.may_run(seen) or stay.owner_id == seen.actor.user_id
    return reverse("restorative:answers", args=[stay.pk]) if has_one and reads and stay.arrived_at else ""


def phone_is_here(stay: Stay) -> bool:
    """Whether a phone was handed over and not yet given back."""
    return phone_is_held(list(stay.notes.all()))


def unfinished(seen: Ground, stay: Stay) -> tuple[str, ...]:
    """What is not done though the stay may end: it warns, and holds nobody up (STAR-93e)."""
    if stay.stage != "here" or seen.placement(stay).kind != ROOM:
        return ()
    done = {row.station for row in stay.stations.all()}
    labels = [
        item.label
        for item in seen.placement(stay).stations
        if item.id == "reflection" and item.id not in done
    ]
    return (
        *(f"{label}: not done" for label in labels),
        *(("The phone is still here",) if phone_is_here(stay) else ()),
    )


def _timer(seen: Ground, rows: Rows, stay: Stay) -> Timer | None:
    """The timed station under way, by the task that its end completes; no later than the server's clock says."""
    tasks = rows.tasks.get(str(stay.pk), {})
    for item in seen.placement(stay).stations:
        task = tasks.get(item.id)
        if (
            item.minutes
            and task is not None
            and task.status == "open"
            and task.due_at
            and stay.stage == "here"
        ):
            return Timer(item.label, task.due_at, seen.rules.number(item.minutes), when(seen, task.due_at))
    return None


def _work(seen: Ground, stay: Stay) -> Iterator[Work]:
    missed = missed_lessons(seen.moment.day, [stay.pupil_id])
    held = list(stay.periods.filter(day=seen.moment.day).select_related("task"))
    for item in items_of(seen, stay, held, missed, ready_work()):
        yield Work(item, STATES[item.state], may_set(seen.actor, item.row), cards.may_run(seen))


def _records_conduct(seen: Ground, stay: Stay) -> bool:
    needed = {Capability.RUN_REMOVAL, Capability.WORK_CASE}
    return stay.stage == "here" and has_ladder(seen) and bool(seen.actor.capabilities & needed)


def _tell_url(seen: Ground, stay: Stay) -> str:
    """Where a disclosure is passed on in confidence."""
    if Capability.RECORD not in seen.actor.capabilities:
        return ""
    return reverse("safeguarding:tell", args=[stay.pupil_id]) + f"?stay={stay.pk}"


def _asks_if_kept(seen: Ground, stay: Stay) -> bool:
    return stay.stage in ("expected", "here") and is_asked(seen, stay) and cards.may_run(seen)


def _keys(seen: Ground, rows: Rows, stay: Stay) -> list[str]:
    """The forms that the one who looks may fill in now, in the order in which they are needed."""
    if stay.stage == "released" and seen.placement(stay).kind == ROOM:
        return ["support"] if Capability.WORK_CASE in seen.actor.capabilities else []
    if stay.stage not in {"expected", "here"}:
        return []
    found = []
    gap = rows.tasks.get(str(stay.pk), {}).get(GAP_TASK)
    if gap is not None and gap.status == "open" and str(seen.placement(stay).gap_role) in seen.actor.roles:
        found.append("gap")
    if stay.stage == "expected":
        return found
    done = {row.station for row in stay.stations.all()}
    declared = {item.id for item in seen.placement(stay).stations}
    if "family" in declared and Capability.TELL_FAMILY in seen.actor.capabilities:
        found.append("family")
    run = cards.may_run(seen)
    if "repair" in declared - done and (run or stay.owner_id == seen.actor.user_id):
        found.append("repair")
    if run:
        found += [
            key for key, station in (("reflection", "reflection"), ("book", "reading")) if station in declared
        ]
        found += ["phone", "lunch"] if "register" in declared else []
        found += ["plan"] if plans_asked([stay]).get(stay.pk) is False else []
        found += ["extension"] if may_extend(seen, stay) else []
        found += ["prevention"] if cards.repeats(seen, rows, stay) > 1 else []
        found.append("release")
    return found


def _part(seen: Ground, stay: Stay, key: str, bound: dict[str, forms.Form]) -> Part:
    heading, action = HEADINGS[key]
    if key == "phone" and phone_is_here(stay):
        action = "Note that it was given back"
    names = {"release": "removal:release", "gap": "removal:gap", "extension": "removal:extend"}
    url = reverse(names[key], args=[stay.pk]) if key in names else reverse("removal:log", args=[stay.pk, key])
    form = bound.get(key) or _empty(seen, stay, key)
    return Part(key, heading, action, url, form, _owed(seen, stay, key) or key in bound)


def _empty(seen: Ground, stay: Stay, key: str) -> forms.Form:
    """The form as it is first shown, with what is known already."""
    if key == "extension":
        return ExtensionForm(ends=ends_of(seen, stay))
    if key == "lunch":
        known = meal_of(stay.pupil_id).words
        return LunchForm(initial={**known, "seen": version_of(known)})
    return FORMS[key]()


def _owed(seen: Ground, stay: Stay, key: str) -> bool:
    """Whether the part is to do now, and so stands open."""
    done = {row.station for row in stay.stations.all()}
    if key in ("family", "repair"):
        return key not in done
    leaves = stay.release_at is not None and local(seen.school, stay.release_at).day <= seen.moment.day
    return key == "gap" or (key == "release" and leaves)


def _entry(seen: Ground, rows: Rows, note: StayNote) -> Entry:
    how = dict(CHANNELS).get(note.how, note.how)
    first = ", ".join(filter(None, (note.who, how)))
    words = ". ".join(filter(None, (first, note.words)))
    return Entry(LOGGED[note.kind], when(seen, note.at), rows.name(note.by_id), words)
