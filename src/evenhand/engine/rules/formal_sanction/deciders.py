"""Who may decide: the decider that the pack names, or somebody acting whose authority is on record (¶164, G-72, G2)."""

from __future__ import annotations

from evenhand.engine.decisions import Missing
from evenhand.engine.pack.schema import Acting, FormalSanction
from evenhand.engine.rules.turn import Turn, Unable

ACTING_AS = "acting_as"


def may_decide(turn: Turn, declared: FormalSanction) -> str:
    """The title under which the decider acts, "" for the decider in person. Raises `Unable` for anybody else."""
    event = turn.event
    if str(declared.decider) in event.roles:
        return ""
    cites = declared.decider_cites or declared.cites
    acting = _acting(turn, declared, str(event.details.get(ACTING_AS, "")))
    if acting is None or str(acting.role) not in event.roles:
        raise Unable(Missing(("role:" + str(declared.decider),), cites))
    missing = tuple("detail:" + name for name in acting.needs if not event.details.get(name))
    if missing:
        raise Unable(Missing(missing, acting.cites or cites))
    return acting.title


def _acting(turn: Turn, declared: FormalSanction, title: str) -> Acting | None:
    """The declared way of acting of that title, where the school's settings allow it."""
    return next(
        (
            item
            for item in declared.acting
            if item.title == title
            and turn.rules.applies(item.when, turn.item, turn.event.spot.where, turn.event.details)
        ),
        None,
    )


def may_record(turn: Turn, roles: tuple[str, ...], cites: tuple[str, ...]) -> None:
    """Refuse an act by somebody who holds none of the roles; with no roles anybody may record it."""
    if roles and not any(role in turn.event.roles for role in roles):
        raise Unable(Missing(("role:" + roles[0],), cites))
