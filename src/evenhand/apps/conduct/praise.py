"""Praise beyond the class: one's own balance, asking a colleague to praise, and good news that goes home."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.conduct import selectors
from evenhand.apps.conduct.models import ContactNote, PraisePrompt
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.pack.schema import Pack, Programme
from evenhand.engine.school_calendar import CalendarEnds
from evenhand.engine.values import ProgrammeForm

AIM = "ratio.positive"
STRATEGY_SECTION = "praise"
CONTACTS = {"call": "Praise call", "postcard": "Praise postcard"}
LONGEST_WISH, LONGEST_NEWS = 200, 400
PROMPTS = ("request", "display", "more")


class NotPossible(ValueError):
    """What was asked for is not possible; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class OwnBalance:
    """One adult's recognitions beside concerns since the half-term began, for that adult alone."""

    praised: int
    concerns: int
    ratio: str
    aim: int
    words: str
    cite: str
    since: str


def own_balance(actor: Actor) -> OwnBalance:
    """The actor's own balance, against the figure of the policy where it has one."""
    school = school_of(actor.school_id)
    today = local(school, now()).day
    try:
        block = calendar_of(school).block_of(today)
    except CalendarEnds:
        block = None
    since = block.first if block else today
    counted = selectors.balance(actor.user_id, since)
    figure = policy_of(school.pk).pack.params.get(AIM)
    held = [value for value in figure.values if value.since <= today] if figure else []
    aim = int(held[-1].value) if held else 0
    return OwnBalance(
        counted.praised,
        counted.concerns,
        _ratio(counted),
        aim,
        _against(counted, aim),
        next(iter(held[-1].cite), "") if held else "",
        f"{since:%d %b %Y}".lstrip("0"),
    )


def strategies(actor: Actor) -> list[tuple[str, str]]:
    """The paragraphs of the policy on praise, each with its number, for the reference card."""
    pack = policy_of(actor.school_id).pack
    return [
        (clause.id, clause.text) for clause in pack.clauses.values() if clause.section == STRATEGY_SECTION
    ]


def awards_of(pack: Pack) -> list[Programme]:
    """The awards that each week's assembly hands over: somebody names a pupil, and no period has to end first."""
    return [
        one
        for one in pack.programmes.values()
        if one.presented and one.form == ProgrammeForm.NOMINATION and not one.closes
    ]


@transaction.atomic
def name_for_praise(
    actor: Actor, *, pupil: Pupil, kind: str, words: str, colleague_id: int | None = None
) -> PraisePrompt:
    """Ask a colleague to praise, mark work for display, or raise an aim. Raises NotPossible."""
    if kind not in PROMPTS:
        raise NotPossible("Choose what this is: a request, or work for display.")
    if not words.strip():
        raise NotPossible("Say what there is to praise, in a few words.")
    if problem := typed.too_long("What there is to praise has", words, LONGEST_WISH):
        raise NotPossible(problem)
    row = PraisePrompt.objects.create(
        school_id=actor.school_id,
        pupil=pupil,
        kind=kind,
        words=words.strip(),
        by_id=_person(actor),
        colleague_id=colleague_id,
    )
    append(actor, action="praise.asked", subject=f"pupil:{pupil.pk}", body={"kind": kind, "prompt": row.pk})
    return row


@transaction.atomic
def close_prompt(actor: Actor, *, prompt: PraisePrompt) -> PraisePrompt:
    """Dismiss a request, or take work down; the first closing stands."""
    if prompt.closed_at is None:
        prompt.closed_at, prompt.closed_by_id = now(), actor.user_id
        prompt.save(update_fields=["closed_at", "closed_by"])
        append(actor, action="praise.closed", subject=f"pupil:{prompt.pupil_id}", body={"prompt": prompt.pk})
    return prompt


@transaction.atomic
def log_contact(actor: Actor, *, pupil: Pupil, kind: str, words: str) -> ContactNote:
    """Log good news that went home. Raises NotPossible."""
    if kind not in CONTACTS:
        raise NotPossible("Choose how it went home: a call or a postcard.")
    if not words.strip():
        raise NotPossible("Say what the news was, in a few words.")
    if problem := typed.too_long("What the news was has", words, LONGEST_NEWS):
        raise NotPossible(problem)
    row = ContactNote.objects.create(
        school_id=actor.school_id, pupil=pupil, kind=kind, words=words.strip(), by_id=_person(actor)
    )
    append(actor, action="praise.home", subject=f"pupil:{pupil.pk}", body={"kind": kind, "note": row.pk})
    return row


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotPossible("Only a person can do this.")
    return actor.user_id


def _ratio(counted: selectors.Balance) -> str:
    """Recognitions to one concern, rounded down: what is below the aim never reads as the aim."""
    if not counted.concerns:
        return ""
    whole, tenths = divmod(counted.praised * 10 // counted.concerns, 10)
    return f"{whole}.{tenths}:1"


def _against(counted: selectors.Balance, aim: int) -> str:
    if not aim:
        return ""
    if not counted.concerns:
        return "no concerns recorded"
    return f"below {aim}:1" if counted.praised < aim * counted.concerns else f"at or above {aim}:1"
