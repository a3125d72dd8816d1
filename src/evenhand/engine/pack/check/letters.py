"""Messages: words for whatever a rule tells somebody, in English at least, with placeholders that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.errors import near
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Effect, Letter, MessageForm, MessageText, Routine
from evenhand.engine.pack.schema.letters import CHANNELS, SUBJECTS, VALUES

PLAIN: Final = "en"
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def check_letters(inspection: Inspection) -> None:
    """Templates that nobody wrote, texts of no message, placeholders without a value. A pack without messages is left be."""
    pack = inspection.pack
    if ("messages",) in inspection.draft.broken or not (pack.messages or pack.languages):
        return
    for path, template in _named(inspection):
        inspection.one_of(path, "message", template, list(pack.messages))
    for path, form in inspection.every(MessageForm):
        _check_form(inspection, path, form)
    for path, text in inspection.every(MessageText):
        inspection.one_of((*path, "id"), "message", text.id, list(pack.messages))
        for part in ("subject", "body", "short"):
            _check_words(inspection, (*path, part), getattr(text, part))


def _named(inspection: Inspection) -> Iterator[tuple[KeyPath, str]]:
    """Every template that a rule names, with its place."""
    for path, effect in inspection.every(Effect):
        if effect.kind == "tell" and effect.template:
            yield (*path, "template"), effect.template
    for path, letter in inspection.every(Letter):
        yield (*path, "template"), letter.template
    for path, routine in inspection.every(Routine):
        if routine.audience and routine.template:
            yield (*path, "template"), routine.template


def _check_form(inspection: Inspection, path: KeyPath, form: MessageForm) -> None:
    pack = inspection.pack
    for number, channel in enumerate(form.channels):
        inspection.one_of((*path, "channels", number), "channel", channel, CHANNELS)
    if form.about:
        inspection.one_of((*path, "about"), "subject", form.about, SUBJECTS)
    tasks = {effect.id for _, effect in inspection.every(Effect) if effect.kind == "task"}
    for number, kind in enumerate(form.waits_for):
        inspection.one_of((*path, "waits_for", number), "task", kind, sorted(tasks))
    english = pack.languages.get(PLAIN)
    if ("languages",) not in inspection.draft.broken and (english is None or form.id not in english.texts):
        message = f'"{form.id}" has no words in English'
        inspection.report(path, message, f'[[text]] with id = "{form.id}" in letters/{PLAIN}.toml')


def _check_words(inspection: Inspection, path: KeyPath, words: str) -> None:
    for name in PLACEHOLDER.findall(words):
        if name not in VALUES:
            message, mend = f"{{{name}}} is no placeholder", near(name, VALUES)
            inspection.report(path, message, f"one of {', '.join(VALUES)}", mend and "{" + mend[1:-1] + "}")
    if "{" in (rest := PLACEHOLDER.sub("", words)) or "}" in rest:
        inspection.report(path, "a brace stands alone", "a placeholder such as {pupil}, or no brace")
