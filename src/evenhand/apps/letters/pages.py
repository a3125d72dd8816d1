"""The outbox, one message, and a family's contact log, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.wording import when_words
from evenhand.apps.letters import selectors
from evenhand.apps.letters.addresses import named, needed_for
from evenhand.apps.letters.models import Authority, Channel, ContactEntry, Message, Status
from evenhand.apps.letters.reading import may_read
from evenhand.apps.letters.wording import PLAIN, direction, form_of, languages_of, spoken, word
from evenhand.apps.people.languages import language_name
from evenhand.apps.people.models import Contact, Pupil
from evenhand.apps.policy.selectors import known_pack
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of

TAB_WORDS = {
    "held": "Held",
    "waiting": "Waiting",
    "print": "To print",
    "phone": "To phone",
    "failed": "Failed",
    "gone": "Gone",
}
# The order in which they are opened where no tab is asked for.
TO_DO = ("failed", "phone", "print", "held")
EMPTY = {
    "held": "Nothing is held up. A message that waits for something stands here.",
    "waiting": "Nothing is waiting to go.",
    "print": "There is nothing to print.",
    "phone": "There is nobody to call.",
    "failed": "Everything has arrived, as far as anybody can tell.",
    "gone": "Nothing has gone in the last fortnight.",
}
ICONS = {
    Channel.EMAIL: "mail",
    Channel.TEXT: "message-square",
    Channel.PRINT: "printer",
    Channel.PHONE: "phone",
}
BY_HAND = (Status.TO_PRINT, Status.TO_PHONE)
SECRET = "For those who may read it"  # noqa: S105  words on a page
WAY_WORDS = {
    "phone": "by phone", "person": "in person", "email": "by e-mail", "text": "by text", "letter": "by letter",
    "print": "by letter",
}  # fmt: skip
CHANGES = {
    "made": "Put into the outbox",
    "trying": "Handed over",
    "again_later": "Not taken; again later",
    "released": "Let go",
    "again": "To be sent again",
    "rerouted": "By another way",
    "printed": "Printed",
    "overdue": "Past its time",
    **dict(Status.choices),
}
GATES = {
    "task": "Waits for a task to be done",
    "station": "Waits for a step of the stay",
    "proposal": "Waits for a decision",
    "waits_for": "Waits for a task about this pupil",
}


@dataclass(frozen=True)
class Tab:
    """One part of the outbox, for components/segmented.html."""

    words: str
    url: str
    current: bool
    count: int | None


@dataclass(frozen=True)
class Chip:
    """A word about a message; `due` where it presses."""

    words: str
    due: bool = False


@dataclass(frozen=True)
class Card:
    """One message in a list, in English whatever language it is in."""

    pk: int
    url: str
    icon: str
    way: str
    subject: str
    to: str
    when: str
    note: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class OutboxPage:
    """One tab of the outbox."""

    tab: str
    tabs: tuple[Tab, ...]
    title: str
    cards: tuple[Card, ...]
    empty: str


@dataclass(frozen=True)
class Preview:
    """The message in one language."""

    language: str
    name: str
    direction: str
    subject: str
    body: str


@dataclass(frozen=True)
class Line:
    """One thing that happened to a message, or that was said to a family."""

    words: str
    who: str
    at: str
    detail: str
    url: str = ""


@dataclass(frozen=True)
class MessagePage:
    """One message with all that can be done with it."""

    pk: int
    title: str
    card: Card
    pupil: str
    pupil_url: str
    contact: str
    fallback: str
    held: str
    cites: tuple[str, ...]
    said: Preview | None
    others: tuple[Preview, ...]
    lines: tuple[Line, ...]
    can_release: bool
    can_cancel: bool
    can_retry: bool
    can_print: bool
    can_phone: bool
    can_give: bool
    phone: str


@dataclass(frozen=True)
class ContactPage:
    """What was said between the school and a family."""

    pupil: Pupil
    lines: tuple[Line, ...]
    templates: tuple[tuple[str, str], ...]
    contacts: tuple[Contact, ...]


def outbox_page(actor: Actor, tab: str) -> OutboxPage:
    """One tab of the outbox for this person; "" is the first where somebody has to do something."""
    school = school_of(actor.school_id)
    counted = selectors.counts(actor)
    tab = tab or next((key for key in TO_DO if counted[key]), "waiting")
    rows = selectors.in_tab(actor, tab)
    notes = selectors.last_words(rows) if tab in ("failed", "print", "phone") else {}
    tabs = tuple(
        Tab(words, f"{reverse('outbox')}?show={key}", key == tab, counted.get(key))
        for key, words in TAB_WORDS.items()
    )
    known = needed_for(rows)
    cards = tuple(_card(actor, school, row, notes.get(row.pk, ""), known) for row in rows)
    return OutboxPage(tab, tabs, TAB_WORDS[tab], cards, EMPTY[tab])


def message_page(actor: Actor, message: Message) -> MessagePage:
    """The page of one message."""
    school, pack = school_of(actor.school_id), known_pack(actor.school_id)
    status, readable = message.status, may_read(actor, message)
    history = selectors.deliveries_of(message)
    people = names_of({row.by_id for row in history})
    fallback = ""
    if spoken(pack, message.template, message.wanted) != message.wanted.partition("-")[0]:
        fallback = (
            f"Asked for in {language_name(message.wanted)}. There are no words in it, so it is in English."
        )
    stuck = status in (Status.FAILED, Status.TO_CHECK)
    known = needed_for([message])
    return MessagePage(
        message.pk,
        _in_english(message) if readable else form_of(pack, message.template).label,
        _card(actor, school, message, "", known),
        message.pupil.display_name if message.pupil else "",
        reverse("pupil", args=[message.pupil_id]) if message.pupil_id else "",
        named(message, known),
        fallback,
        GATES.get(message.gate_kind, "Waits for a decision") if status == Status.HELD else "",
        tuple(message.cites),
        _said(message) if readable else None,
        tuple(_in_others(message)) if readable else (),
        tuple(
            Line(
                CHANGES.get(row.change, row.change),
                people.get(row.by_id or 0, ""),
                when_words(school, row.at, now()),
                row.answer,
            )
            for row in history
        ),
        status == Status.HELD,
        status in (Status.HELD, Status.QUEUED, Status.TO_PRINT, Status.TO_PHONE) or stuck,
        stuck and message.channel in (Channel.EMAIL, Channel.TEXT),
        status in (Status.QUEUED, Status.TO_PHONE) or stuck,
        status in (Status.QUEUED, Status.TO_PRINT) or stuck,
        status in (Status.TO_PRINT, Status.TO_PHONE) or stuck,
        _number(message, known) if status == Status.TO_PHONE else "",
    )


def _number(message: Message, known: Mapping[str, Authority]) -> str:
    """The number to call: the contact's, or the authority's; "" where none is on record."""
    if message.contact is not None:
        return str(message.contact.phone)
    row = known.get(message.audience)
    return row.phone if row else ""


def contact_page(actor: Actor, pupil: Pupil) -> ContactPage:
    """A family's contact log: what went by itself, what was said, and what was noted elsewhere; the latest first."""
    school, pack = school_of(actor.school_id), known_pack(actor.school_id)
    logged, sent = selectors.entries_of(pupil.pk), selectors.sent_to(pupil.pk)
    found = [*map(_logged, logged), *map(_sent, sent), *_noted(pupil)]
    people = names_of({by for _, by, *_ in found})
    lines = tuple(
        Line(words, people.get(by or 0, ""), when_words(school, at, now()), detail, url)
        for at, by, words, detail, url in sorted(found, key=lambda one: one[0], reverse=True)
    )
    templates = tuple((form.id, form.label) for form in pack.messages.values() if form.about)
    return ContactPage(pupil, lines, templates, tuple(selectors.contacts_of(pupil)))


def latest_contact(actor: Actor, pupil: Pupil) -> tuple[Line, ...]:
    """The last few of what was logged and of what went home by itself, from two queries."""
    logged, sent = selectors.last_entries_of(pupil.pk), selectors.last_sent_to(pupil.pk)
    found = [*map(_logged, logged), *map(_sent, sent)]
    found = sorted(found, key=lambda one: one[0], reverse=True)[: selectors.FEW]
    if not found:
        return ()
    school = school_of(actor.school_id)
    people = names_of({by for _, by, *_ in found})
    return tuple(
        Line(words, people.get(by or 0, ""), when_words(school, at, now()), detail)
        for at, by, words, detail, _ in found
    )


Found = tuple[datetime, int | None, str, str, str]


def _logged(entry: ContactEntry) -> Found:
    return entry.at, entry.by_id, _entry_words(entry), entry.words, ""


def _sent(message: Message) -> Found:
    to = message.values.get("family") or "Family"
    words = f"{to}, {WAY_WORDS.get(message.channel, '')}: {'' if message.sensitive else message.subject}"
    return message.made_at, message.made_by_id, words.rstrip(": "), "", ""


def _noted(pupil: Pupil) -> list[Found]:
    tasks = [
        (task.closed_at or task.opened_at, task.closed_by_id, task.label, task.note, "")
        for task in selectors.told_by_task(pupil)
    ]
    notes = [
        (note.at, note.by_id, f"{note.who}, {note.how}" if note.how else note.who, note.words, "")
        for note in selectors.noted_in_stays(pupil)
    ]
    return [*tasks, *notes]


def _entry_words(entry: ContactEntry) -> str:
    reached = "" if entry.reached else ", not reached"
    about = f": {entry.message.subject}" if entry.message and not entry.message.sensitive else ""
    return f"{entry.who}, {WAY_WORDS.get(entry.way, entry.way)}{reached}{about}"


def _said(message: Message) -> Preview:
    """The message as it is."""
    code = message.language
    return Preview(code, language_name(code), direction(code), message.subject, message.body)


def _in_others(message: Message) -> Iterator[Preview]:
    """The message as it would be in each other language."""
    pack = known_pack(message.school_id)
    for code in languages_of(pack, message.template):
        if code != message.language:
            said = word(pack, message.template, message.values, wanted=code, channel=message.channel)
            yield Preview(code, language_name(code), direction(code), said.subject, said.body)


def _in_english(message: Message) -> str:
    """The subject for those who read English."""
    if message.language == PLAIN:
        return message.subject
    said = word(
        known_pack(message.school_id), message.template, message.values, wanted=PLAIN, channel=message.channel
    )
    return said.subject


def _card(
    actor: Actor, school: School, message: Message, note: str, known: Mapping[str, Authority]
) -> Card:  # fmt: skip
    readable, to = may_read(actor, message), named(message, known)
    about = f"{to}, about {message.pupil.display_name}" if message.pupil else to
    return Card(
        message.pk,
        reverse("message", args=[message.pk]),
        ICONS.get(Channel(message.channel), "mail"),
        Channel(message.channel).label,
        _in_english(message) if readable else SECRET,
        about,
        _when(school, message),
        note,
        tuple(_chips(school, message)),
    )


def _chips(school: School, message: Message) -> Iterator[Chip]:
    """Where it stands, unless its way says so, whether it presses, and its language where it is not English."""
    if message.status not in BY_HAND:
        yield Chip(Status(message.status).label)
    if (
        message.status not in selectors.TABS["gone"]
        and form_of(known_pack(school.pk), message.template).urgent
    ):
        yield Chip("Today", due=True)
    if message.language != PLAIN:
        yield Chip(f"In {language_name(message.language)}")


def _when(school: School, message: Message) -> str:
    """When it goes, or when it was put in."""
    if message.status == Status.QUEUED and message.not_before > now():
        return f"goes {when_words(school, message.not_before, now())}"
    return when_words(school, message.made_at, now())
