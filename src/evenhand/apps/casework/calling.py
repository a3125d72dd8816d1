"""Calls for support: the stamp of a call closes the task that asked for it and tells those who are called."""

from __future__ import annotations

from typing import Any

from evenhand.apps.casework.models import Alert, Task, TaskChange
from evenhand.apps.policy.performers import Work

MADE = "called"


def called(work: Work, event: Any) -> None:
    """A call was made: close the oldest open task to make it in the event's scope, and alert its audience only.

    The call was made at the device's time, which may lie before the time of recording (INF-SS-21). Answers and
    arrivals close nothing. Support is asked of the audience that the pack names, of nobody else (INF-SS-27).
    """
    if event.details.get("stage") != MADE:
        return
    _alert(work, event)
    rows = Task.objects.filter(
        pupil_id=event.pupil_id, event__scope=event.scope, kind=event.code, status="open"
    )
    task = rows.order_by("pk").first()
    if task is None:
        return
    task.status, task.closed_at, task.closed_by_id = "done", event.happened_at, event.recorded_by_id
    task.save(update_fields=["status", "closed_at", "closed_by"])
    TaskChange.objects.create(
        school_id=work.school.pk,
        task=task,
        at=event.recorded_at,
        by_id=event.recorded_by_id,
        change="done",
        reason="call stamped",
    )


def _alert(work: Work, event: Any) -> None:
    effects = (
        effect
        for ladder in work.policy.pack.ladders.values()
        for step in ladder.steps
        for effect in step.effects
        if effect.stamp and effect.id == event.code and effect.audience
    )
    effect = next(effects, None)
    if effect is not None:
        Alert.objects.create(
            school_id=work.school.pk,
            at=event.happened_at,
            role=effect.audience,
            kind="call",
            subject=effect.label,
            body={"event": str(event.pk), "about": event.about, "pupil": event.pupil_id},
        )
