"""The class page put together: one read of each kind, one pass of the engine, then the page's own data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.conduct import selectors
from evenhand.apps.conduct.catalogue import build_catalogue, known_acts, known_details, known_titles
from evenhand.apps.conduct.checking import NOT_A_WHOLE_CLASS, WHOLE_CLASS
from evenhand.apps.conduct.foreseeing import Foresight, Ground, foresee
from evenhand.apps.conduct.lesson_cards import tried_before
from evenhand.apps.conduct.models import PraisePrompt
from evenhand.apps.conduct.owing import homework_item
from evenhand.apps.conduct.pages import (
    FollowLine,
    ProjectedRoom,
    Prompted,
    Room,
    Tile,
    in_order,
    lesson_name,
    tile,
)
from evenhand.apps.conduct.wishes import QUIET, wishes_in
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import agreed_on, cues_on, sessions_at
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.facts import Adjustment
from evenhand.engine.values import LadderMode, Where

RAISED_AIM = "ratio.positive_restricted"
NO_CUES: Mapping[int, str] = MappingProxyType({})
NUDGE = "Look for something to praise today."
LIKES_QUIET = "Likes praise as a quiet word: it is recorded so unless you change it."

Agreed = Mapping[int, Sequence[tuple[Adjustment, str]]]


def class_room(actor: Actor, lesson: LessonOccurrence, *, as_list: bool = False) -> Room:
    """The class page of a lesson."""
    ground = ground_of(actor, lesson)
    pupils = selectors.members(lesson)
    places = selectors.seats(lesson.group_id, lesson.day, pupils)
    until = local(ground.school, lesson.ends).time.strftime("%H:%M")
    cues = cues_on(lesson.day, [pupil.id for pupil in pupils])
    tiles, agreed, foresight = _tiles(ground, pupils, places, cues)
    return _room(
        ground,
        foresight,
        pupils,
        agreed,
        Room(
            lesson_name(lesson),
            until,
            lesson.room,
            in_order(tiles, places, as_list=as_list),
            build_catalogue(
                ground.policy.on(lesson.day), selectors.usual_codes(actor.user_id, lesson.day), ground.where
            ),
            lesson,
            as_list,
            homework=homework_item(ground.policy.on(lesson.day)) is not None,
        ),
    )


def corridor(actor: Actor, pupil: Pupil) -> Room:
    """The same page for one pupil outside lessons."""
    ground = ground_of(actor, None)
    today = local(ground.school, ground.now).day
    tiles, agreed, foresight = _tiles(ground, [pupil], {})
    usual = selectors.usual_codes(actor.user_id, today)
    gate = ground.policy.pack.gate
    named = [gate.place] if gate else []
    room = Room(
        pupil.display_name,
        "",
        "",
        tiles,
        build_catalogue(ground.policy.on(today), usual, ground.where),
        places=tuple(dict.fromkeys((*named, *selectors.recent_places(today)))),
    )
    return _room(ground, foresight, [pupil], agreed, room)


def class_state(actor: Actor, lesson: LessonOccurrence) -> dict[str, Any]:
    """What changes on the class page after a record: marks of the tiles, and what would follow now."""
    ground = ground_of(actor, lesson)
    pupils = selectors.members(lesson)
    tiles, _, foresight = _tiles(ground, pupils, {})
    return {**_foreseen(foresight, ground), "marks": marks(tiles)}


def corridor_state(actor: Actor, pupil: Pupil) -> dict[str, Any]:
    """As `class_state`, for one pupil outside lessons."""
    ground = ground_of(actor, None)
    tiles, _, foresight = _tiles(ground, [pupil], {})
    return {**_foreseen(foresight, ground), "marks": marks(tiles)}


def projected(actor: Actor, lesson: LessonOccurrence) -> ProjectedRoom:
    """The class page for a screen that pupils see; nothing that may not be seen is sent at all."""
    school = school_of(lesson.school_id)
    rules = policy_of(school.pk).on(lesson.day)
    pupils = selectors.members(lesson)
    places = selectors.seats(lesson.group_id, lesson.day, pupils)
    seats = [
        Tile(
            pupil.id,
            "",
            "",
            "",
            seat=tile(pupil, places[pupil.id]).seat,
            place=tile(pupil, places[pupil.id]).place,
        )
        for pupil in pupils
    ]
    catalogue = build_catalogue(rules, selectors.usual_codes(actor.user_id, lesson.day), Where.LESSON)
    acts = {choice.code: {"label": choice.label, "kind": "achievement"} for choice in catalogue.first}
    seated = {str(one.id): {"first": one.place, "full": f"seat {one.place}"} for one in seats}
    return ProjectedRoom(
        lesson_name(lesson),
        local(school, lesson.ends).time.strftime("%H:%M"),
        in_order(seats, places, as_list=False),
        catalogue.first,
        selectors.recognised_in(lesson),
        lesson,
        {"lesson": lesson.pk, "where": "lesson", "pupils": seated, "acts": acts, "projected": True},
    )


def ground_of(actor: Actor, lesson: LessonOccurrence | None) -> Ground:
    """Where the acts of this page happen, and who would have to confirm a step there."""
    school = school_of(actor.school_id)
    policy = policy_of(school.pk)
    where = Where.LESSON if lesson is not None else Where.OUT_OF_CLASS
    moment = now()
    today = local(school, moment).day
    roles = {
        str(ladder.confirm_role)
        for ladder in policy.pack.ladders.values()
        if where in ladder.where
        and ladder.confirm_role is not None
        and str(ladder.confirm_role) not in actor.roles
    }
    leaders = {role: selectors.holders(role, today) for role in sorted(roles)}
    return Ground(actor, school, policy, calendar_of(school), moment, where, lesson, leaders)


def follow_lines(
    ground: Ground, pupils: Sequence[Pupil], code: str, agreed: Agreed, foresight: Foresight
) -> list[FollowLine]:
    """What will follow for each of these pupils from one act, the heavier first."""
    lines = []
    for pupil in pupils:
        words = foresight.outcome(pupil.id, code) or {
            "before": "recorded; nothing else follows by itself",
            "outcome": "",
            "cites": [],
        }
        lines.append(
            FollowLine(
                pupil.id,
                pupil.first_name,
                words["before"],
                words["outcome"],
                next(iter(words["cites"]), ""),
                int(words.get("weight", 0)),
                tuple((adjustment.id, said) for adjustment, said in asked(ground, agreed.get(pupil.id, ()))),
                tuple(words.get("also", ())),
            )
        )
    return sorted(lines, key=lambda line: -line.weight)


def asked(ground: Ground, agreed: Sequence[tuple[Adjustment, str]]) -> list[tuple[Adjustment, str]]:
    """The adjustments to be answered before a concern, in their words; none where the school has switched that off."""
    rules = ground.policy.on(local(ground.school, ground.now).day)
    modes = {
        rules.word(ladder.adjust_mode)
        for ladder in ground.policy.pack.ladders.values()
        if ground.where in ladder.where and ladder.adjust_mode
    }
    if "prompt" not in modes:
        return []
    kinds = ground.policy.pack.adjustments
    return [
        (item, words or (kinds[item.kind].label if item.kind in kinds else item.kind))
        for item, words in agreed
    ]


def marks(tiles: Sequence[Tile]) -> dict[str, dict[str, Any]]:
    """The marks of the tiles, as the script puts them."""
    return {
        str(one.id): {
            "recognised": one.recognised,
            "warnings": one.warnings,
            "away": one.away,
            "adjusts": one.adjusts,
        }
        for one in tiles
    }


def _tiles(
    ground: Ground,
    pupils: Sequence[Pupil],
    places: Mapping[int, tuple[int, int]],
    cues: Mapping[int, str] = NO_CUES,
) -> tuple[tuple[Tile, ...], Agreed, Foresight]:
    ids = [pupil.id for pupil in pupils]
    today = local(ground.school, ground.now).day
    agreed = agreed_on(today, ids)
    foresight = foresee(ground, pupils, selectors.states(ids), agreed)
    stars = selectors.recognised(ids, today)
    elsewhere = sessions_at(ground.school, ground.now, ids)
    tiles = tuple(
        tile(
            pupil,
            places.get(pupil.id),
            recognised=stars[pupil.id],
            adjusts=pupil.id in agreed,
            warnings=foresight.standing[pupil.id].warnings,
            away=foresight.standing[pupil.id].away
            or (f"in {elsewhere[pupil.id][0]}" if pupil.id in elsewhere else ""),
            cue=cues.get(pupil.id, ""),
        )
        for pupil in pupils
    )
    return tiles, agreed, foresight


def _room(ground: Ground, foresight: Foresight, pupils: Sequence[Pupil], agreed: Agreed, room: Room) -> Room:
    """The page with what its script is told."""
    today: date = local(ground.school, ground.now).day
    rules = ground.policy.on(today)
    kinds = ground.policy.pack.ladders.values()
    advisory = any(ground.where in ladder.where and ladder.mode == LadderMode.ADVISORY for ladder in kinds)
    open_prompts = selectors.open_prompts([pupil.id for pupil in pupils])
    prompts = prompts_of(ground, open_prompts)
    quiet = {pk for pk, wishes in wishes_in(open_prompts).items() if wishes.quiet}
    data = {
        "lesson": room.lesson.pk if room.lesson else None,
        "where": str(ground.where),
        "wholeClass": WHOLE_CLASS,
        "notWhole": NOT_A_WHOLE_CLASS,
        "mark": ground.policy.pack.mark,
        "titles": known_titles(ground.policy.pack, foresight.clauses),
        "pupils": {
            str(pupil.id): {
                "first": pupil.first_name,
                "full": pupil.display_name,
                **({"quiet": True} if pupil.id in quiet else {}),
                **(
                    {"adjusts": [[item.id, words] for item, words in asked(ground, agreed[pupil.id])]}
                    if pupil.id in agreed
                    else {}
                ),
            }
            for pupil in pupils
        },
        "acts": known_acts(rules, foresight.codes),
        **_foreseen(foresight, ground),
    }
    return Room(
        room.title,
        room.until,
        room.room,
        room.tiles,
        room.catalogue,
        room.lesson,
        room.as_list,
        advisory,
        room.places,
        tuple(known_details(rules)),
        prompts,
        data,
        foresight.reported,
        room.homework,
        tried_before(ground.school.pk),
        bool(quiet) and len(pupils) == 1,
    )


def _foreseen(foresight: Foresight, ground: Ground) -> dict[str, Any]:
    clauses = ground.policy.pack.clauses
    return {
        "at": foresight.at.isoformat(),
        "time": local(ground.school, foresight.at).time.strftime("%H:%M"),
        "outcomes": list(foresight.outcomes),
        "by": {str(pk): dict(found) for pk, found in foresight.by.items() if found},
        "clauses": {cite: clauses[cite].text for cite in foresight.clauses if cite in clauses},
    }


def prompts_of(ground: Ground, rows: Sequence[PraisePrompt]) -> tuple[Prompted, ...]:
    """Reasons to praise, each in the words this adult may see: why an aim is raised is for few."""
    actor = ground.actor
    figure = ground.policy.pack.params.get(RAISED_AIM)
    found = []
    for row in rows:
        if row.kind == "more":
            may_see = actor.may(Capability.AGREE_ADJUSTMENT) and figure is not None
            aim = f"Aim for {figure.values[-1].value}:1, {row.words}." if may_see and figure else NUDGE
            found.append(Prompted(row.pk, row.pupil_id, aim, False))
        elif row.kind == "request" and row.colleague_id in {None, actor.user_id}:
            found.append(
                Prompted(row.pk, row.pupil_id, f"{row.by.name} asks you to praise: {row.words}", True)
            )
        elif row.kind == "display":
            found.append(Prompted(row.pk, row.pupil_id, f"Work chosen for display: {row.words}", True))
        elif row.kind == QUIET:
            found.append(Prompted(row.pk, row.pupil_id, LIKES_QUIET, False))
    return tuple(found)
