"""Recording an act about a formal sanction as a person typed it: the engine checks it, and nothing is issued by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.http import Http404, QueryDict

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.commands import Command, Conflicting, Refused
from evenhand.apps.conduct.selectors import states
from evenhand.apps.conduct.services import record
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.policy.words import title_of
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.facts import Fact, Sanction
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import FormalSanction
from evenhand.engine.rules.formal_sanction.process import stages_of
from evenhand.engine.rules.formal_sanction.records import find, known
from evenhand.engine.values import Act, EventKind, Where
from evenhand.engine.wire import state_from_plain
from evenhand.web.sanctions.answers import read
from evenhand.web.sanctions.asking import Asked, Part, may, parts_of, unplaced

# What people put on record here; everything later, letters and meetings among it, comes over the interface.
OFFERED = (Act.CONSIDER, Act.PROPOSE, Act.ISSUE, Act.WITHDRAW)
AGAIN = "This was recorded before with other words. Open the page again to see what stands."
LIMITS = {
    "limit:single": "That is longer than one may be.",
    "limit:year": "That is more than the days that a school year allows.",
    "limit:half_days": "The school uses whole days only.",
    "limit:overlap": "Another one holds on some of these days.",
    "limit:same_incident": "One was decided for this already, and the policy allows no second.",
    "new_decision": "This one is decided. What comes after it is a decision of its own.",
}


class Wanted(NamedTuple):
    """The act that is asked for: by whom, about whom, of which kind, about which sanction on record."""

    actor: Actor
    pupil: Pupil
    rules: Rules
    declared: FormalSanction
    act: Act
    sanction: Sanction | None


class Outcome(NamedTuple):
    """What came of recording: the parts of the form to show again, and why nothing was recorded; `done` where it was."""

    done: bool
    parts: tuple[Part, ...] = ()
    problems: tuple[str, ...] = ()


def wanted(actor: Actor, pupil: Pupil, kind: str, act: str, about: str = "") -> Wanted:
    """What the address asks for; a 404 where the pack, or the actor's roles, know no such act."""
    rules = policy_of(actor.school_id).on(today(school_of(actor.school_id)))
    declared = rules.pack.sanctions.get(kind)
    if declared is None or act not in OFFERED or not may(actor, rules, declared, Act(act)):
        raise Http404
    sanction = find(on_record(pupil), about)
    if about and (sanction is None or sanction.kind != kind):
        raise Http404
    return Wanted(actor, pupil, rules, declared, Act(act), sanction)


def on_record(pupil: Pupil) -> tuple[Sanction, ...]:
    """The pupil's formal sanctions as they stand."""
    state = states([pupil.pk]).get(pupil.pk)
    return state_from_plain(state).sanctions if state else ()


def asked(want: Wanted, details: Mapping[str, Fact], missing: Mapping[str, str]) -> Asked:
    """What the form asks, with what is known from earlier acts and typed by now."""
    about = want.sanction.id if want.sanction else ""
    own: dict[str, Fact] = {"form": str(want.declared.form), "about": about}
    told = {**own, **known(want.sanction, want.act), **details}
    day = today(school_of(want.actor.school_id))
    return Asked(want.rules, want.declared, want.act, want.actor, want.sanction, told, missing, day)


def typed(want: Wanted, post: QueryDict) -> dict[str, Fact]:
    """What was typed; an answer may bring up further fields, whose answers are read too."""
    more = {f"detail:{name}": "" for name in post.getlist("also") if name.replace("_", "").isalnum()}
    first = read(post, parts_of(asked(want, {}, more)))
    return read(post, parts_of(asked(want, first, more)))


def put_on_record(want: Wanted, token: UUID, post: QueryDict, cause: str) -> Outcome:
    """Record the act as typed; the same token again is the same act."""
    details = typed(want, post)
    command = Command(
        token,
        EventKind.SANCTION,
        want.pupil.pk,
        want.declared.id,
        where=Where.OUT_OF_CLASS,
        details={**details, "stage": str(want.act)},
        about=want.sanction.id if want.sanction else cause,
    )
    try:
        record(want.actor, commands=[command])
    except Refused as refused:
        missing = {one.field: words_of(want, one.field, one.message) for one in refused.problems}
        again = asked(want, details, missing)
        parts = parts_of(again)
        return Outcome(False, parts, unplaced(again, parts))
    except Conflicting:
        return Outcome(False, parts_of(asked(want, details, {})), (AGAIN,))
    return Outcome(True)


def words_of(want: Wanted, fact: str, message: str) -> str:
    """What the engine refused for, in words."""
    kind, _, name = fact.partition(":")
    if fact in LIMITS:
        return LIMITS[fact]
    if kind == "act" and name in [*Act]:
        stages = stages_of(want.rules.pack, want.declared.id, Act(name))
        first = stages[0].label if stages else name.replace("_", " ").capitalize()
        return f"This has to be put on record first: {first}."
    if kind == "role":
        return f"Only this role may do that: {title_of(want.rules.pack, name)}."
    gates = (gate for stage in want.rules.pack.sanction_stages for gate in stage.gates)
    gate = next((one for one in gates if kind == "gate" and one.id == name.partition(".")[0]), None)
    return f"This is missing: {gate.label}." if gate else message
