"""Scripts: the stems of a step with the pupil's first name, the school's name and what the adult chose filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from evenhand.engine.pack.schema import Prompt

CHOSEN = ("act", "rule", "consequence", "minutes", "change")
PRAISE = "positive"
BLANK = {
    "act": "what you saw",
    "rule": "the rule",
    "consequence": "what follows",
    "minutes": "the minutes",
    "change": "what needs to change",
    "positive": "something that went well",
}
MARKS = (".", "?", ",")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a stem. `fill` names what a button changes, "" for words that stand; `praise` marks the good memory.

    `after` is the mark that ends the sentence, which never stands on a line of its own.
    """

    words: str
    fill: str = ""
    praise: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Stem:
    """One thing to say: what it does in a word, and its pieces."""

    label: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The stem as it is said."""
        return "".join(part.words + part.after for part in self.parts)


def stems(
    prompts: Iterable[Prompt], fills: Mapping[str, str], forbidden: Iterable[str], school: str
) -> tuple[Stem, ...]:
    """The stems with their fills. A word that the pack forbids becomes the school's own name (INF-SS-16)."""
    clean = cleaner(forbidden, school)
    return tuple(Stem(prompt.label, tuple(_parts(clean(prompt.text), fills, clean))) for prompt in prompts)


def said(words: str) -> str:
    """Words as they stand inside a sentence: without a capital at the start, unless the whole word is in capitals."""
    words = words.strip().rstrip(".")
    return words[:1].lower() + words[1:] if words[1:2].islower() or len(words) == 1 else words


def cleaner(forbidden: Iterable[str], school: str) -> Callable[[str], str]:
    """A function that replaces each forbidden word, as a whole word in any case, by the school's name."""
    words = "|".join(re.escape(word) for word in forbidden)
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None
    return lambda text: pattern.sub(lambda _: school, text) if pattern else text


def _parts(text: str, fills: Mapping[str, str], clean: Callable[[str], str]) -> Iterator[Part]:
    pieces = _PLACEHOLDER.split(text)
    for number, piece in enumerate(pieces):
        ends = pieces[number + 1] if number + 1 < len(pieces) else ""
        if number % 2:
            words = clean(fills.get(piece, "") or BLANK.get(piece, ""))
            changes = piece in CHOSEN or piece == PRAISE
            yield Part(words, piece if changes else "", piece == PRAISE, ends if ends in MARKS else "")
        elif piece and not (number and piece in MARKS):
            yield Part(piece)
