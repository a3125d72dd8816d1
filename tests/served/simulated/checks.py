"""What must hold at the end of a simulated day, each as a sentence that says where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.served.simulated.day import Outcome
from tests.served.stored import disagreements

LATE, AWAY = ("L", "U"), "N"
SENT, BY_HAND, CHECK = "sent", ("to_print", "to_phone"), "to_check"


def complaints(day: Outcome) -> list[str]:
    """Everything that is not as it must be."""
    return [
        *_answers(day),
        *disagreements(day.found),
        *_stays(day),
        *_gate(day),
        *_messages(day),
        *_promises(day),
    ]


def _answers(day: Outcome) -> Iterator[str]:
    """Every answer was an expected one, and each record was acknowledged once."""
    yield from day.tally.errors[:20]
    wanted, got = day.plan.expected.records, day.tally.acknowledged
    if set(got) != wanted:
        yield f"{len(wanted - set(got))} records were not acknowledged, {len(set(got) - wanted)} unasked for"
    yield from (f"{ident} was acknowledged {many} times" for ident, many in got.items() if many > 1)
    lost = wanted - set(day.found["events"])
    if lost:
        yield f"{len(lost)} acknowledged records are not there"
    if day.failed_ticks:
        yield f"{day.failed_ticks} ticks of the worker failed"
    if "Traceback" in day.logs:
        yield "a process complained: " + day.logs[-3000:]


def _stays(day: Outcome) -> Iterator[str]:
    """Whoever was sent is known to the room, came, and went back in time; nobody else is there today."""
    plan, stays = day.plan.expected, day.found["stays"]
    today = {ident for ident, stay in stays.items() if stay["placement"] == _room(stays, plan.stays)}
    if today != set(plan.stays):
        yield f"stays: {len(set(plan.stays) - today)} missing, {len(today - set(plan.stays))} too many"
    for ident, pupil in plan.stays.items():
        stay = stays.get(ident, {"pupil": None, "stage": "", "stations": []})
        stage = "released" if ident in plan.released else "here"
        if (stay["pupil"], stay["stage"]) != (pupil, stage):
            yield f"stay {ident} of pupil {pupil} is {stay['stage']} and not {stage}"
        if ("family" in stay["stations"]) != (ident in plan.told):
            yield f"stay {ident}: the family's station is wrong"
        if "reading" not in stay["stations"]:
            yield f"stay {ident}: the reading did not end by itself"
    alarms = set(day.found["alarms"])
    if alarms != plan.missing:
        yield f"alarms: {len(plan.missing - alarms)} missing, {len(alarms - plan.missing)} too many"
    yield from (
        f"an alarm was told {many} times" for many in Counter(day.found["alarms"]).values() if many > 1
    )


def _room(stays: dict[str, Any], planned: dict[str, int]) -> str:
    """The placement of the stays that were planned."""
    return next((str(stays[ident]["placement"]) for ident in planned if ident in stays), "")


def _gate(day: Outcome) -> Iterator[str]:
    marks = {int(pupil): code for pupil, code in day.found["marks"].items()}
    late = {pupil for pupil, code in marks.items() if code in LATE}
    away = {pupil for pupil, code in marks.items() if code == AWAY}
    if (late, away) != (day.plan.expected.late, day.plan.expected.away):
        yield f"the register says late {late} and away {away}"
    if len(day.found["owed"]) < len(late):
        yield "somebody who was late owes nothing"
    if not day.found["registers"]:
        yield "the register of the detention was not sent"


def _messages(day: Outcome) -> Iterator[str]:
    """Whatever was to be said was said once: each mail arrived once, none was lost, and nothing else came."""
    rows = day.found["messages"]
    yield from (f"{key} is there {many} times" for key, many in _keys(rows).items() if many > 1)
    yield from (
        f"message {row['key']} ({row['template']}) is {row['status']}"
        for row in rows
        if not _is_through(row, killed=bool(day.kills))
    )
    leads = {row["mail"] for row in rows if row["status"] == SENT and not row["carried"]}
    doubtful = {row["mail"] for row in rows if row["status"] == CHECK}
    if lost := leads - set(day.mail):
        yield f"sent and never arrived: {sorted(lost)[:5]}"
    if extra := set(day.mail) - leads - doubtful:
        yield f"arrived and not known as sent: {sorted(extra)[:5]}"
    yield from (f"{ident} arrived {many} times" for ident, many in day.mail.items() if many > 1)
    expected = day.plan.expected
    late = Counter(row["pupil"] for row in rows if row["cause"] == "late")
    if late != Counter(expected.late):
        yield f"of {len(expected.late)} who were late, {sum(late.values())} families are told"
    written = Counter((row["pupil"], row["template"]) for row in rows if row["cause"] == "hand")
    if written != Counter(expected.written):
        yield f"{len(expected.written)} were written to by hand, {sum(written.values())} stand in the outbox"


def _keys(rows: list[dict[str, Any]]) -> Counter[str]:
    return Counter(row["key"] for row in rows)


def _is_through(row: dict[str, Any], *, killed: bool) -> bool:
    """Gone, or in somebody's hands; where a worker died in the middle, a person has been asked to look."""
    if row["status"] in (SENT, *BY_HAND):
        return True
    return killed and row["status"] == CHECK and bool(row["asked"])


def _promises(day: Outcome) -> Iterator[str]:
    """Each deadline of the day was met, or whom it concerns and the post above heard of it."""
    found = day.found
    yield from (f"deadline {name} has not fired" for name in found["unfired"])
    yield from (f"task {name} is past its time and nobody heard" for name in found["silent"])
    yield from (f"task {pk} is past its time and its owner was not told" for pk in found["untold"])
    if not found["escalated"]:
        yield "no task ran out of time, though some families were not told"
