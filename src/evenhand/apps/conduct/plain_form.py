"""The class page without script: a plain form to the same service. The server makes the ids.

A recognition is recorded at once. A concern comes back with what will follow, the details that the policy
demands and the agreed adjustments, and is recorded from there. A form sent twice is one record: the ids follow
from the token that the page was sent with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.conduct import rooms, selectors
from evenhand.apps.conduct.catalogue import known_acts, known_details
from evenhand.apps.conduct.commands import Command, Conflicting, Refused
from evenhand.apps.conduct.foreseeing import foresee
from evenhand.apps.conduct.lesson_cards import tried_before
from evenhand.apps.conduct.services import record
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import agreed_on
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.engine.facts import Answer, Fact
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import CardKind, EventKind, Where

# The detail that says what an adult had tried before a concern.
TRIED = "tried"
# The detail that says that praise was a quiet word.
PRIVATE = "private"


def new_token() -> str:
    """What makes two sends of one page the same record."""
    return str(new_event_id())


def receive(request: ActorRequest, lesson: LessonOccurrence) -> HttpResponse:
    """Record what the form says, or show first what will follow."""
    members = {pupil.pk: pupil for pupil in selectors.members(lesson)}
    chosen = [members[pk] for pk in numbers_of(request.POST.getlist("pupil")) if pk in members]
    return _receive(request, chosen, lesson, redirect("class", lesson.pk))


def receive_corridor(request: ActorRequest, pupil: Pupil) -> HttpResponse:
    """The same for one pupil outside lessons."""
    return _receive(request, [pupil], None, redirect("corridor", pupil.pk))


def _receive(
    request: ActorRequest, chosen: Sequence[Pupil], lesson: LessonOccurrence | None, back: HttpResponse
) -> HttpResponse:
    pack = policy_of(request.actor.school_id).pack
    item = pack.items.get(request.POST.get("act", ""))
    if not chosen or item is None:
        messages.warning(request, "Nothing was recorded: choose at least one pupil, and what happened.")
        return back
    concern = pack.groups[item.group].kind == "concern"
    if concern and not request.POST.get("sure"):
        return _show(request, chosen, item.code, lesson)
    try:
        record(request.actor, commands=commands(request.POST, pack, chosen, lesson))
    except Refused as refused:
        return _show(request, chosen, item.code, lesson, [problem.message for problem in refused.problems])
    except Conflicting:
        return _show(request, chosen, item.code, lesson, ["This form was used before. Open the class again."])
    names = ", ".join(pupil.first_name for pupil in chosen)
    messages.success(request, f"{item.label}, for {names}")
    return back


def commands(
    post: QueryDict, pack: Pack, chosen: Sequence[Pupil], lesson: LessonOccurrence | None
) -> list[Command]:
    """The form as commands, one for each pupil. Raises 404 for a token that no page of ours carried."""
    item = pack.items[str(post["act"])]
    try:
        token = UUID(post.get("token", ""))
    except ValueError as error:
        raise Http404 from error
    kind = EventKind.CONCERN if pack.groups[item.group].kind == "concern" else EventKind.ACHIEVEMENT
    details = details_of(post, pack, item.details)
    known = {card.id for card in pack.cards.values() if card.kind == CardKind.CORRECTION}
    if kind == EventKind.CONCERN and (tried := [one for one in post.getlist("tried") if one in known]):
        details[TRIED] = tuple(tried)
    if kind == EventKind.ACHIEVEMENT and post.get("private"):
        details[PRIVATE] = True
    one = Command(
        token,
        kind,
        0,
        item.code,
        where=Where.LESSON if lesson else Where.OUT_OF_CLASS,
        lesson_id=lesson.pk if lesson else None,
        place=post.get("place", "").strip()[:80],
        details=details,
        text=post.get("text", "").strip(),
    )
    return [
        replace(
            one,
            event_id=uuid5(token, f"{pupil.pk}/{item.code}"),
            pupil_id=pupil.pk,
            answers=answers_of(post, pupil.pk),
        )
        for pupil in chosen
    ]


def _show(
    request: ActorRequest,
    chosen: Sequence[Pupil],
    code: str,
    lesson: LessonOccurrence | None,
    problems: Sequence[str] = (),
) -> HttpResponse:
    """What will follow, with what is still to be said."""
    ground = rooms.ground_of(request.actor, lesson)
    today = local(ground.school, ground.now).day
    ids = [pupil.pk for pupil in chosen]
    agreed = agreed_on(today, ids)
    foresight = foresee(ground, chosen, selectors.states(ids), agreed)
    rules = ground.policy.on(today)
    wanted = ground.policy.pack.items[code].details
    context = {
        "act": ground.policy.pack.items[code],
        "lines": rooms.follow_lines(ground, chosen, code, agreed, foresight),
        "details": [detail for detail in known_details(rules) if detail["id"] in wanted],
        "conditions": known_acts(rules, foresight.codes)[code].get("conditions", []),
        "lesson": lesson,
        "corrections": tried_before(ground.school.pk),
        "pupil": chosen[0],
        "problems": list(dict.fromkeys(problems)),
        "token": request.POST.get("token", ""),
        "places": selectors.recent_places(today) if lesson is None else [],
        "place": request.POST.get("place", ""),
    }
    return render(request, "conduct/confirm.html", context, status=422 if problems else 200)


def details_of(post: QueryDict, pack: Pack, names: Sequence[str]) -> dict[str, Fact]:
    """The details of these names that a form holds, as the engine takes them."""
    found: dict[str, Fact] = {}
    for name in names:
        given = [value for value in post.getlist(f"detail-{name}") if value]
        kind = pack.details[name].type
        if not given:
            continue
        if kind == "multiple":
            found[name] = tuple(given)
        elif kind == "boolean":
            found[name] = given[0] == "yes"
        elif kind == "integer":
            figure = typed.number(given[0])
            found[name] = given[0] if figure is None else figure
        else:
            found[name] = given[0]
    return found


def answers_of(post: QueryDict, pupil_id: int) -> tuple[Answer, ...]:
    """What a form says of one pupil's agreed adjustments."""
    prefix = f"answer-{pupil_id}-"
    return tuple(
        Answer(
            name.removeprefix(prefix), value, post.get(f"reason-{name.removeprefix('answer-')}", "").strip()
        )
        for name, value in sorted(post.items())
        if name.startswith(prefix) and value in {"applied", "not_applied"} and isinstance(value, str)
    )


def numbers_of(texts: Sequence[str]) -> list[int]:
    """The ids among texts that came from outside, each once."""
    return [pk for text in dict.fromkeys(texts) if (pk := typed.number(text)) is not None]
