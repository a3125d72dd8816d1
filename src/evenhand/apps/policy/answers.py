"""The open questions as they are shown: what is asked, the choices, what is in force, why, and who said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.urls import reverse

from evenhand.apps.policy.document import is_open
from evenhand.apps.policy.models import SettingChange, SettingProposal
from evenhand.apps.policy.words import SILENT, answer_of
from evenhand.engine.decisions import Value
from evenhand.engine.pack.resolve import SETTING, Policy, Rules
from evenhand.engine.pack.schema import Choice, Setting

YES_NO = (Choice(True, "Yes"), Choice(False, "No"))


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One possible answer with its effect; `value` is what a form sends."""

    value: str
    label: str
    effect: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that the school gave: from when, why, by whom; `ahead` while its day has not come."""

    answer: str
    since: date
    reason: str
    changed_by: str
    approver: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """An answer that waits for the principal, or waited."""

    id: int
    answer: str
    since: date
    reason: str
    proposed_by: str
    status: str
    decided_by: str
    note: str


@dataclass(frozen=True, slots=True)
class SettingView:
    """One question with everything that is known about its answer."""

    key: str
    question: str
    asks: str
    choices: tuple[ChoiceView, ...]
    answer: str
    standing: str
    why: str
    cites: tuple[str, ...]
    fixed: bool
    open: bool
    performed: bool
    ask_school: bool
    url: str
    history: tuple[Answered, ...] = ()
    waiting: Proposed | None = None

    @property
    def current(self) -> Answered | None:
        """The school's answer in force; None while a default is."""
        return next((one for one in reversed(self.history) if not one.ahead), None)


def setting_view(
    rules: Rules,
    setting: Setting,
    day: date,
    changes: Sequence[SettingChange] = (),
    waiting: SettingProposal | None = None,
) -> SettingView:
    """The question as it stands on that day. `changes` are this setting's, oldest first."""
    value = rules.setting(setting.key)
    used = rules.used(SETTING + setting.key)
    return SettingView(
        key=setting.key,
        question=setting.question,
        asks=setting.asks,
        choices=tuple(
            ChoiceView(as_text(choice.value), choice.label, choice.effect, choice.value == value)
            for choice in choices_of(setting)
        ),
        answer=answer_of(setting, value),
        standing=_standing(setting, used is not None and used.since is not None),
        why=setting.why,
        cites=setting.cites,
        fixed=setting.fixed,
        open=is_open(rules, setting),
        performed=setting.built,
        ask_school=setting.ask_school,
        url=reverse("policy:setting", args=[setting.key]),
        history=tuple(_answered(setting, change, day) for change in changes),
        waiting=proposed(setting, waiting) if waiting else None,
    )


def settings_views(
    policy: Policy,
    day: date,
    settings: Iterable[Setting],
    changes: Mapping[str, Sequence[SettingChange]],
    waiting: Mapping[str, SettingProposal],
) -> tuple[SettingView, ...]:
    """Several questions, with their histories and proposals by key."""
    rules = policy.on(day)
    return tuple(
        setting_view(rules, setting, day, changes.get(setting.key, ()), waiting.get(setting.key))
        for setting in settings
    )


def proposed(setting: Setting, proposal: SettingProposal) -> Proposed:
    """A proposal in words."""
    return Proposed(
        id=proposal.pk,
        answer=answer_of(setting, proposal.value),
        since=proposal.since,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by.name,
        status=proposal.status,
        decided_by=proposal.decided_by.name if proposal.decided_by else "",
        note=proposal.note,
    )


def choices_of(setting: Setting) -> tuple[Choice, ...]:
    """What can be chosen; for a figure or text to be typed, nothing."""
    return setting.choices or (YES_NO if setting.type == "boolean" else ())


def as_text(value: Value) -> str:
    """A value as a form sends it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_answer(setting: Setting, text: str) -> Value:
    """What a form sent, as a value of the setting's type. Raises ValueError, in words."""
    text = text.strip()
    for choice in choices_of(setting):
        if as_text(choice.value) == text:
            return choice.value
    if choices_of(setting) or not text:
        raise ValueError("Choose an answer.")
    if setting.type == "integer":
        return _whole_number(setting, text)
    if setting.type == "time":
        return _clock_time(text)
    return text


def _whole_number(setting: Setting, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise ValueError("Write a whole number.") from None
    low, high = setting.minimum, setting.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueError(f"Write a whole number from {low} to {high}.")
    return number


def _clock_time(text: str) -> str:
    try:
        return time.fromisoformat(text).isoformat("minutes")
    except ValueError:
        raise ValueError("Write a time, such as 16:30.") from None


def _standing(setting: Setting, answered: bool) -> str:
    if setting.fixed:
        return "Settled. A school cannot switch it."
    return "The school has answered." if answered else SILENT


def _answered(setting: Setting, change: SettingChange, day: date) -> Answered:
    return Answered(
        answer=answer_of(setting, change.value),
        since=change.since,
        reason=change.reason,
        changed_by=change.changed_by.name if change.changed_by else "",
        approver=change.approver.name if change.approver else "",
        ahead=change.since > day,
    )
