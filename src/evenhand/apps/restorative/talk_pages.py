"""The pages of conversations: what is owed, one conversation with its form, and what was agreed, to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.casework.alerting import holders
from evenhand.apps.casework.selectors import names
from evenhand.apps.casework.talks import address_of
from evenhand.apps.casework.wording import day_words, due_words, when_words
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.sealing import TYPED
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.restorative import booklets, reading
from evenhand.apps.restorative.booklet_pages import wants_plain
from evenhand.apps.restorative.models import Booklet
from evenhand.apps.restorative.parties import REPLIES, Party, replies, taking_part
from evenhand.apps.restorative.reading import Matter
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of
from evenhand.engine.pack.schema import Choice, Conversation

LABELS: Final = {
    "replacement": "What the pupil can do instead, agreed where possible; one on each line",
    "affected": "Who was affected, and how",
    "outcome": "What came of it",
    "support": "Support that was offered",
    "support_owner": "Who sees to it",
    "support_by": "By when",
    "repair": "What will put it right",
    "repair_owner": "Who sees to it",
    "repair_by": "By when",
    "summary": "Anything else that was agreed",
    "delay_reason": "Why it was not the same day",
    "footage": "Footage was shown",
    "viewing": "Where footage was shown, its number in the register of viewings",
}
STAGES: Final = {
    "opened": "Opened",
    "planned": "Planned",
    "not_ready": "Put off: not ready yet",
    "held": "Held",
    "refused": "Refused",
    "disclosure": "Passed to safeguarding",
    "serious": "Taken to senior leaders",
    "reassigned": "Passed on",
    "absent": "Handed on: the adult was away",
}
WITH_REASON: Final = ("not_ready", "refused", "serious", "reassigned")


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation in the list of those that are owed."""

    event: str
    kind: str
    label: str
    pupil: Pupil
    due: str
    late: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question with what is typed so far. `account`: the adult's own account stands beside it."""

    value: str
    words: str
    hint: str
    symbol: str
    answer: str
    declined: bool
    account: bool
    own: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One more thing to say: `type` is words, line, date or tick."""

    name: str
    label: str
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One entry of what came of it so far."""

    words: str
    at: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One conversation."""

    event: UUID
    talk: Conversation
    pupil: Pupil
    is_open: bool
    over: str
    owner: str
    due: str
    late: bool
    planned: str
    ready: bool
    prompts: tuple[Prompt, ...]
    least: int
    most: int
    fields: tuple[Field, ...]
    linked: tuple[tuple[str, int], ...]
    booklet: tuple[tuple[str, str], ...]
    stages: tuple[Stage, ...]
    follow_up: tuple[tuple[str, str], ...]
    offers: frozenset[str]
    leaders: tuple[tuple[int, str], ...]
    parties: tuple[Party, ...]
    family_replies: tuple[tuple[str, str], ...]
    symbols: bool
    typed: Mapping[str, Any]
    chosen: frozenset[str]


def list_page(actor: Actor, *, everybody: bool = False) -> tuple[Line, ...]:
    """The conversations that are owed, what is past its time first."""
    school, moment = school_of(actor.school_id), now()
    found = reading.owed(actor, everybody=everybody)
    people = names({task.owner_id for task, _ in found})
    lines = []
    for task, talk in found:
        if task.pupil is None:
            continue
        late = task.due_at is not None and task.due_at < moment
        lines.append(
            Line(
                address_of(task), talk.id, talk.label, task.pupil, due_words(school, task.due_at, moment), late,
                people.get(task.owner_id or 0, ""),
            )
        )  # fmt: skip
    return tuple(sorted(lines, key=lambda line: not line.late))


def talk_page(
    actor: Actor,
    found: Matter,
    typed: Mapping[str, Any],
    chosen: frozenset[str] = frozenset(),
    *,
    ready: bool,
) -> Page:
    """One conversation; `typed` and `chosen` are what came back with something to mend."""
    school, moment = school_of(actor.school_id), now()
    talk, due = found.talk, reading.due_of(found)
    rules = policy_of(school.pk).on(local(school, moment).day)
    planned = found.newest("planned", "held")
    symbols = wants_plain(found.pupil, talk.plain_for) and "full" not in typed
    over = found.newest("held") or (found.newest("refused") if talk.between else None)
    return Page(
        event=found.event.pk,
        talk=talk,
        pupil=found.pupil,
        is_open=found.is_open,
        over="" if found.is_open or over is None else STAGES[str(over.details["stage"])],
        owner=names({found.owner}).get(found.owner or 0, ""),
        due=due_words(school, due, moment) if due else "",
        late=due is not None and due < moment,
        planned=_planned(planned),
        ready=ready,
        prompts=tuple(_prompt(talk, prompt, typed, symbols=symbols) for prompt in talk.prompts),
        least=rules.number(talk.minimum),
        most=rules.number(talk.maximum),
        fields=_fields(talk, found, typed, local(school, moment).day),
        linked=reading.linked(found.event),
        booklet=_booklet(found),
        stages=tuple(_stage(school, row) for row in found.stages),
        follow_up=tuple(
            (task.label, due_words(school, task.due_at, moment)) for task in reading.follow_up(found)
        ),
        offers=_offers(talk),
        leaders=_leaders(school, talk, local(school, moment).day),
        parties=tuple(
            replace(
                one,
                consents=one.consents or one.key in chosen,
                words=str(typed.get(f"part-{one.key}", "")),
                family=str(typed.get(f"family-{one.key}", one.family)),
            )
            for one in _parties(found)
        ),
        family_replies=tuple(REPLIES.items()),
        symbols=symbols,
        typed=typed,
        chosen=chosen,
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed, for one person or for the record. Answers stay on the page: they were said in confidence."""

    talk: Conversation
    who: str
    day: str
    by: str
    points: tuple[tuple[str, str], ...]


def agreement_page(found: Matter, party: str) -> Agreement | None:
    """The agreement of a conversation that was held; for one party of a session only that party's part of it."""
    held = found.newest("held")
    if held is None:
        return None
    told = held.told()
    by = names({held.recorded_by_id}).get(held.recorded_by_id or 0, "")
    if found.talk.between:
        one = next((one for one in _parties(found) if one.key == party), None)
        if one is None:
            return None
        words = str(told.get(f"{TYPED}{one.key}", ""))
        return Agreement(
            found.talk, one.name, day_words(held.day), by, (("What was agreed", words),) if words else ()
        )
    shown = (*found.talk.records, *_promise_fields(found.talk), "summary")
    points = tuple((LABELS.get(name, name), _plain(told.get(name))) for name in shown if told.get(name))
    return Agreement(found.talk, found.pupil.display_name, day_words(held.day), by, points)


def _plain(value: Any) -> str:
    try:
        return day_words(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _prompt(talk: Conversation, prompt: Choice, typed: Mapping[str, Any], *, symbols: bool) -> Prompt:
    value = str(prompt.value)
    words = talk.simple.get(value, prompt.label) if symbols else prompt.label
    symbol = talk.symbols.get(value, "") if symbols else ""
    return Prompt(
        value, words, prompt.effect, symbol, str(typed.get(f"said-{value}", "")), bool(typed.get(f"declined-{value}")),
        talk.account == value, str(typed.get("said-adult", "")), talk.linked == value,
    )  # fmt: skip


def _promise_fields(talk: Conversation) -> tuple[str, ...]:
    fields: list[str] = []
    for promise, day in talk.promises.items():
        fields += [promise, talk.needs.get(promise, f"{promise}_owner"), day]
    return tuple(fields)


def ticks_of(talk: Conversation) -> tuple[str, ...]:
    """What is only said to have been so, and then asks for more."""
    return tuple(told for told in talk.needs if told not in talk.promises)


def fields_of(talk: Conversation) -> tuple[str, ...]:
    """The names of everything that is written besides the answers."""
    others = tuple(talk.needs[told] for told in ticks_of(talk))
    return (
        *talk.records,
        *_promise_fields(talk),
        *others,
        *(("delay_reason",) if talk.same_day else ()),
        "summary",
    )


def _fields(talk: Conversation, found: Matter, typed: Mapping[str, Any], day: date) -> tuple[Field, ...]:
    late = found.case is not None and day > found.case.opened
    days, lines = set(talk.promises.values()), {"viewing", "support_owner", "repair_owner"}
    types = {
        **dict.fromkeys(lines, "line"),
        **dict.fromkeys(days, "date"),
        **dict.fromkeys(ticks_of(talk), "tick"),
    }
    # What asks for more stands before what it asks for.
    wanted = [
        one
        for name in fields_of(talk)
        for one in (*(told for told in ticks_of(talk) if talk.needs[told] == name), name)
        if one != "delay_reason" or late
    ]
    return tuple(
        Field(
            name,
            LABELS.get(name, name.replace("_", " ").capitalize()),
            types.get(name, "words"),
            str(typed.get(name, "")),
        )
        for name in wanted
    )


def _booklet(found: Matter) -> tuple[tuple[str, str], ...]:
    """What the pupil wrote beforehand, where there is a booklet of this stay."""
    if found.case is None and not found.stages:
        return ()
    rows = Booklet.objects.filter(stay__in=found.abouts, pupil_id=found.pupil.pk, handed_in_at__isnull=False)
    row = rows.select_related("event__payload").first()
    return booklets.written(row) if row else ()


def _planned(row: Event | None) -> str:
    if row is None or row.details.get("stage") != "planned":
        return ""
    day, _, clock = str(row.details.get("at", "")).partition("T")
    return f"{day_words(date.fromisoformat(day))}, {clock[:5]}"


def _stage(school: School, row: Event) -> Stage:
    by = names({row.recorded_by_id}).get(row.recorded_by_id or 0, "")
    stage = str(row.details.get("stage", ""))
    return Stage(STAGES.get(stage, stage), when_words(school, row.happened_at, now()), by, row.said("reason"))


def _offers(talk: Conversation) -> frozenset[str]:
    """The stages that the policy has a path for, besides those that every conversation has."""
    own = {effect.on for effect in talk.effects} & {"serious", "absent"}
    return frozenset(
        {"planned", "not_ready", "refused", "disclosure", *own, *(("reassigned",) if talk.task else ())}
    )


def _leaders(school: School, talk: Conversation, day: date) -> tuple[tuple[int, str], ...]:
    people: dict[int, str] = {}
    for role in talk.lead_roles if talk.task else ():
        people |= holders(school, str(role), day)
    return tuple(sorted(people.items(), key=lambda one: one[1]))


def _parties(found: Matter) -> tuple[Party, ...]:
    opened, planned = found.newest("opened"), found.newest("planned", "held")
    if opened is None:
        return ()
    told = planned.details if planned else {}
    return taking_part(opened.details, told.get("consents", ()), replies(told))
