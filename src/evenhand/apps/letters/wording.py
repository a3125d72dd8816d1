"""A message's words in a family's language, from the pack's texts and the values of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from evenhand.apps.letters.models import Channel
from evenhand.engine.pack.check.letters import PLACEHOLDER
from evenhand.engine.pack.schema import Language, MessageForm, MessageText, Pack

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
PLAIN = "en"
DAYS = frozenset({"day", "today"})
# Text in the other direction is set apart, so that a name does not turn the words round it.
APART, BACK = "\u2068", "\u2069"
LONGEST_SUBJECT = 200


class Worded(NamedTuple):
    """A message in one language. `known` is False where the pack has no words for it at all."""

    language: str
    subject: str
    body: str
    known: bool = True


def direction(language: str) -> str:
    """Which way the language is written: ltr or rtl."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def languages_of(pack: Pack, template: str) -> tuple[str, ...]:
    """The languages that have words for a template, English first."""
    found = [code for code, language in pack.languages.items() if template in language.texts]
    return tuple(sorted(found, key=lambda code: (code != PLAIN, code)))


def spoken(pack: Pack, template: str, wanted: str) -> str:
    """The language to write in: the one wanted, the one that it is a kind of, or English."""
    known = languages_of(pack, template)
    choices = (wanted, wanted.partition("-")[0].lower())
    return next((code for code in choices if code in known), PLAIN)


def word(pack: Pack, template: str, values: Mapping[str, Any], *, wanted: str, channel: str) -> Worded:
    """The message in the language wanted or else in English. A template that the pack lacks lists the values."""
    language = spoken(pack, template, wanted)
    text = text_of(pack, template, language)
    if text is None:
        return unworded(template, values)
    spelt = _Spelt(language, pack.languages[language], values)
    body = text.short if channel == Channel.TEXT and text.short else text.body
    return Worded(
        language,
        (spelt.fill(text.subject) or form_of(pack, template).label)[:LONGEST_SUBJECT],
        spelt.fill(body),
    )


def text_of(pack: Pack, template: str, language: str) -> MessageText | None:
    """The text of a template in exactly that language."""
    found = pack.languages.get(language)
    return found.texts.get(template) if found else None


def form_of(pack: Pack, template: str) -> MessageForm:
    """The declaration of a message; one that the pack lacks is told by phone."""
    return pack.messages.get(template) or MessageForm(
        template, template.replace("_", " ").capitalize(), (Channel.PHONE,), ()
    )


def unworded(template: str, values: Mapping[str, Any]) -> Worded:
    """What stands in for words that the pack does not have: a person says it by phone, so that none is lost."""
    told = "\n".join(f"{key}: {value}" for key, value in sorted(values.items()) if value)
    return Worded(PLAIN, template.replace("_", " ").capitalize(), told, known=False)


class _Spelt:
    """Values as one language spells them."""

    def __init__(self, code: str, language: Language, values: Mapping[str, Any]) -> None:
        self.language = language
        self.turned = direction(code) == "rtl"
        self.values = values

    def fill(self, text: str) -> str:
        """The text with its placeholders filled; a line in which one has no value is left out."""
        lines = []
        for line in text.strip().split("\n"):
            names = PLACEHOLDER.findall(line)
            if all(self.values.get(name) for name in names):
                lines.append(PLACEHOLDER.sub(lambda found: self.value(found[1]), line))
        return "\n".join(lines)

    def value(self, name: str) -> str:
        """One value: a day in words, anything else as it is."""
        given = str(self.values[name])
        said = self.day(date.fromisoformat(given)) if name in DAYS else given
        return f"{APART}{said}{BACK}" if self.turned else said

    def day(self, day: date) -> str:
        """A date in words where the language has them."""
        if not (self.language.weekdays and self.language.months):
            return day.strftime("%d.%m.%Y")
        weekday, month = self.language.weekdays[day.weekday()], self.language.months[day.month - 1]
        return f"{weekday} {day.day} {month} {day.year}"
