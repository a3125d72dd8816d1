"""The cases of a pack as written: what happens to one pupil, and what the policy must make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from evenhand.engine.pack.convert import Converter, Draft, Place, Spot
from evenhand.engine.pack.errors import PackErrors, listed, near
from evenhand.engine.pack.load import read_document
from evenhand.engine.pack.locate import locate
from evenhand.engine.pack.schema import Figure
from evenhand.engine.pack.wording import told
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import OUTCOMES, UNANSWERED

REASON_KEYS: Final = ("cites", "why", "values", "used")
"""What an expectation may ask of an outcome's reason: clauses, the key of its wording, values, figures."""
TOTAL_KEYS: Final = ("ledger", "period", "value")
PERIODS: Final = ("day", "week", "half_term", "year")
FORMS: Final = ("outcome", "absent", "refused", "total")


@dataclass(frozen=True, slots=True)
class CaseAdjustment:
    """An agreed adjustment that the pupil of the case has."""

    id: str
    kind: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """What the adult said of one adjustment."""

    adjustment: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One thing that happened; `at` is local time."""

    id: str
    kind: EventKind
    at: datetime
    code: str = ""
    where: Where = Where.LESSON
    scope: str = ""
    period: str = ""
    place: str = ""
    by: str = "teacher-1"
    roles: tuple[str, ...] = ("teacher",)
    witness: str = ""
    about: str = ""
    details: Mapping[str, Figure] = field(default_factory=dict)
    answers: tuple[CaseAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be so. `form` is outcome, absent, refused or total; `kind` the kind of outcome or refusal."""

    of: str
    form: str
    kind: str
    wanted: Mapping[str, Any]
    count: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A case as written, with the expectations apart."""

    name: str
    calendar: str
    events: tuple[CaseEvent, ...]
    covers: tuple[str, ...] = ()
    year_group: int | None = None
    settings: Mapping[str, Figure] = field(default_factory=dict)
    adjustments: tuple[CaseAdjustment, ...] = ()
    expectations: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class _CaseFile:
    cases: tuple[Case, ...]


def parse_cases(name: str, text: str) -> tuple[Case, ...]:
    """The cases of one file's text. Raises `PackErrors` with every fault."""
    draft = Draft()
    document = read_document(name, text, draft) or {}
    converter = Converter(name, locate(text), draft)
    tables = document.get("case", [])
    expects = [table.pop("expect", []) for table in tables] if _are_tables(tables) else []
    written = converter.fields(_CaseFile, document, Spot((), ()), ["cases"]) if document else {"cases": ()}
    cases = []
    for number, (case, expected) in enumerate(zip(written["cases"], expects, strict=False)):
        reader = _Expectations(converter, case, ("case", number, "expect"))
        cases.append(_with(case, reader.read(expected)))
    if draft.errors:
        raise PackErrors(draft.errors)
    return tuple(cases)


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(table, dict) for table in value)


def _with(case: Case, expectations: tuple[Expectation, ...]) -> Case:
    return replace(case, expectations=expectations)


class _Expectations:
    """Reads the free-form tables of what is expected, against the fields that outcomes have."""

    def __init__(self, converter: Converter, case: Case, path: tuple[str | int, ...]) -> None:
        self.converter = converter
        self.case = case
        self.path = path
        self.spot = Spot(path, path)

    def read(self, tables: object) -> tuple[Expectation, ...]:
        """Every expectation of the case; a case without one proves nothing."""
        if not _are_tables(tables) or not isinstance(tables, list):
            self.fault(Spot(self.path, self.path), "must be array tables", "[[case.expect]]")
            return ()
        if not self.case.events:
            self.fault(
                Spot(self.path[:-1], self.path[:-1]),
                f'in "{self.case.name}" nothing happens',
                "[[case.event]]",
            )
        if not tables:
            whole = Spot(self.path[:-1], self.path[:-1])
            self.fault(whole, f'"{self.case.name}" expects nothing', "[[case.expect]]")
        return tuple(self._one(table, self.spot.down(number)) for number, table in enumerate(tables))

    def fault(self, spot: Spot, message: str, expected: str = "", mend: str = "") -> None:
        """Report a fault at its place."""
        self.converter.fault(spot, message, expected, mend)

    def _one(self, table: dict[str, Any], spot: Spot) -> Expectation:
        forms = [form for form in FORMS if form in table]
        if len(forms) != 1:
            self.fault(spot, "does not say what is expected", f"exactly one of {', '.join(FORMS)}")
        form = forms[0] if forms else "outcome"
        of, kind, count = table.get("of", ""), table.get(form), table.get("count")
        ids = [event.id for event in self.case.events]
        if (of or form != "total") and of not in ids:
            self.fault(spot.down("of"), f"{told(of)} is no event of this case", f"one of {listed(ids)}")
        if count is not None and type(count) is not int:
            self.fault(spot.down("count"), f"{told(count)} stands here", "a whole number")
        wanted = {key: value for key, value in table.items() if key not in ("of", "count", form)}
        if form == "total":
            self._total(kind, spot.down("total"))
            wanted, kind = {**wanted, **(kind if isinstance(kind, dict) else {})}, "total"
        self._keys(form, str(kind), table, spot)
        position = self.converter.positions[spot.toml]
        return Expectation(
            of, form, str(kind), wanted, count, Place(self.converter.file, position, self.case.name)
        )

    def _keys(self, form: str, kind: str, table: dict[str, Any], spot: Spot) -> None:
        if form == "total":
            known: tuple[str, ...] = ()
        else:
            kinds = UNANSWERED if form == "refused" else OUTCOMES
            if kind not in kinds:
                self.fault(
                    spot.down(form), f'"{kind}" is not known', f"one of {listed(kinds)}", near(kind, kinds)
                )
                return
            parts = tuple(name for name in kinds[kind]._fields if name != "reason")
            known = (*parts, *(() if form == "refused" else (*REASON_KEYS, "count")))
        for key in table:
            if key not in (*known, "of", form):
                self.fault(
                    spot.down(key), "this key is not known", f"one of {listed(known)}", near(key, known)
                )

    def _total(self, total: object, spot: Spot) -> None:
        if not isinstance(total, dict) or set(total) != set(TOTAL_KEYS):
            mend = 'total = { ledger = "…", period = "half_term", value = 0 }'
            self.fault(spot, f"{told(total)} is no total", ", ".join(TOTAL_KEYS), mend)
        elif total["period"] not in PERIODS:
            self.fault(spot, f"{told(total['period'])} is no period", f"one of {', '.join(PERIODS)}")
