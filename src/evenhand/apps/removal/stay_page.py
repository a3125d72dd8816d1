"""One stay: what is done, what is to do, what was logged, and the forms for those who may."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.urls import reverse

from evenhand.apps.access.capabilities import Capability
from evenhand.apps.people.models import Contact
from evenhand.apps.removal import cards
from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.forms import (
    CHANNELS,
    BookForm,
    FamilyForm,
    GapForm,
    PhoneForm,
    PreventionForm,
    ReflectionForm,
    ReleaseForm,
    RepairForm,
)
from evenhand.apps.removal.models import Stay, StayNote
from evenhand.apps.removal.performing import GAP_TASK
from evenhand.apps.removal.reasons import Why, sent, when, why_then
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
}
FORMS: dict[str, type[forms.Form]] = {
    "family": FamilyForm,
    "repair": RepairForm,
    "reflection": ReflectionForm,
    "book": BookForm,
    "phone": PhoneForm,
    "prevention": PreventionForm,
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
        Contact.objects.filter(pupil_id=stay.pupil_id, may_be_told=True).order_by("order") if tells else ()
    )
    expected = stay.stage == "expected" and cards.may_run(seen)
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
    )


def phone_is_here(stay: Stay) -> bool:
    """Whether a phone was handed over and not yet given back."""
    kinds = [note.kind for note in stay.notes.all()]
    return kinds.count("phone_in") > kinds.count("phone_back")


def _keys(seen: Ground, rows: Rows, stay: Stay) -> list[str]:
    """The forms that the one who looks may fill in now, in the order in which they are needed."""
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
        found += ["phone"] if "register" in declared else []
        found += ["prevention"] if cards.repeats(seen, rows, stay) > 1 else []
        found.append("release")
    return found


def _part(seen: Ground, stay: Stay, key: str, bound: dict[str, forms.Form]) -> Part:
    heading, action = HEADINGS[key]
    if key == "phone" and phone_is_here(stay):
        action = "Note that it was given back"
    names = {"release": "removal:release", "gap": "removal:gap"}
    url = reverse(names[key], args=[stay.pk]) if key in names else reverse("removal:log", args=[stay.pk, key])
    return Part(
        key, heading, action, url, bound.get(key) or FORMS[key](), _owed(seen, stay, key) or key in bound
    )


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
