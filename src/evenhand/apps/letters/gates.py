"""Gates: no message leaves before what it waits for is cleared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit.services import Who
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.letters.calls import open_calls
from evenhand.apps.letters.changing import change_all
from evenhand.apps.letters.models import Channel, Message, Status
from evenhand.apps.letters.queueing import BY_HAND, WAITS_FOR
from evenhand.apps.letters.wording import form_of
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import StayStation
from evenhand.apps.tenancy.models import School

CLEARED, SHUT, OFF = "cleared", "shut", "off"


def open_gates(school: School) -> list[Message]:
    """Let go what is no longer held up; cancel what its gate has refused. In a transaction."""
    held = list(Message.objects.filter(status=Status.HELD).order_by("pk"))
    found = {message.pk: _state(school, message) for message in held}
    actor = system_actor(school.pk, "worker")
    refused = [message for message in held if found[message.pk] == OFF]
    change_all(
        actor, refused, Status.CANCELLED, among=(Status.HELD,), reason="What it waited for was declined."
    )
    return let_go(
        actor, [message for message in held if found[message.pk] == CLEARED], "The gate is cleared."
    )


def let_go(actor: Who, held: Sequence[Message], reason: str) -> list[Message]:
    """Held messages go on their way: they wait for their time, or for the hand that prints or phones them."""
    gone = []
    for status in (Status.QUEUED, Status.TO_PRINT, Status.TO_PHONE):
        some = [message for message in held if BY_HAND.get(Channel(message.channel), Status.QUEUED) == status]
        gone += change_all(actor, some, status, among=(Status.HELD,), change="released", reason=reason)
    open_calls([message for message in gone if message.status == Status.TO_PHONE])
    return gone


def hold_back(school: School, due: Sequence[Message]) -> list[Message]:
    """What may go of these: where a task that they wait for has been opened meanwhile, they are held again."""
    pack = policy_of(school.pk).pack
    stopped = [
        message for message in due if form_of(pack, message.template).waits_for and _waits(school, message)
    ]
    if stopped:
        with transaction.atomic():
            change_all(
                system_actor(school.pk, "worker"),
                stopped,
                Status.HELD,
                among=(Status.QUEUED,),
                gate_kind=WAITS_FOR,
            )
    return [message for message in due if message not in stopped]


def _state(school: School, message: Message) -> str:
    check = KINDS.get(message.gate_kind)
    return check(school, message) if check else SHUT


def _task(_school: School, message: Message) -> str:
    done = Task.objects.filter(pk=_number(message.gate_key), status="done").exists()
    return CLEARED if done else SHUT


def _station(_school: School, message: Message) -> str:
    stay, _, station = message.gate_key.partition(":")
    done = StayStation.objects.filter(stay_id=stay, station=station).exists()
    return CLEARED if done else SHUT


def _proposal(_school: School, message: Message) -> str:
    row = Proposal.objects.filter(pk=_number(message.gate_key)).first()
    if row is None or row.status == "open":
        return SHUT
    return CLEARED if row.status == "accepted" else OFF


def _waiting(school: School, message: Message) -> str:
    return SHUT if _waits(school, message) else CLEARED


def _waits(school: School, message: Message) -> bool:
    """Whether a task is open for the pupil that a message of this template waits for."""
    if message.pupil_id is None:
        return False
    kinds = form_of(policy_of(school.pk).pack, message.template).waits_for
    return Task.objects.filter(pupil_id=message.pupil_id, kind__in=kinds, status="open").exists()


def _number(key: str) -> int:
    return int(key) if key.isdecimal() else 0


KINDS: dict[str, Callable[[School, Message], str]] = {
    "task": _task,
    "station": _station,
    "proposal": _proposal,
    WAITS_FOR: _waiting,
}
