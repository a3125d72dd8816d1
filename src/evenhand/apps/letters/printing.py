"""Letters on paper: one PDF/UA for a batch. What the fonts cannot write is left to a hand, and the rest prints."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

import typst
from fontTools.ttLib import TTFont

from evenhand.apps.letters.addresses import needed_for, postal
from evenhand.apps.letters.models import Authority, Message
from evenhand.apps.letters.wording import APART, BACK, direction
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School

FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
UNSEEN = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})


class Batch(NamedTuple):
    """A PDF, empty where nothing could be printed; what is in it, and what must be written by hand with why."""

    pdf: bytes
    printed: tuple[Message, ...]
    by_hand: tuple[tuple[Message, str], ...]


def print_batch(school: School, messages: Sequence[Message]) -> Batch:
    """Typeset the messages, a page or more each, in this order."""
    known = needed_for(messages)
    by_hand = [
        (message, unwritable) for message in messages if (unwritable := missing(_text(message, known)))
    ]
    left = {message.pk for message, _ in by_hand}
    fit = [message for message in messages if message.pk not in left]
    pdf = _typeset(school, fit)
    if pdf is None:
        fit, pdf, more = _one_by_one(school, fit)
        by_hand += more
    return Batch(pdf, tuple(fit), tuple((message, _why(chars)) for message, chars in by_hand))


def missing(text: str) -> str:
    """The characters that no font of ours has, each once; nothing where all can be written."""
    known = _writable()
    return "".join(
        dict.fromkeys(char for char in text if ord(char) not in known and category(char) not in UNSEEN)
    )


@cache
def _writable() -> frozenset[int]:
    found: set[int] = set()
    for folder in _folders():
        for path in sorted(folder.glob("*.ttf")):
            with TTFont(path, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in _folders()],
    )


def _folders() -> list[Path]:
    return [Path(str(files(package).joinpath("files"))) for package in FONTS]


def _text(message: Message, known: Mapping[str, Authority]) -> str:
    to = f"{message.values.get('family', '')}{postal(message, known)}"
    return f"{message.subject}{message.body}{to}{message.values.get('school', '')}"


def _typeset(school: School, messages: Sequence[Message]) -> bytes | None:
    """The PDF of these messages, b"" for none; None where they cannot be typeset."""
    if not messages:
        return b""
    known = needed_for(messages)
    plain = {"title": f"{school.name}: letters", "letters": [_letter(school, one, known) for one in messages]}
    source = files("evenhand.apps.letters").joinpath("letter.typ").read_bytes()
    try:
        made = typst.compile(
            source,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"batch": json.dumps(plain)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return None
    return bytes(made)


def _one_by_one(
    school: School, messages: Sequence[Message]
) -> tuple[list[Message], bytes, list[tuple[Message, str]]]:
    """What can be typeset alone, together; the rest is left to a hand."""
    fit = [message for message in messages if _typeset(school, [message]) is not None]
    odd = [(message, "") for message in messages if message not in fit]
    return fit, _typeset(school, fit) or b"", odd


def _letter(school: School, message: Message, known: Mapping[str, Authority]) -> dict[str, object]:
    right_to_left = direction(message.language) == "rtl"
    return {
        "school": school.name,
        "to": (postal(message, known) or str(message.values.get("family", ""))).split("\n"),
        "day": f"{local(school, message.made_at).day:%d.%m.%Y}",
        "lang": message.language.partition("-")[0],
        "rtl": right_to_left,
        "subject": _plain(message.subject),
        "paragraphs": [part.split("\n") for part in _plain(message.body).split("\n\n") if part.strip()],
        "mark": f"{message.pk}",
    }


def _plain(text: str) -> str:
    """Without the marks that set text apart on a screen: the typesetter sees to both directions itself."""
    return text.replace(APART, "").replace(BACK, "").strip()


def _why(chars: str) -> str:
    return f"No font has {chars}" if chars else "It cannot be typeset"
