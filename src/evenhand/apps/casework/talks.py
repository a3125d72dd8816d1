"""Which tasks stand for holding a conversation, and the page on which it is held."""

from __future__ import annotations

from django.urls import reverse

from evenhand.apps.casework.models import Proposal, Task
from evenhand.engine.pack.schema import Conversation, Pack

MOMENTS = frozenset({"opened", "not_ready", "absent"})


def task_kinds(talk: Conversation) -> frozenset[str]:
    """The kinds of task that stand for holding it: its own, those of a session, of a chase and of an absent adult."""
    own = {effect.id for effect in talk.effects if effect.kind == "task" and effect.on in MOMENTS}
    chased = {talk.task or talk.id} if talk.chases else set()
    return frozenset({*own, *chased, *({talk.task} if talk.task else set())})


def kinds_of(pack: Pack) -> dict[str, Conversation]:
    """The conversation that each kind of task stands for."""
    return {kind: talk for talk in pack.conversations.values() for kind in task_kinds(talk)}


def address_of(task: Task) -> str:
    """What the conversation of a task is known by: the stay or the entry that it is about."""
    return task.about or str(task.event_id)


def page_of(pack: Pack, task: Task) -> str:
    """The address of the page on which it is held; "" for any other task."""
    talk = kinds_of(pack).get(task.kind)
    return reverse("restorative:talk", args=[address_of(task), talk.id]) if talk else ""


def session_of(pack: Pack, proposal: Proposal) -> str:
    """The address at which a suggested session is opened; "" for any other proposal."""
    talk = pack.conversations.get(proposal.kind)
    suggested = talk is not None and talk.between and proposal.event_id is not None
    return reverse("restorative:session", args=[proposal.event_id]) if suggested else ""
