"""A country's attendance codes: TOML text in, codes out, and marks counted as the engine wants to be told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from evenhand.engine.pack.convert import Converter, Draft, Spot
from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.pack.load import read_document
from evenhand.engine.pack.locate import locate


@dataclass(frozen=True, slots=True)
class AttendanceCode:
    """What one mark of a session counts as.

    `possible`: the session counts among those that could be attended. `attended`: as attendance, in school or at an
    approved place elsewhere; `present`: in school. `authorised`: as an absence with leave. `late`: as a late arrival.
    """

    code: str
    meaning: str
    possible: bool = True
    attended: bool = False
    present: bool = False
    authorised: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class AttendanceCodes:
    """The codes in force from a day on, by code, and the law that sets them.

    `register_minutes`: for how long after a session begins its register is held open.
    """

    since: date
    cite: str
    codes: Mapping[str, AttendanceCode] = field(default_factory=dict)
    register_minutes: int = 30


NAMES: Final = ("since", "cite", "codes", "register_minutes")


def load_attendance_codes(text: str, name: str = "attendance_codes.toml") -> AttendanceCodes:
    """The codes of a file's text. Raises `PackErrors` with every fault and its line."""
    draft = Draft()
    document = read_document(name, text, draft)
    if document is None:
        raise PackErrors(draft.errors)
    converter = Converter(name, locate(text), draft)
    made = converter.fields(AttendanceCodes, document, Spot((), ()), NAMES)
    for number, code in enumerate(made["codes"].values()):
        fault = _contradiction(code)
        if fault:
            converter.fault(Spot(("code", number), ("codes", number)), f'"{code.code}" {fault}')
    if draft.errors:
        raise PackErrors(draft.errors)
    return AttendanceCodes(**made)


def _contradiction(code: AttendanceCode) -> str:
    if code.attended and not code.possible:
        return "is attended, and no session that could be attended"
    if code.present and not code.attended:
        return "is in school, and not attended"
    if code.authorised and (code.attended or not code.possible):
        return "is an absence with leave, and no absence"
    return ""


def sessions_told(codes: AttendanceCodes, marks: Iterable[str]) -> dict[str, int]:
    """The details of an attendance event from the marks of its sessions. Raises `KeyError` for an unknown mark."""
    known = [codes.codes[mark] for mark in marks]
    return {
        "possible": sum(code.possible for code in known),
        "attended": sum(code.attended for code in known),
        "authorised": sum(code.authorised for code in known),
        "late": sum(code.late for code in known),
    }
