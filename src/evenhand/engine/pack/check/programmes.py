"""Programmes of recognition: each form with all that it needs, words that it knows, figures that can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from evenhand.engine.pack.check.figures import check_mode
from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Figure, Programme
from evenhand.engine.pack.wording import told
from evenhand.engine.values import ProgrammeForm

NEEDS: Final[Mapping[ProgrammeForm, tuple[str, ...]]] = {
    ProgrammeForm.THRESHOLD: ("over", "every"),
    ProgrammeForm.RANK: ("closes", "over", "number"),
    ProgrammeForm.NOMINATION: (),
    ProgrammeForm.ATTENDANCE: ("closes", "share"),
    ProgrammeForm.IMPROVEMENT: ("closes",),
    ProgrammeForm.SPOTLESS: ("closes", "measure", "rule"),
    ProgrammeForm.REMINDER: ("closes",),
    ProgrammeForm.LEVELS: ("closes", "rule"),
    ProgrammeForm.AIM: ("number",),
    ProgrammeForm.SPREAD: ("weeks", "awards"),
}
"""What each form cannot do without."""

MOMENTS: Final[Mapping[str, tuple[ProgrammeForm, ...]]] = {
    "awarded": (
        ProgrammeForm.THRESHOLD,
        ProgrammeForm.RANK,
        ProgrammeForm.NOMINATION,
        ProgrammeForm.ATTENDANCE,
        ProgrammeForm.IMPROVEMENT,
        ProgrammeForm.SPOTLESS,
    ),
    "nominated": (ProgrammeForm.NOMINATION,),
    "lacking": (ProgrammeForm.NOMINATION, ProgrammeForm.REMINDER, ProgrammeForm.LEVELS),
}
"""The forms in which each moment comes."""

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "over": ("day", "week", "half_term", "term", "year"),
    "per": ("school", "year_group", "form"),
    "ties": ("all_tied", "tie_break", "random", "decided"),
    "unit": ("form", "per_teacher", "per_subject"),
    "during": ("registration", "lesson", "social"),
}
"""Fields that are one of these words, or a setting that is."""

RULES: Final[Mapping[ProgrammeForm, tuple[str, ...]]] = {
    ProgrammeForm.ATTENDANCE: ("propose", "post"),
    ProgrammeForm.IMPROVEMENT: ("propose", "post"),
    ProgrammeForm.SPOTLESS: ("strict", "level_0", "two_tiers"),
}
"""What `rule` may be where it chooses between ways that the engine knows."""

ADDS: Final = ("task", "tell")
"""Recognition brings duties and messages; it moves nobody and takes nothing away."""
MOST_PERCENT: Final = 100


def check_programmes(inspection: Inspection) -> None:
    """Missing parts, unknown words, moments that never come, figures out of reach, nobody to decide."""
    for path, programme in inspection.every(Programme):
        _check_needs(inspection, path, programme)
        _check_words(inspection, path, programme)
        _check_measures(inspection, path, programme)
        _check_reach(inspection, path, programme)
        _check_deciding(inspection, path, programme)
        _check_effects(inspection, path, programme)


def _check_needs(inspection: Inspection, path: KeyPath, programme: Programme) -> None:
    needed = NEEDS[programme.form]
    for part in needed:
        if not getattr(programme, part):
            message = f"{programme.form} without {part}"
            inspection.report((*path, part), message, part, f'{part} = "…"')
    counts = programme.form in (ProgrammeForm.THRESHOLD, ProgrammeForm.RANK)
    if counts and bool(programme.measure) == bool(programme.basis):
        message = "counts two things" if programme.measure else "counts nothing"
        inspection.report(path, message, "either measure, or basis with measures")
    if programme.form is ProgrammeForm.THRESHOLD and (programme.over == "term" or ":" in programme.over):
        message = "no sum is kept of this period"
        inspection.report((*path, "over"), message, "one of day, week, half_term, year")
    if programme.quota and not programme.unit:
        inspection.report((*path, "unit"), "a quota of what", "unit", 'unit = "form"')
    if programme.breaks and not programme.tie_break:
        inspection.report((*path, "tie_break"), "ties are broken by nothing", "tie_break, a ledger or total")


def _check_words(inspection: Inspection, path: KeyPath, programme: Programme) -> None:
    source, _, key = str(programme.rule).partition(":")
    check_mode(inspection, (*path, "rule"), RULES.get(programme.form, ()), source, key)
    for name, words in WORDS.items():
        value = getattr(programme, name)
        source, _, key = value.partition(":")
        if source == "setting" and key:
            inspection.known((*path, name), "setting", key)
            check_mode(inspection, (*path, name), words, source, key)
        elif value:
            inspection.one_of((*path, name), name, value, words)


def _check_measures(inspection: Inspection, path: KeyPath, programme: Programme) -> None:
    """Each value that the basis may have names a ledger or total."""
    for choice, measure in programme.measures.items():
        inspection.known((*path, "measures", choice), "measure", measure)
    for value in _answers(inspection, programme.basis) if programme.basis else ():
        if value not in programme.measures:
            known = ", ".join(programme.measures) or "nothing"
            message = f"measures says nothing of {told(value)}, which {programme.basis} may be"
            inspection.report((*path, "measures"), message, f"a ledger or total for it beside {known}")


def _check_reach(inspection: Inspection, path: KeyPath, programme: Programme) -> None:
    """Thresholds of nought or less, lists of nobody, shares of more than all."""
    for name, low, high in (
        ("every", 1, None),
        ("number", 1, None),
        ("quota", 1, None),
        ("share", 1, MOST_PERCENT),
    ):
        figure = getattr(programme, name)
        for value in _answers(inspection, figure) if figure else ():
            if isinstance(value, int) and (value < low or (high is not None and value > high)):
                span = f"from {low} to {high}" if high else f"{low} or more"
                inspection.report((*path, name), f"{told(value)} can never be met as {name}", span)


def _check_deciding(inspection: Inspection, path: KeyPath, programme: Programme) -> None:
    ties = _answers(inspection, programme.ties) if ":" in programme.ties else (programme.ties,)
    waits = "decided" in ties or programme.item
    if waits and programme.decider is None:
        message = "proposes to nobody"
        inspection.report((*path, "decider"), message, "the role that decides", 'decider = "…"')


def _check_effects(inspection: Inspection, path: KeyPath, programme: Programme) -> None:
    for number, effect in enumerate(programme.effects):
        place: KeyPath = (*path, "effects", number)
        if effect.kind not in ADDS:
            inspection.report(
                (*place, "kind"), f"recognition brings no {effect.kind}", f"one of {', '.join(ADDS)}"
            )
        if effect.on in MOMENTS and programme.form not in MOMENTS[effect.on]:
            words = ", ".join(moment for moment, forms in MOMENTS.items() if programme.form in forms)
            message = f'the moment "{effect.on}" never comes in a {programme.form}'
            inspection.report((*place, "on"), message, f"one of {words}" if words else "no effect here")


def _answers(inspection: Inspection, figure: Figure) -> Iterator[Figure]:
    """Every value that a figure has had or may have."""
    source, _, key = str(figure).partition(":")
    if source == "param" and key in inspection.pack.params:
        for dated in inspection.pack.params[key].values:
            yield dated.value
    if source == "setting" and key in inspection.pack.settings:
        setting = inspection.pack.settings[key]
        yield from [choice.value for choice in setting.choices] or [setting.default]
