"""The inbox as its templates show it: what I owe, by when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework import selectors, talks, wording
from evenhand.apps.casework.daily import ROUTINE, day_of
from evenhand.apps.casework.deciding import is_request
from evenhand.apps.casework.entries import ENTRY
from evenhand.apps.casework.models import Alert, Proposal, Task, TaskChange
from evenhand.apps.conduct.calls import Waiting, waiting_for
from evenhand.apps.policy.explaining import Row, Why, why
from evenhand.apps.tenancy.addresses import address
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of

if TYPE_CHECKING:
    from evenhand.engine.pack.schema import Pack


@dataclass(frozen=True)
class Card:
    """components/task.html: one thing to do."""

    key: str
    title: str
    reason: str
    due: str
    action: str
    url: str
    cite: str = ""
    late: bool = False
    why: Why | None = None
    method: str = "get"
    more_url: str = ""
    version: str = "1"


@dataclass(frozen=True)
class CardGroup:
    """Cards that are due at about the same time."""

    key: str
    title: str
    note: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Request:
    """A step that waits for confirmation."""

    pk: int
    title: str
    asked: str
    note: str
    outcome: str
    cites: tuple[str, ...]
    why: Why
    key: str


@dataclass(frozen=True)
class DoneLine:
    """Something done a moment ago, with its undo."""

    pk: int
    words: str


@dataclass(frozen=True)
class Known:
    """Something to know: an alert that nobody has seen yet."""

    pk: int
    words: str
    detail: str
    icon: str
    url: str = ""


@dataclass(frozen=True)
class InboxPage:
    """The whole page."""

    summary: str
    calls: tuple[Waiting, ...]
    requests: tuple[Request, ...]
    groups: tuple[CardGroup, ...]
    done: tuple[DoneLine, ...]
    known: tuple[Known, ...]
    may_see_all: bool
    everybody: bool

    @property
    def empty(self) -> bool:
        """Nothing to act on."""
        return not (self.calls or self.requests or self.groups)


TITLES = {
    "late": "Past its time",
    "bell": "Before the bell",
    "today": "Today",
    "week": "This week",
    "later": "Later",
    "open": "When you can",
}
ALERTS = {
    "task_due": "Past its time",
    "task_escalated": "Past its time, and still to do",
    "not_here": "Not here yet",
    "arrival": "Not here yet",
    "family_pressing": "Tell the family before its time is up",
    "review": "Nobody has looked in",
}
OF_A_STAY = frozenset({"arrival", "family_pressing", "review"})
# What is done on a page of its own: the words of the button, and the page.
OWN_PAGES = {"review": ("Look", "review"), ENTRY: ("Write it down", "entry")}


def inbox_page(actor: Actor, *, everybody: bool = False) -> InboxPage:
    """The inbox of this person now."""
    school = school_of(actor.school_id)
    pack, moment = wording.pack_of(school), now()
    covered = {} if everybody else selectors.covered_tasks(actor)
    own = selectors.open_tasks(actor, everybody=everybody)
    tasks = sorted([*own, *(task for task, _ in covered.values())], key=_soonest)
    proposals = selectors.open_proposals(actor)
    requests = [item for item in proposals if is_request(item)]
    people = selectors.names({item.event.recorded_by_id for item in requests if item.event})
    told = selectors.told_of([task.pk for task in tasks if task.due_at and task.due_at < moment])
    bell = _bell(school, moment)
    whose = {pk: away.name for pk, (_, away) in covered.items()}
    cards = [
        (_slot(school, task.due_at, moment, bell), _card(school, pack, task, moment, told, whose))
        for task in tasks
    ]
    cards += [("today", _proposal_card(pack, item)) for item in proposals if not is_request(item)]
    groups = tuple(_groups(cards, bell))
    calls = waiting_for(actor)
    many = len(cards) + len(requests) + len(calls)
    late = sum(1 for slot, _ in cards if slot == "late")
    return InboxPage(
        wording.summary_words(many, late),
        calls,
        tuple(_request(school, pack, item, people, moment) for item in requests),
        groups,
        tuple(DoneLine(task.pk, wording.title_of(task)) for task in selectors.just_done(actor)),
        tuple(_known(school, item, moment) for item in selectors.unseen_alerts(actor)),
        Capability.SEE_ALL_TASKS in actor.capabilities,
        everybody,
    )


def task_why(pack: Pack, task: Task) -> Why | None:
    """Why the task is owed: its paragraphs and the figures that its deadline used."""
    used = task.why[3] if isinstance(task.why, list) and len(task.why) > 3 else []
    if not task.cites:
        return None
    title = wording.title_of(task)
    titles = pack.roles.get(task.role, ()) if task.role else ()  # type: ignore[call-overload]  # roles are their own words
    rows = [Row("Owed by", titles[0])] if titles else []
    return why(pack, f"Why: {title}", task.cites, rows, used)


def _soonest(task: Task) -> tuple[bool, float, int]:
    return task.due_at is None, task.due_at.timestamp() if task.due_at else 0.0, task.pk


def _card(
    school: School,
    pack: Pack,
    task: Task,
    moment: datetime,
    told: dict[int, TaskChange],
    whose: dict[int, str],
) -> Card:
    late = task.due_at is not None and task.due_at < moment
    reason = wording.reason_of(school, pack, task, moment)
    change = told.get(task.pk)
    if change is not None and change.reason:
        titles = pack.roles.get(change.reason, ())  # type: ignore[call-overload]  # roles are their own words
        whom = titles[0] if titles else change.reason.replace("_", " ")
        reason += f" {whom} was told {wording.when_words(school, change.at, moment)}."
    if task.pk in whose:
        reason = f"{reason} For {whose[task.pk]}, who is away.".strip()
    page = address("inbox-task", task.pk)
    action, url, method = _act(pack, task, page)
    return Card(
        f"t{task.pk}",
        wording.title_of(task),
        reason,
        wording.due_words(school, task.due_at, moment),
        action,
        url,
        task.cites[0] if task.cites else "",
        late,
        task_why(pack, task),
        method,
        "" if task.kind == "review" else page,
    )


def _act(pack: Pack, task: Task, page: str) -> tuple[str, str, str]:
    """The button of a card: its words, where it leads and how; what has a page of its own leads there."""
    if task.kind in OWN_PAGES:
        words, name = OWN_PAGES[task.kind]
        return words, address(name, task.pk), "get"
    if task.kind in wording.TO_SET and task.pupil_id is not None:
        return "Set a date", address("family-meetings", task.pupil_id), "get"
    if held := talks.page_of(pack, task):
        return "Write it down", held, "get"
    if task.kind == ROUTINE:
        return "Look at the day", address("daily-day", day_of(task)), "get"
    if wording.needs_note(task):
        return "Call or text" if wording.needs_contact(task) else "Write it down", page, "get"
    return "Done", address("inbox-done", task.pk), "post"


def _proposal_card(pack: Pack, item: Proposal) -> Card:
    cites = item.checklist.get("cites", [])
    happened = wording.what_happened(pack, item.event)
    where = wording.place_of(item.event) if item.event else ""
    label = item.label
    return Card(
        f"p{item.pk}",
        f"{label}: {item.pupil.display_name}",
        f"{item.pupil.form}. {happened}{where}. Only your decision counts, with your reasons.",
        "When you have what you need",
        "Decide",
        address("proposal", item.pk),
        cites[0] if cites else "",
        why=why(pack, f"Why: {label}", cites) if cites else None,
    )


def _request(school: School, pack: Pack, item: Proposal, people: dict[int, str], moment: datetime) -> Request:
    event = item.event
    cites = tuple(item.checklist.get("cites", []))
    act = wording.what_happened(pack, event)
    asked, note = "", ""
    if event is not None:
        by = people.get(event.recorded_by_id or 0, "")
        asked = (
            f"{item.pupil.form}. {act}. {by} asked at {wording.when_words(school, event.happened_at, moment)}"
        )
        asked += wording.place_of(event) + "."
        note = event.payload.text if hasattr(event, "payload") else ""
    outcome = wording.request_words(pack, item)
    return Request(
        item.pk,
        f"Confirm {outcome} for {item.pupil.display_name}",
        asked,
        note,
        outcome,
        cites,
        why(pack, f"Why: {outcome}", cites),
        f"why-request-{item.pk}",
    )


def _known(school: School, item: Alert, moment: datetime) -> Known:
    body = item.body
    words = str(body.get("words") or ALERTS.get(item.kind, item.kind.replace("_", " ").capitalize()))
    label = str(body.get("label") or body.get("name") or "")
    told = f", {body['told']} told" if body.get("told") else ""
    return Known(
        item.pk,
        f"{words}: {label}" if label else words,
        wording.when_words(school, item.at, moment) + told,
        "bell",
        _where(item),
    )


def _where(item: Alert) -> str:
    """The page that an alert is about; "" where it has none."""
    if item.kind in OF_A_STAY and "stay" in item.body:
        return address("removal:stay", UUID(item.body["stay"]))
    return str(item.body.get("url", ""))


def _bell(school: School, moment: datetime) -> datetime | None:
    """Today's closing bell; None where the school is closed or has no calendar for today."""
    here = wording.local_time(school, moment)
    calendar = calendar_of(school)
    if not calendar.known_from <= here.date() <= calendar.known_until or not calendar.is_school_day(
        here.date()
    ):
        return None
    closing = calendar.closing_bell(here.date())
    return here.replace(hour=closing.hour, minute=closing.minute, second=0, microsecond=0)


def _slot(school: School, due: datetime | None, moment: datetime, bell: datetime | None) -> str:
    if due is None:
        return "open"
    if due < moment:
        return "late"
    if bell is not None and due <= bell:
        return "bell"
    day, today = wording.local_time(school, due).date(), wording.local_time(school, moment).date()
    if day == today:
        return "today"
    return "week" if day <= _sunday(today) else "later"


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _groups(cards: Iterable[tuple[str, Card]], bell: datetime | None) -> Iterable[CardGroup]:
    cards = list(cards)
    for key, title in TITLES.items():
        held = tuple(card for slot, card in cards if slot == key)
        if held:
            words = f"{title}, {bell:%H:%M}" if key == "bell" and bell else title
            yield CardGroup(key, words, "", held)
