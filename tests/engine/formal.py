"""Short ways to say what people do about a formal sanction, with all that the policies ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from evenhand.engine.facts import NOTHING, Event, Fact, Spot
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.values import EventKind, Where
from evenhand.packs.law import law_of
from tests.engine.worlds import ADOPTED, happened, pack

MONDAY = date(2026, 11, 9)
LAWS = (
    "guidance", "education_act", "regulations", "inspections_act", "equality_act", "send_code", "children_act",
)  # fmt: skip
COMPLETE: dict[str, Fact] = {
    "looked_after": False,
    "social_worker": False,
    "other_authority": False,
    "pathway": 0,
    "checklist": LAWS,
    "ground": "conduct",
    "reason_codes": ("PA",),
    "pupil_statement": "Taken",
    "evidence": "Logged",
    "advice_reason": "Decided the same morning",
    **{f"tests.{item}": "Yes" for item in ("lawful", "rational", "reasonable", "fair", "proportionate")},
    **{f"factors.{item}": "None" for item in ("bereavement", "mental_health", "needs", "bullying", "other")},
}
"""What the binary policy asks for before an exclusion for a time."""


@cache
def lawful(name: str = "star_binary", **settings: int | str | bool) -> Policy:
    """The policy of a pack with the law of England beside it."""
    values = [SettingValue(key.replace("__", "."), value, ADOPTED) for key, value in settings.items()]
    return Policy.of(pack(name), values, law_of("england"))


def act(
    ident: str,
    stage: str,
    *,
    code: str = "",
    about: str = "",
    day: date = MONDAY,
    at: str = "09:30",
    roles: tuple[str, ...] = ("principal",),
    more: Mapping[str, Fact] = NOTHING,
    **details: Fact,
) -> Event:
    """One act about a formal sanction."""
    event = happened(ident, code, EventKind.SANCTION, day=day, at=at, roles=roles, about=about, by="head")
    return event._replace(details={"stage": stage, **more, **details}, spot=Spot(Where.LESSON, ""))


def issue(
    ident: str = "issued",
    start: date = MONDAY,
    halves: int = 2,
    *,
    session: str = "am",
    about: str = "",
    day: date | None = None,
    code: str = "fixed_period",
    more: Mapping[str, Fact] = NOTHING,
    **details: Fact,
) -> Event:
    """The principal excludes for so many half-days, with everything in place."""
    told: dict[str, Fact] = {"start": start.isoformat(), "session": session, "half_days": halves}
    full = {**COMPLETE, **told, **more, **details}
    return act(ident, "issue", code=code, about=about, day=day or start, more=full)
