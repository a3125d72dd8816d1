"""What a conversation needs before it counts as held: prompts, words, consent (STAR-109 to 111; INF-RC-2, INF-RJ-7)."""

from __future__ import annotations

from evenhand.engine.decisions import Missing
from evenhand.engine.facts import Fact, Opened
from evenhand.engine.pack.schema import Choice, Conversation
from evenhand.engine.rules.turn import Turn, Unable

EMPTY = ("", ())


def words(value: Fact | None) -> tuple[str, ...]:
    """A detail that is one word or several."""
    if value is None or isinstance(value, bool | int):
        return ()
    return value if isinstance(value, tuple) else (value,) if value else ()


def complete(turn: Turn, talk: Conversation, case: Opened) -> None:
    """Refuse what is not a whole conversation. Nothing here ever asks for an apology."""
    details = turn.event.details
    _prompts(turn, talk)
    if talk.purposes and not _known(details.get("purposes"), talk.purposes):
        raise Unable(Missing(("purposes",), talk.purposes_cites or talk.cites))
    missing = [name for name in talk.records if details.get(name, "") in EMPTY]
    missing += [
        need
        for told, need in talk.needs.items()
        if details.get(told, "") not in (*EMPTY, False) and details.get(need, "") in EMPTY
    ]
    if talk.same_day and turn.event.at.day > case.opened and not details.get("delay_reason"):
        missing.append("delay_reason")
    if missing:
        raise Unable(Missing(tuple(missing), talk.records_cites or talk.cites))


def consented(turn: Turn, talk: Conversation) -> None:
    """A session between people is voluntary: each harmed person agrees, and safeguarding where it holds the case."""
    details, cites = turn.event.details, talk.consent_cites or talk.cites
    missing = [name for name in ("safeguarding_held", "joint") if not isinstance(details.get(name), bool)]
    if missing:
        raise Unable(Missing(tuple(missing), cites))
    if details["safeguarding_held"] and not details.get("safeguarding_agreed"):
        raise Unable(Missing(("safeguarding_agreed",), cites))
    if not details["joint"]:
        return
    harmed, agreed = words(details.get("harmed")), words(details.get("consents"))
    if not harmed:
        raise Unable(Missing(("harmed",), cites))
    without = tuple("consent:" + person for person in harmed if person not in agreed)
    if without:
        raise Unable(Missing(without, cites))


def _prompts(turn: Turn, talk: Conversation) -> None:
    """The number of prompts that the policy asks for, each once, answered or (where it allows that) declined."""
    answered, declined = (words(turn.event.details.get(name)) for name in ("prompts", "declined"))
    chosen = (*answered, *declined)
    if len(set(chosen)) != len(chosen) or not set(chosen) <= {prompt.value for prompt in talk.prompts}:
        raise Unable(Missing(("prompts",), talk.cites))
    if declined and not talk.declinable:
        raise Unable(Missing(("prompts",), talk.cites))
    if not turn.rules.number(talk.minimum) <= len(chosen) <= turn.rules.number(talk.maximum):
        raise Unable(Missing(("prompts",), talk.cites))


def _known(value: Fact | None, choices: tuple[Choice, ...]) -> bool:
    given = words(value)
    return bool(given) and set(given) <= {choice.value for choice in choices}
