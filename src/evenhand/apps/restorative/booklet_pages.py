"""What stands on the pupil's page of a booklet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import agreed_on
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.restorative import booklets
from evenhand.apps.restorative.models import Booklet
from evenhand.apps.tenancy.selectors import school_of, today


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in the words for this pupil, with what is written so far."""

    value: str
    words: str
    hint: str
    symbol: str
    answer: str


@dataclass(frozen=True, slots=True)
class Locked:
    """The page: nothing but the questions of one booklet."""

    token: str
    first_name: str
    lang: str
    direction: str
    label: str
    questions: tuple[Question, ...]
    simple: bool
    offers_simple: bool
    until: str
    seen: str
    elsewhere: bool


def locked_page(row: Booklet, token: str, *, simple: bool, typed: Mapping[str, str] | None = None) -> Locked:
    """The page of a booklet; in plainer words where that is agreed for the pupil, or asked for on the page.

    `typed` are the answers of two devices in one, where both had written.
    """
    answers = row.answers | dict(typed or {})
    form = booklets.declared(row)
    plain = simple or wants_plain(row.pupil, plain_kinds(row.school_id))
    questions = tuple(
        Question(
            str(prompt.value),
            form.simple.get(str(prompt.value), prompt.label) if plain else prompt.label,
            prompt.effect,
            form.symbols.get(str(prompt.value), ""),
            str(answers.get(str(prompt.value), "")),
        )
        for prompt in form.prompts
    )
    pupil = row.pupil
    return Locked(
        token, pupil.first_name, pupil.lang, pupil.direction, form.label, questions, plain,
        bool(form.simple) and not plain, row.expires_at.isoformat(), booklets.version(row), typed is not None,
    )  # fmt: skip


def wants_plain(pupil: Pupil, kinds: Collection[str]) -> bool:
    """Whether an adjustment that asks for plain words or symbols is in force for the pupil."""
    if not kinds:
        return False
    agreed = agreed_on(today(school_of(pupil.school_id)), [pupil.pk]).get(pupil.pk, ())
    return any(adjustment.kind in kinds for adjustment, _ in agreed)


def plain_kinds(school_id: int) -> frozenset[str]:
    """The kinds of adjustment that ask for plain words, by the policy's conversations."""
    talks = policy_of(school_id).pack.conversations.values()
    return frozenset(kind for talk in talks for kind in talk.plain_for)
