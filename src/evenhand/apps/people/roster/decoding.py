"""Bytes to text: byte order marks, UTF-8, UTF-16, Windows-1252 when it reads like names, else a fault."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from evenhand.apps.people.roster.model import Fault

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MEND = (
    'Save the file as "CSV UTF-8", or name its encoding with --encoding '
    "(for example cp1252, mac_roman, utf-16)."
)
MULTIBYTE = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
LONGEST_RUN = 2
"""No Western European name has three letters beyond ASCII in a row."""
PUNCTUATION = (
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u20ac\u00a3\u00a0\u00b0\u00b7\u00ad\u00ba\u00aa\u00bd"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with the encoding's name, or a fault; `note` tells what was guessed."""

    text: str = ""
    encoding: str = ""
    note: str = ""
    fault: Fault | None = None


def decode(file: str, content: bytes, encoding: str | None = None) -> Decoded:
    """Decode `content`; a named `encoding` is tried alone, without guessing."""
    if encoding is not None:
        return _decode_named(file, content, encoding)
    for mark, name in MARKS:
        if content.startswith(mark):
            return _decode_named(file, content, name)
    wide = _unmarked_utf16(content)
    if wide:
        return _decode_named(file, content, wide)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _decode_unknown(file, content, error.start)


def _decode_named(file: str, content: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(content, error.start)
        return Decoded(fault=Fault(file, line, "", _shown(content, error.start), f"text in {encoding}", MEND))
    except (LookupError, ValueError):
        return Decoded(fault=Fault(file, 0, "", encoding, "the name of a text encoding", MEND))
    return Decoded(text.removeprefix("\ufeff"), name)


def _unmarked_utf16(content: bytes) -> str:
    """Name the UTF-16 order when one half of the first bytes is mostly zero, else ""."""
    head = content[:400]
    if not head or len(content) % 2:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _decode_unknown(file: str, content: bytes, start: int) -> Decoded:
    line = _line_of(content, start)
    if MULTIBYTE.search(content) is None:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        if text and _reads_like_names(text):
            note = f"{file}: read as Windows-1252. If names look wrong, name the encoding with --encoding."
            return Decoded(text, "cp1252", note)
    expected = "text in UTF-8 (the bytes fit neither UTF-8 nor, as names, Windows-1252)"
    return Decoded(fault=Fault(file, line, "", _shown(content, start), expected, MEND))


def _reads_like_names(text: str) -> bool:
    """Tell whether each character beyond ASCII stands where one stands in Western European names."""
    before = ""
    run = 0
    for char in text:
        run = run + 1 if char > "\x7f" else 0
        if char > "\x7f" and char not in PUNCTUATION:
            if unicodedata.category(char) not in {"Lu", "Ll"} or run > LONGEST_RUN:
                return False
            if char.isupper() and before.islower():
                return False
        before = char
    return True


def _line_of(content: bytes, start: int) -> int:
    before = content[:start]
    return 1 + before.count(b"\n") + (before.count(b"\r") - before.count(b"\r\n"))


def _shown(content: bytes, start: int) -> str:
    return f"byte 0x{content[start]:02X}" if start < len(content) else ""
