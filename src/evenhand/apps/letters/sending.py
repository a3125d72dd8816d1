"""The worker's round: open gates, send what is due, find out what is unknown, follow what was taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from evenhand.apps.access.actors import Actor, system_actor
from evenhand.apps.letters.calls import settle_calls
from evenhand.apps.letters.changing import change_all
from evenhand.apps.letters.claiming import claim, parcel_id
from evenhand.apps.letters.gates import hold_back, open_gates
from evenhand.apps.letters.habits import Habits, habits_of, may_go_at
from evenhand.apps.letters.lateness import alert_late
from evenhand.apps.letters.models import Channel, Message, Status
from evenhand.apps.letters.providers.gateway import Gateway
from evenhand.apps.letters.providers.notify import Notify
from evenhand.apps.letters.providers.parcels import Answer, Parcel, Provider, Verdict
from evenhand.apps.letters.providers.smtp import Smtp
from evenhand.apps.letters.trouble import by_hand, undelivered
from evenhand.apps.letters.ways import address_of, configured, set_up, text_provider
from evenhand.apps.letters.wording import form_of
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School

BATCH = 200
WORKER = "worker"
# After so many minutes again; after the last a person is asked.
BACK_OFF = (1, 5, 15, 60, 240)
ASKED_FOR = timedelta(days=1)
TIME_TO_CALL = timedelta(minutes=30)
PARTED = "\n\n* * *\n\n"


def tick() -> None:
    """One round of the worker over every school, each in its own scope."""
    each_school(round_of, "the outbox")


def round_of(school: School) -> int:
    """One school's round; returns how many messages were handed over. Raises NoPolicy."""
    policy_of(school.pk)
    with transaction.atomic():
        open_gates(school)
        settle_calls(school)
    recover(school)
    sent = send_due(school)
    with transaction.atomic():
        alert_late(school, now())
    return sent


def send_due(school: School, moment: datetime | None = None) -> int:
    """Send what is due; returns how many messages were taken by a provider."""
    moment = moment or now()
    due = list(
        Message.objects.filter(status=Status.QUEUED, not_before__lte=moment)
        .select_related("contact", "pupil")
        .order_by("not_before", "pk")[:BATCH]
    )
    if not due:
        return 0
    habits = habits_of(policy_of(school.pk).on(local(school, moment).day))
    sender = _Sender(school, habits, moment)
    try:
        return sum(sender.go(group) for group in sender.groups(hold_back(school, sender.quiet(due))))
    finally:
        sender.close()


def recover(school: School) -> int:
    """Settle what was being sent by a process that has fallen silent; returns how many."""
    moment = now()
    silent = moment - timedelta(seconds=configured()["lease"])
    lost = list(Message.objects.filter(status=Status.SENDING, claimed_at__lt=silent).order_by("pk"))
    if not lost:
        return 0
    habits = habits_of(policy_of(school.pk).on(local(school, moment).day))
    sender = _Sender(school, habits, moment)
    for mark in dict.fromkeys(message.claim for message in lost):
        group = [message for message in lost if message.claim == mark]
        provider = sender.provider(group[0].channel)
        known = provider.find(parcel_id(group[0])) if provider else Answer(Verdict.UNKNOWN)
        if (
            known.verdict == Verdict.UNKNOWN
            and group[0].made_at > moment - ASKED_FOR
            and provider
            and provider.can_be_asked
        ):
            Message.objects.filter(claim=mark).update(claimed_at=moment)
            continue
        sender.settle(group, known._replace(words=known.words or "The sender stopped in the middle."))
    sender.close()
    return len(lost)


class _Sender:
    """One round at one school: the providers' connections, and what is done with their answers."""

    def __init__(self, school: School, habits: Habits, moment: datetime) -> None:
        self.school = school
        self.habits = habits
        self.moment = moment
        self.pack = policy_of(school.pk).pack
        self.actor: Actor = system_actor(school.pk, WORKER)
        self.providers: dict[str, Provider] = {}

    def close(self) -> None:
        """Let go of every connection."""
        for provider in self.providers.values():
            provider.close()

    def quiet(self, due: Sequence[Message]) -> list[Message]:
        """What may go now; the rest is put off to the end of the quiet hours. Urgent messages know no quiet hours."""
        first = may_go_at(self.school, self.habits, self.moment)
        if first <= self.moment:
            return list(due)
        later = [message.pk for message in due if not form_of(self.pack, message.template).urgent]
        Message.objects.filter(pk__in=later, status=Status.QUEUED).update(not_before=first)
        return [message for message in due if message.pk not in set(later)]

    def groups(self, due: Sequence[Message]) -> Iterator[list[Message]]:
        """What goes together: the waiting messages of one family by one way, whose hold is over."""
        seen: set[int] = set()
        for message in due:
            if message.pk in seen:
                continue
            group = [message]
            if message.collate:
                others = Message.objects.filter(
                    collate=message.collate, status=Status.QUEUED, hold_until__lte=self.moment
                ).select_related("contact", "pupil")
                group += [other for other in hold_back(self.school, list(others)) if other.pk != message.pk]
            seen |= {one.pk for one in group}
            yield sorted(group, key=lambda one: one.pk)

    def go(self, group: Sequence[Message]) -> int:
        """Send one group as one message; returns how many messages were taken."""
        provider = self.provider(group[0].channel)
        address = address_of(group[0].channel, group[0].contact)
        if provider is None or not address:
            with transaction.atomic():
                by_hand(self.actor, self.pack, group, among=(Status.QUEUED,))
            return 0
        won = claim(group, self.moment)
        if not won:
            return 0
        answer = provider.deliver(self.parcel(won, address))
        # What the provider can be asked about stays as it is until it has been asked.
        if answer.verdict != Verdict.UNKNOWN or not provider.can_be_asked:
            self.settle(won, answer, provider.name, address)
        return len(won) if answer.verdict == Verdict.TAKEN else 0

    def parcel(self, group: Sequence[Message], address: str) -> Parcel:
        """Several messages as one: the first one's name, every subject once, the texts one after the other."""
        subjects = list(dict.fromkeys(message.subject for message in group))
        parted = "\n" if group[0].channel == Channel.TEXT else PARTED
        return Parcel(
            parcel_id(group[0]),
            address,
            "; ".join(subjects)[:250],
            parted.join(message.body for message in group),
            group[0].language,
            self.school.name,
        )

    def settle(self, group: Sequence[Message], answer: Answer, provider: str = "", address: str = "") -> None:
        """Write down what became of a try."""
        with transaction.atomic():
            _SETTLING[answer.verdict](self, group, answer, provider, address)

    def provider(self, channel: str) -> Provider | None:
        """The way out for that channel; None where none is set up."""
        if channel not in set_up():
            return None
        if channel not in self.providers:
            self.providers[channel] = provider_of(channel)
        return self.providers[channel]

    def taken(self, group: Sequence[Message], answer: Answer, provider: str, address: str) -> None:
        """It is the provider's now."""
        change_all(
            self.actor,
            group,
            Status.SENT,
            among=(Status.SENDING,),
            reason=answer.words,
            provider=provider,
            reference=answer.reference[:200],
            address=address or address_of(group[0].channel, group[0].contact),
            claim="",
        )
        lead, *rest = [message.pk for message in group]
        Message.objects.filter(pk=lead).update(reference=answer.reference[:200])
        Message.objects.filter(pk__in=rest).update(carried_by=lead)

    def later(self, group: Sequence[Message], answer: Answer, provider: str, address: str) -> None:
        """Nothing was taken: again after a while, until a person has to be asked."""
        for message in group:
            again = self.again(message)
            if again is None:
                self.refused([message], answer, provider, address)
                continue
            change_all(
                self.actor,
                [message],
                Status.QUEUED,
                among=(Status.SENDING,),
                change="again_later",
                reason=answer.words,
                provider=provider,
                claim="",
                not_before=again,
            )

    def again(self, message: Message) -> datetime | None:
        """When it is tried again; None after the last try, or where that leaves nobody the time to call instead."""
        if message.attempts > len(BACK_OFF):
            return None
        again = self.moment + timedelta(minutes=BACK_OFF[message.attempts - 1])
        return None if message.due_at and again > message.due_at - TIME_TO_CALL else again

    def refused(self, group: Sequence[Message], answer: Answer, provider: str, _address: str) -> None:
        """It will not be delivered in this way: a person decides how else."""
        failed = change_all(
            self.actor,
            group,
            Status.FAILED,
            among=(Status.SENDING,),
            reason=answer.words,
            provider=provider,
            claim="",
        )
        undelivered(failed)

    def unknown(self, group: Sequence[Message], answer: Answer, provider: str, address: str) -> None:
        """Perhaps it has arrived: a person looks, unless the school has settled that it goes again."""
        if self.habits.send_again:
            self.later(group, answer, provider, address)
            return
        asked = change_all(
            self.actor,
            group,
            Status.TO_CHECK,
            among=(Status.SENDING,),
            reason=answer.words,
            provider=provider,
            claim="",
        )
        undelivered(asked)


_SETTLING = {
    Verdict.TAKEN: _Sender.taken,
    Verdict.LATER: _Sender.later,
    Verdict.REFUSED: _Sender.refused,
    Verdict.UNKNOWN: _Sender.unknown,
}


def provider_of(channel: str) -> Provider:
    """A connection by that way, which must be set up."""
    if channel == Channel.EMAIL:
        return Smtp(configured())
    return Notify(configured()) if text_provider() == "notify" else Gateway(configured())


def follow() -> None:
    """Ask Notify, once in a while, what has become of what it took."""
    each_school(follow_texts, "asking after texts")


def follow_texts(school: School) -> int:
    """Ask after this school's text messages that are sent and not yet delivered; returns how many are settled."""
    if text_provider() != "notify":
        return 0
    provider, moment, settled = Notify(configured()), now(), 0
    rows = Message.objects.filter(
        status=Status.SENT,
        channel=Channel.TEXT,
        carried_by=None,
        not_before__lte=moment,
        claimed_at__gt=moment - timedelta(days=3),
    ).exclude(reference="")
    for message in rows.order_by("not_before", "pk")[:20]:
        state = provider.state(message.reference)
        wait = moment + timedelta(minutes=1)
        Message.objects.filter(pk=message.pk).update(not_before=wait)
        if state:
            settled += 1
            _followed(school, message, state)
    return settled


def _followed(school: School, message: Message, state: str) -> None:
    group = [message, *Message.objects.filter(carried_by=message)]
    status = Status.DELIVERED if state == Status.DELIVERED else Status.FAILED
    with transaction.atomic():
        changed = change_all(
            system_actor(school.pk, WORKER), group, status, among=(Status.SENT,), provider="notify"
        )
        if status == Status.FAILED:
            undelivered(changed)
