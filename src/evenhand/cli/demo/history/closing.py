"""What became of the tasks and proposals of the weeks before: done, decided, and a little left open."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from evenhand.apps.casework.models import Alert, Deadline, Proposal, Task, TaskChange
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.inserting import insert_rows, update_rows
from evenhand.cli.demo.history.diary import Diary, on
from evenhand.cli.demo.plan import words
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import EventKind

LEFT_OPEN = 1
# What a count has opened takes its time.
SLOW = timedelta(days=8)


def close_tasks(diary: Diary) -> None:
    """Close what would have been done by now, decide old proposals, and mark old deadlines as past."""
    site = diary.site
    today = site.calendar.school_day_on_or_after(site.demo.opens.date())
    yesterday = site.calendar.school_days_before(today, 1)[0]
    midnight = to_instant(site.school, yesterday, on(yesterday, "00:00").time())
    stations, slow = _stations(diary), _slow(policy_of(site.school.pk).pack)
    changes: list[TaskChange] = []
    closed: list[Task] = []
    overdue = LEFT_OPEN
    for task in Task.objects.filter(status="open").select_related("event").order_by("pk"):
        done = stations.get((task.about, task.kind))
        if done is not None:
            _close(diary, task, done[0], done[1], closed, changes)
        elif task.opened_at < midnight:
            at = task.opened_at + timedelta(minutes=site.rng.randint(20, 170))
            if task.kind not in slow or task.opened_at < midnight - SLOW:
                _close(diary, task, _doer(diary, task), at, closed, changes)
        elif task.due_at and task.due_at < site.opens and overdue:
            overdue -= 1
        elif task.due_at and task.due_at < site.opens:
            _close(diary, task, _doer(diary, task), min(task.due_at, site.opens), closed, changes)
    update_rows(closed, ("status", "closed_at", "closed_by_id"))
    insert_rows(changes)
    Alert.objects.filter(at__lt=midnight, seen_at__isnull=True).update(seen_at=F("at"))
    _past_deadlines(diary)
    _decide(diary, midnight)


def _stations(diary: Diary) -> dict[tuple[str, str], tuple[int | None, datetime]]:
    """By stay and station: who did it and when, from the events."""
    rows = Event.objects.filter(kind=EventKind.STATION).values_list(
        "about", "code", "recorded_by_id", "recorded_at"
    )
    return {(about, code): (by, at) for about, code, by, at in rows}


def _slow(pack: Pack) -> set[str]:
    """The tasks of cases that counts open."""
    paths = {effect.path for trigger in pack.triggers.values() for effect in trigger.effects if effect.path}
    return {effect.id for name in paths for effect in pack.paths[name].effects if effect.kind == "task"}


def _doer(diary: Diary, task: Task) -> int | None:
    if task.owner_id:
        return task.owner_id
    held = diary.team.with_role(task.role)
    return held[0].actor.user_id if held else None


def _close(
    diary: Diary, task: Task, by: int | None, at: datetime, closed: list[Task], changes: list[TaskChange]
) -> None:
    task.status, task.closed_at, task.closed_by_id = "done", at, by
    closed.append(task)
    changes.append(TaskChange(school=diary.site.school, task=task, at=at, by_id=by, change="done"))


def _past_deadlines(diary: Diary) -> None:
    """Deadlines of what is done have had their say; those of what is still open stay for the worker."""
    open_tasks = {str(pk) for pk in Task.objects.filter(status="open").values_list("pk", flat=True)}
    waiting = {str(pk) for pk in Stay.objects.filter(stage="expected").values_list("pk", flat=True)}
    past = [
        row
        for row in Deadline.objects.filter(fired_at__isnull=True, due_at__lt=diary.site.opens)
        if row.key not in open_tasks and row.key not in waiting
    ]
    for row in past:
        row.fired_at = row.due_at
    update_rows(past, ("fired_at",))


def _decide(diary: Diary, before: datetime) -> None:
    """Old proposals were decided; those of the last days wait."""
    rows = list(Proposal.objects.filter(status="open", event__recorded_at__lt=before).select_related("event"))
    confirmed = dict(
        Event.objects.filter(kind__in=(EventKind.CONFIRM, EventKind.DECLINE)).values_list("about", "kind")
    )
    for row in rows:
        answer = confirmed.get(str(row.event_id))
        held = diary.team.with_role(row.decider_role)
        row.status = "accepted" if answer == EventKind.CONFIRM else "declined"
        told_at = row.event.recorded_at if row.event else before
        row.decided_at = told_at + timedelta(minutes=diary.site.rng.randint(5, 90))
        row.decided_by_id = held[0].actor.user_id if held else None
        row.reasons = "" if answer else words("suspension")[0]
    update_rows(rows, ("status", "decided_at", "decided_by_id", "reasons"))
