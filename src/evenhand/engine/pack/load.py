"""Texts in, a checked `Pack` out; every fault at once."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any, Final

from evenhand.engine.pack.check import check_pack
from evenhand.engine.pack.convert import Converter, Draft, Spot, blank, hints_of, is_required
from evenhand.engine.pack.errors import PackError, PackErrors, listed, near
from evenhand.engine.pack.letter_files import is_letter_file, letter_fields
from evenhand.engine.pack.locate import locate
from evenhand.engine.pack.schema import Pack
from evenhand.engine.pack.wording import written_as

FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "pack.toml": (
        "id",
        "version",
        "title",
        "source",
        "mark",
        "jurisdiction",
        "vocabulary",
        "roles",
        "proper_names",
        "forbidden_words",
        "escalation",
        "sections",
        "ledgers",
        "totals",
        "tags",
        "gate",
    ),
    "clauses.toml": ("clauses",),
    "params.toml": ("params",),
    "settings.toml": ("settings",),
    "catalogue.toml": ("details", "groups", "items", "shortcuts", "routes"),
    "ladders.toml": ("ladders",),
    "placements.toml": ("placements", "centres"),
    "time_owed.toml": ("time_owed",),
    "conversations.toml": ("conversations", "booklets"),
    "adjustments.toml": ("adjustments",),
    "programmes.toml": ("programmes",),
    "triggers.toml": ("counters", "triggers", "routines"),
    "paths.toml": ("paths",),
    "registers.toml": ("registers",),
    "reports.toml": ("reports", "consequences"),
    "classroom.toml": ("cards", "patterns", "moods", "contacts"),
    "school_day.toml": ("hand_in", "devices", "duties"),
    "recording.toml": ("entry_fields",),
    "sanctions.toml": ("sanctions", "sanction_facts", "sanction_stages", "letters"),
}
"""Which fields of the pack each file holds."""

NEEDED: Final = ("pack.toml", "clauses.toml")
"""Without these there is no pack: who it is for, and what it may cite."""

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END = re.compile(r" \(at end of document\)$")


def load_pack(texts: Mapping[str, str]) -> Pack:
    """The pack of these texts, by file name. Raises `PackErrors` with every fault of form and of meaning.

    Texts in folders other than `letters/` and other than TOML are no declarations and are passed over. The digest does
    not cover the words of letters, which decide nothing.
    """
    pack, draft = draft_pack(texts)
    check_pack(pack, draft)
    if draft.errors:
        raise PackErrors(draft.errors)
    return pack


def draft_pack(texts: Mapping[str, str]) -> tuple[Pack, Draft]:
    """What could be read, with blanks for what could not, and the findings so far."""
    draft = Draft()
    made: dict[str, Any] = {}
    documents: dict[str, Any] = {}
    for name in sorted(name for name in texts if name.endswith(".toml") and "/" not in name):
        if name not in FILES:
            _unknown_file(name, draft)
            continue
        documents[name] = read_document(name, texts[name], draft)
        if documents[name] is None:
            draft.broken |= {(field,) for field in FILES[name]}
        else:
            made |= _fields_of(name, texts[name], documents[name], draft)
    made |= letter_fields(
        texts,
        {name: read_document(name, texts[name], draft) for name in texts if is_letter_file(name)},
        draft,
    )
    for name in sorted(name for name in texts if not name.endswith(".toml")):
        _is_utf8(name, texts[name], draft)
    for name in NEEDED:
        if name not in texts:
            draft.errors.append(PackError(name, 1, 1, "", "this file is missing", "a file of that name"))
            draft.broken |= {(field,) for field in FILES[name]}
    for declared in fields(Pack):
        if is_required(declared) and declared.name not in made:
            made[declared.name] = blank(hints_of(Pack)[declared.name])
    return Pack(**(made | {"digest": digest_of(documents)})), draft


def read_document(name: str, text: str, draft: Draft) -> dict[str, Any] | None:
    """The plain values of a TOML text, or None with a finding where the text is not TOML."""
    if not _is_utf8(name, text, draft):
        return None
    try:
        return tomllib.loads(text)
    except RecursionError:
        draft.errors.append(PackError(name, 1, 1, "", "not TOML: too many brackets within each other"))
        return None
    except tomllib.TOMLDecodeError as error:
        line, column, message = _syntax(str(error), text)
        draft.errors.append(PackError(name, line, column, "", f"not TOML: {message}"))
        return None


def _is_utf8(name: str, text: str, draft: Draft) -> bool:
    """Whether all of a text was UTF-8 in its file, else with a finding at the first place that was not."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        before = text[: error.start].split("\n")
        place = len(before), len(before[-1]) + 1
        draft.errors.append(PackError(name, *place, "", "not UTF-8", "UTF-8: save the file as UTF-8 text"))
        return False
    return True


def digest_of(documents: Mapping[str, Any]) -> str:
    """The SHA-256, in hexadecimal, of the documents' values, whatever their order, comments and layout."""
    text = json.dumps(
        documents, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain_date
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_date(value: object) -> str:
    if isinstance(value, date | time):
        return f"{type(value).__name__}:{value.isoformat()}"
    raise TypeError(f"TOML has no value of the type {type(value).__name__}")


def _syntax(message: str, text: str) -> tuple[int, int, str]:
    """Line, column and words of a syntax error; the standard library puts the place into the message."""
    found = _AT_LINE.search(message)
    if found:
        return int(found[1]), int(found[2]), message[: found.start()]
    lines = text.split("\n")
    return len(lines), len(lines[-1]) + 1, _AT_END.sub(" at the end of the file", message)


def _unknown_file(name: str, draft: Draft) -> None:
    message = "this file is not part of a pack"
    draft.errors.append(PackError(name, 1, 1, "", message, f"one of {listed(FILES)}", near(name, FILES)))


def _fields_of(name: str, text: str, document: dict[str, Any], draft: Draft) -> dict[str, Any]:
    converter = Converter(name, locate(text), draft)
    misplaced = {key: home for key in document if (home := _home_of(key)) not in ("", name)}
    for key, home in misplaced.items():
        converter.fault(Spot((key,), (f"?{key}",)), "stands in the wrong file", f"it in {home}")
    rest = {key: value for key, value in document.items() if key not in misplaced}
    return converter.fields(Pack, rest, Spot((), ()), FILES[name])


def _home_of(key: str) -> str:
    """The file to which a key at the top of a file belongs, "" for an unknown one."""
    hints = hints_of(Pack)
    return next(
        (file for file, names in FILES.items() for name in names if key in written_as(name, hints[name])), ""
    )
