"""What the policy pages show, built before any template runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from evenhand.apps.policy import selectors
from evenhand.apps.policy.answers import SettingView, settings_views
from evenhand.apps.policy.document import QUESTIONS, UNPERFORMED, Document, Line, Part
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.rule_words import RuleLine, rule_words
from evenhand.apps.policy.words import FATE_MEANS, FATES, ORIGINS, day_words, quantity
from evenhand.engine.pack.schema import Item, Param
from evenhand.engine.values import Fate, Origin

REVIEW_NEAR: Final = timedelta(days=92)  # three months
FILTERS: Final = (
    *((fate.value, words) for fate, words in FATES.items()),
    (UNPERFORMED, "Not yet performed"),
    (QUESTIONS, "Open questions"),
)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to narrow the list."""

    value: str
    words: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the document that is due, in words."""

    words: str
    more: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Control:
    """Document control: what the document is, whose, since when, and when it is looked at again."""

    rows: tuple[tuple[str, str], ...]
    review: Review | None


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """The whole policy, or what a search and a filter leave of it."""

    title: str
    mark: str
    summary: str
    query: str
    shown: str
    options: tuple[Option, ...]
    parts: tuple[Part, ...]
    contents: tuple[Part, ...]
    found: int
    narrowed: bool
    control: Control


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in force: its value, since when and where from; `ahead` are values whose day has not come."""

    label: str
    value: str
    since: date
    origin: str
    why: str
    ahead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClausePage:
    """One paragraph, open, in its section."""

    title: str
    mark: str
    line: Line
    means: str
    rules: tuple[RuleLine, ...]
    figures: tuple[FigureLine, ...]
    settings: tuple[SettingView, ...]
    in_catalogue: bool
    part: Part
    contents: tuple[Part, ...]
    before: Line | None
    after: Line | None


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The open questions; `waiting` counts proposals that wait for the principal."""

    title: str
    mark: str
    shown: str
    options: tuple[Option, ...]
    settings: tuple[SettingView, ...]
    waiting: int
    control: Control


def policy_page(document: Document, *, query: str, shown: str, administers: bool) -> PolicyPage:
    """The policy, narrowed by a search for words or a number and by what became of its paragraphs."""
    wanted = shown if shown in dict(FILTERS) else ""
    folded = query.removeprefix(document.pack.mark).strip().casefold()
    found = [line for line in document.lines.values() if _matches(line, folded) and _shows(line, wanted)]
    kept = {line.id for line in found}
    narrowed = bool(folded or wanted)
    return PolicyPage(
        title=document.pack.title,
        mark=document.pack.mark,
        summary=_summary(document),
        query=query,
        shown=wanted,
        options=_options(document, wanted),
        parts=_narrowed(document.parts, kept) if narrowed else document.parts,
        contents=document.parts,
        found=len(found),
        narrowed=narrowed,
        control=control(document, administers=administers),
    )


def clause_page(document: Document, clause_id: str) -> ClausePage:
    """One paragraph with its rules, figures and open questions. Raises KeyError where there is none."""
    line = document.lines[clause_id]
    settings = document.settings.get(clause_id, ())
    keys = [setting.key for setting in settings]
    changes = selectors.changes_by_key(keys) if keys else {}
    waiting = selectors.waiting_by_key(keys) if keys else {}
    found = document.found.get(clause_id, ())
    order = list(document.lines)
    place = order.index(clause_id)
    return ClausePage(
        title=document.pack.title,
        mark=document.pack.mark,
        line=line,
        means=FATE_MEANS[Fate(line.fate)],
        rules=tuple(rule_words(document.rules, found)),
        figures=tuple(_figure(document, param) for param in document.params.get(clause_id, ())),
        settings=settings_views(document.policy, document.day, settings, changes, waiting),
        in_catalogue=any(isinstance(one.chain[0], Item) for one in found),
        part=document.part_of(clause_id),
        contents=document.parts,
        before=document.lines[order[place - 1]] if place else None,
        after=document.lines[order[place + 1]] if place + 1 < len(order) else None,
    )


def settings_page(document: Document, *, shown: str, administers: bool) -> SettingsPage:
    """Every question of the policy, or those that are open, answered, proposed or settled."""
    views = settings_views(
        document.policy,
        document.day,
        document.pack.settings.values(),
        selectors.changes_by_key(),
        selectors.waiting_by_key(),
    )
    groups = {
        "": views,
        "open": tuple(view for view in views if view.open),
        "answered": tuple(view for view in views if view.history),
        "waiting": tuple(view for view in views if view.waiting),
        "settled": tuple(view for view in views if view.fixed),
    }
    words = ("All", "Open questions", "Answered by the school", "Waiting for approval", "Settled")
    wanted = shown if shown in groups else ""
    return SettingsPage(
        title=document.pack.title,
        mark=document.pack.mark,
        shown=wanted,
        options=tuple(
            Option(key, label, len(held), key == wanted)
            for (key, held), label in zip(groups.items(), words, strict=True)
        ),
        settings=groups[wanted],
        waiting=len(groups["waiting"]),
        control=control(document, administers=administers),
    )


def principles(document: Document) -> tuple[Part, ...]:
    """The reference page: sections that are mostly ethos whole, and elsewhere the paragraphs of ethos."""
    parts = []
    for part in document.parts:
        ethos = tuple(line for line in part.lines if line.ethos)
        if ethos:
            held = part.lines if 2 * len(ethos) >= len(part.lines) else ethos
            parts.append(Part(part.id, part.title, part.first, held))
    return tuple(parts)


def control(document: Document, *, administers: bool) -> Control:
    """Document control; whoever administers the school is told when a review is due."""
    pack, adopted = document.pack, selectors.adoption()
    source = pack.source
    answered = sum(1 for setting in pack.settings.values() if _answered(document, setting.key))
    settled = sum(1 for setting in pack.settings.values() if setting.fixed)
    open_questions = len(pack.settings) - settled - answered
    questions = f"{len(pack.settings)}: {open_questions} on a default, {answered} answered, {settled} settled"
    rows = (
        ("Document", f"{source.title}, version {source.version}"),
        ("Took effect", day_words(source.effective_from)),
        ("Review due", f"{day_words(source.review_due)}, every {source.review_months} months"),
        ("Owner", source.owner),
        ("For", source.schools),
        ("In force here", _in_force(adopted)),
        ("Edition in the system", f"{pack.version}, {document.policy.digest[:12]}"),
        (
            "Questions that it leaves open",
            questions,
        ),
    )
    return Control(
        tuple((label, words) for label, words in rows if words),
        _review(source.review_due, document.day) if administers else None,
    )


def _review(due: date, day: date) -> Review | None:
    if due < day:
        return Review(
            "The review of this policy is overdue",
            f"It was due on {day_words(due)}. The policy stays in force until another edition is adopted.",
            overdue=True,
        )
    if due - day <= REVIEW_NEAR:
        return Review(f"The review of this policy is due on {day_words(due)}", "", overdue=False)
    return None


def _in_force(adopted: PolicyInForce | None) -> str:
    if adopted is None:
        return ""
    by = f", adopted by {adopted.adopted_by.name}" if adopted.adopted_by else ""
    return f"since {day_words(adopted.valid_from)}{by}"


def _answered(document: Document, key: str) -> bool:
    used = document.rules.used("setting:" + key)
    return used is not None and used.since is not None


def _summary(document: Document) -> str:
    lines = document.lines.values()
    runs = sum(1 for line in lines if line.fate in {Fate.RULE, Fate.PARAMETER})
    read = sum(1 for line in lines if line.fate == Fate.REFERENCE)
    not_yet = sum(1 for line in lines if line.gap)
    return (
        f"{len(document.lines)} paragraphs: {runs} are rules or figures, {read} are to be read, "
        f"{len(document.lines) - runs - read} are for screens, letters or nothing yet. "
        f"{not_yet} are not yet performed by the system."
    )


def _options(document: Document, wanted: str) -> tuple[Option, ...]:
    lines = document.lines.values()
    every = Option("", "All paragraphs", len(document.lines), not wanted)
    some = (
        Option(key, words, sum(1 for line in lines if _shows(line, key)), key == wanted)
        for key, words in FILTERS
    )
    return (every, *(option for option in some if option.count or option.current))


def _matches(line: Line, folded: str) -> bool:
    if folded == line.id.casefold():
        return True
    return not folded.isdecimal() and all(word in line.search for word in folded.split())


def _shows(line: Line, wanted: str) -> bool:
    if wanted == UNPERFORMED:
        return bool(line.gap)
    if wanted == QUESTIONS:
        return bool(line.question)
    return not wanted or line.fate == wanted


def _narrowed(parts: tuple[Part, ...], kept: set[str]) -> tuple[Part, ...]:
    narrowed = (
        Part(part.id, part.title, part.first, tuple(line for line in part.lines if line.id in kept))
        for part in parts
    )
    return tuple(part for part in narrowed if part.lines)


def _figure(document: Document, param: Param) -> FigureLine:
    used = document.rules.used("param:" + param.key)
    if used is None or used.since is None:
        raise KeyError(param.key)
    held = next(value for value in param.values if value.since == used.since)
    return FigureLine(
        label=param.label,
        value=quantity(used.value, param.unit),
        since=used.since,
        origin=ORIGINS[held.origin] if held.origin is not Origin.POLICY else "",
        why=held.why,
        ahead=tuple(
            f"{quantity(value.value, param.unit)} from {day_words(value.since)}"
            for value in param.values
            if value.since > document.day
        ),
    )
