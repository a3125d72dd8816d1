"""What a case expects: free-form tables, read against the fields that outcomes have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from evenhand.engine.pack.convert import Converter, Place, Spot
from evenhand.engine.pack.errors import listed, near
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.wording import told
from evenhand.engine.wire import OUTCOMES, UNANSWERED

REASON_KEYS: Final = ("cites", "why", "values", "used")
"""What an expectation may ask of an outcome's reason: clauses, the key of its wording, values, figures."""
TOTAL_KEYS: Final = ("ledger", "period", "value")
PERIODS: Final = ("day", "week", "half_term", "year")
FORMS: Final = ("outcome", "absent", "refused", "total")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be so. `form` is outcome, absent, refused or total; `kind` the kind of outcome or refusal.

    Without `pupil`, what a close brought for all of them counts together.
    """

    of: str
    form: str
    kind: str
    wanted: Mapping[str, Any]
    count: int | None
    place: Place
    pupil: str = ""


def are_tables(value: object) -> bool:
    """Whether a value is a list of tables."""
    return isinstance(value, list) and all(isinstance(table, dict) for table in value)


class ExpectationReader:
    """Reads the free-form tables of what is expected, against the fields that outcomes have."""

    def __init__(
        self, converter: Converter, path: KeyPath, name: str, ids: tuple[str, ...], pupils: tuple[str, ...]
    ) -> None:
        self.converter = converter
        self.name = name
        self.ids = ids
        self.pupils = pupils
        self.path = path
        self.spot = Spot(path, path)

    def read(self, tables: object) -> tuple[Expectation, ...]:
        """Every expectation of the case; a case without one proves nothing."""
        if not are_tables(tables) or not isinstance(tables, list):
            self.fault(Spot(self.path, self.path), "must be array tables", "[[case.expect]]")
            return ()
        if not tables:
            whole = Spot(self.path[:-1], self.path[:-1])
            self.fault(whole, f'"{self.name}" expects nothing', "[[case.expect]]")
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
        if (of or form != "total") and of not in self.ids:
            self.fault(spot.down("of"), f"{told(of)} is no event of this case", f"one of {listed(self.ids)}")
        pupil = table.get("pupil", "")
        if pupil and pupil not in self.pupils:
            known = f"one of {listed(self.pupils)}"
            self.fault(spot.down("pupil"), f"{told(pupil)} is no pupil of this case", known)
        if count is not None and type(count) is not int:
            self.fault(spot.down("count"), f"{told(count)} stands here", "a whole number")
        wanted = {key: value for key, value in table.items() if key not in ("of", "pupil", "count", form)}
        if form == "total":
            self._total(kind, spot.down("total"))
            wanted, kind = {**wanted, **(kind if isinstance(kind, dict) else {})}, "total"
        self._keys(form, str(kind), table, spot)
        position = self.converter.positions[spot.toml]
        place = Place(self.converter.file, position, self.name)
        return Expectation(of, form, str(kind), wanted, count, place, pupil)

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
            if key not in (*known, "of", "pupil", form):
                self.fault(
                    spot.down(key), "this key is not known", f"one of {listed(known)}", near(key, known)
                )

    def _total(self, total: object, spot: Spot) -> None:
        if not isinstance(total, dict) or set(total) != set(TOTAL_KEYS):
            mend = 'total = { ledger = "…", period = "half_term", value = 0 }'
            self.fault(spot, f"{told(total)} is no total", ", ".join(TOTAL_KEYS), mend)
        elif total["period"] not in PERIODS:
            self.fault(spot, f"{told(total['period'])} is no period", f"one of {', '.join(PERIODS)}")
