"""Conversations after a step that owes one: most were held, some are put off, passed on or still to come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from evenhand.apps.conduct.bulk import Telling
from evenhand.apps.people.models import Pupil
from evenhand.apps.restorative.talking import REASSIGNED
from evenhand.cli.demo.history.advisory import ladder_of
from evenhand.cli.demo.history.diary import minutes_after
from evenhand.cli.demo.history.strict import Story
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.staffing import Adult
from evenhand.engine.facts import Fact
from evenhand.engine.pack.schema import Conversation
from evenhand.engine.values import EventKind, Where

LAST_DAYS = timedelta(days=14)
NEXT_DAY = time(9, 2)
SOON, LONG, AT_ONCE = 12, 40, 3  # minutes after the step
SAID = "said:"


def tell(story: Story) -> None:
    """What became of each conversation that a step of the ladder owes. The newest are left to whoever looks in."""
    talk = _owed_by_steps(story)
    if talk is None:
        return
    pupils = {pupil.pk: pupil for pupil in story.pupils}
    recent = 0
    for telling in _steps(story, talk):
        command, at = telling.command, telling.command.happened_at
        if at is None:
            continue
        adult = next(one for one in story.diary.team.adults if one.actor.user_id == telling.actor.user_id)
        told = at.astimezone(ZoneInfo(story.diary.site.school.zone))
        local = datetime.combine(told.date(), told.time())
        pupil, about = pupils[command.pupil_id], str(command.event_id)
        if local.date() == story.diary.site.demo.opens.date():
            _today(story, talk, pupil, about, adult, local)
        elif at > story.diary.site.opens - LAST_DAYS:
            _recent(story, talk, pupil, about, adult, local, recent)
            recent += 1
        else:
            _held(story, talk, pupil, about, adult, _later(story, local))


def _owed_by_steps(story: Story) -> Conversation | None:
    owing = {effect.id for step in ladder_of(story).steps for effect in step.effects}
    talks = story.shelf.rules.pack.conversations.values()
    return next((talk for talk in talks if talk.task in owing), None)


def _steps(story: Story, talk: Conversation) -> list[Telling]:
    """The first step of a pupil's day that owes the conversation, in order of time."""
    owing = [
        step.position
        for step in ladder_of(story).steps
        if any(effect.id == talk.task for effect in step.effects)
    ]
    found: dict[tuple[int, date], Telling] = {}
    for telling in story.diary.tellings():
        command = telling.command
        if (
            command.kind == EventKind.LADDER_STEP
            and command.details.get("step") in owing
            and command.happened_at
        ):
            found.setdefault((command.pupil_id, command.happened_at.date()), telling)
    return list(found.values())


def _later(story: Story, at: datetime) -> datetime:
    """Some time after the step, on the same day."""
    return minutes_after(at, story.diary.site.rng.randint(SOON, LONG))


def _recent(
    story: Story, talk: Conversation, pupil: Pupil, about: str, adult: Adult, at: datetime, number: int
) -> None:  # fmt: skip
    """One after the other: held with something to put right; put off to the next day; passed on, and held by the other."""
    when, way = _later(story, at), number % 3
    next_day = datetime.combine(story.diary.site.calendar.next_school_day(at.date()), NEXT_DAY)
    if way == 0:
        _held(story, talk, pupil, about, adult, when, repairs=True)
    elif way == 1:
        later = words("talk_later")[number % len(words("talk_later"))]
        _stage(story, talk, pupil, about, adult, when, {"stage": "not_ready", "reason": later})
        _held(story, talk, pupil, about, adult, next_day)
    else:
        lead = _pass_on(story, talk, pupil, about, adult, when)
        _held(story, talk, pupil, about, lead, next_day)


def _today(story: Story, talk: Conversation, pupil: Pupil, about: str, adult: Adult, at: datetime) -> None:
    """What the plan's own class teacher owes waits; another's is passed on, so that somebody leads one."""
    if adult.person not in story.diary.site.plan.staff:
        _pass_on(story, talk, pupil, about, adult, minutes_after(at, AT_ONCE))


def _pass_on(story: Story, talk: Conversation, pupil: Pupil, about: str, adult: Adult, at: datetime) -> Adult:
    """To whoever leads such conversations, who is returned."""
    lead = story.diary.team.leader_of(str(talk.lead_roles[0]), pupil.year_group)
    reason, owner = words("override")[0], str(lead.actor.user_id)
    _stage(story, talk, pupil, about, adult, at, {"stage": REASSIGNED, "reason": reason, "owner": owner})
    return lead


def _held(
    story: Story, talk: Conversation, pupil: Pupil, about: str, adult: Adult, at: datetime, *, repairs: bool = False
) -> None:  # fmt: skip
    rules, rng = story.shelf.rules, story.diary.site.rng
    asked = talk.prompts[: rules.number(talk.minimum) + rng.randint(0, 1)][: rules.number(talk.maximum)]
    said = words("talk")
    details: dict[str, Fact] = {"stage": "held", "prompts": tuple(str(prompt.value) for prompt in asked)}
    details |= {SAID + str(prompt.value): said[number % len(said)] for number, prompt in enumerate(asked)}
    if repairs and "repair" in talk.promises:
        details["repair"] = rng.choice(words("talk_repair"))
        details[talk.promises["repair"]] = story.diary.site.calendar.next_school_day(
            story.diary.site.demo.opens.date()
        ).isoformat()
    _stage(story, talk, pupil, about, adult, at, details)


def _stage(
    story: Story, talk: Conversation, pupil: Pupil, about: str, adult: Adult, at: datetime, details: dict[str, Fact]
) -> None:  # fmt: skip
    story.diary.tell(
        adult,
        EventKind.CONVERSATION,
        pupil,
        at,
        code=talk.id,
        about=about,
        where=Where.OUT_OF_CLASS,
        details=details,
    )
