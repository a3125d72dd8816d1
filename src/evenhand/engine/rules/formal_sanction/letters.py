"""Letters owed: what each must say, refused while any of it is empty (¶181, ¶188); the text itself is a template's."""

from __future__ import annotations

from evenhand.engine.decisions import Missing, Tell, Value
from evenhand.engine.facts import Sanction
from evenhand.engine.pack.schema import FormalSanction, Letter, LetterPart
from evenhand.engine.rules.formal_sanction.dates import dated
from evenhand.engine.rules.formal_sanction.duties import reason
from evenhand.engine.rules.formal_sanction.gates import check, is_text
from evenhand.engine.rules.formal_sanction.records import recorded
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import LetterForm


def write(turn: Turn, declared: FormalSanction, sanction: Sanction) -> None:
    """Tell the audience by the letter named in the detail `letter`; refused until every part of it has its content."""
    letter = turn.rules.pack.letters.get(str(turn.event.details.get("letter", "")))
    if letter is None or (letter.of and declared.id not in letter.of):
        raise Unable(Missing(("detail:letter",), declared.cites))
    early = tuple("act:" + act for act in letter.after if not recorded(sanction, act))
    if early:
        raise Unable(Missing(early, letter.cites))
    parts = [
        part
        for part in letter.parts
        if turn.rules.applies(part.when, turn.item, turn.event.spot.where, turn.event.details)
    ]
    told = {part.id: _content(turn, declared, part) for part in parts}
    checked = check(turn, declared, sanction, letter.gates, sanction.id)
    empty = tuple(f"letter:{part.id}" for part in parts if not told[part.id])
    if empty or checked.missing:
        cites = tuple(dict.fromkeys(cite for part in parts if not told[part.id] for cite in part.cites))
        raise Unable(Missing((*empty, *checked.missing), (*cites, *checked.cites)))
    _tell(turn, declared, letter, parts, told)
    turn.outcomes.extend(checked.reviews)


def _tell(
    turn: Turn,
    declared: FormalSanction,
    letter: Letter,
    parts: list[LetterPart],
    told: dict[str, tuple[tuple[str, Value], ...]],
) -> None:
    when = dated(turn, declared, letter.due)
    contents = ",".join(part.id for part in parts)
    values = tuple(value for part in parts if part.form == LetterForm.WORKED_OUT for value in told[part.id])
    why = reason(turn, letter.cites, "letter_told", when, (("contents", contents), *values))
    used = tuple(
        used for part in parts if part.due is not None for used in dated(turn, declared, part.due).used
    )
    why = why._replace(used=tuple(dict.fromkeys((*why.used, *used))))
    turn.outcomes.append(Tell(letter.audience, letter.channel, letter.template, when.due, why))


def _content(turn: Turn, declared: FormalSanction, part: LetterPart) -> tuple[tuple[str, Value], ...]:
    """What the letter says of a part, empty where it would say nothing. Free text is not repeated in the reason."""
    if part.form == LetterForm.FIXED:
        return ((part.id, True),)
    if part.form == LetterForm.WORKED_OUT and part.due is not None:
        when = dated(turn, declared, part.due)
        both = tuple((f"{part.id}_{name}", value) for name, value in when.values)
        return ((part.id, when.due.day.isoformat()), *both) if when.due else ()
    given = turn.event.details.get(part.id, "")
    if not is_text(given):
        return ()
    return ((part.id, given if not isinstance(given, tuple) else ",".join(given)),)
