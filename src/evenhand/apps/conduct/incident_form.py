"""The form of an incident, read: whatever step it is at, nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, QueryDict

from evenhand.apps.access import roads
from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.conduct import selectors
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.conduct.incidents import ALLEGED, MOST_PUPILS, Part, Told
from evenhand.apps.conduct.plain_form import answers_of, details_of, new_token, numbers_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.selectors import school_of, today

LONGEST_PLACE = 80


@dataclass(frozen=True, slots=True)
class Form:
    """What a page of an incident holds. `doing` is the button: find, add, drop, check or record."""

    actor: Actor
    sent: QueryDict
    token: str
    doing: str
    pupils: tuple[Pupil, ...]
    lesson: LessonOccurrence | None

    @classmethod
    def read(cls, actor: Actor, sent: QueryDict) -> Form:
        """The form as it was sent, or the start of one from an address that names pupils."""
        doing, _, key = sent.get("do", "").partition("-")
        wanted = numbers_of([*sent.getlist("pupil"), key] if doing == "add" else sent.getlist("pupil"))
        if doing == "drop":
            wanted = [pk for pk in wanted if str(pk) != key]
        found = Pupil.objects.in_bulk(wanted[:MOST_PUPILS])
        pupils = tuple(
            found[pk]
            for pk in wanted
            if pk in found and actor.may(Capability.RECORD_ANYWHERE, found[pk].year_group)
        )
        lesson = typed.number(sent.get("lesson", ""))
        held = roads.lesson(actor, lesson) if lesson is not None else None
        return cls(actor, sent, sent.get("token") or new_token(), doing, pupils, held)

    def text(self, name: str) -> str:
        """What was typed into a field."""
        return str(self.sent.get(name, "")).strip()

    def role(self, pupil: Pupil) -> str:
        """The part chosen for a pupil; who was tapped on the class page took part until something else is said."""
        return self.text(f"role-{pupil.pk}")

    def told(self) -> Told:
        """The incident as it may be recorded. Raises Refused for a time that cannot be read, 404 for a made-up token."""
        try:
            token = UUID(self.token)
        except ValueError as error:
            raise Http404 from error
        parts = tuple(self._part(pupil) for pupil in self.pupils)
        lesson = self._lesson(parts)
        return Told(
            token,
            parts,
            self.text("words"),
            self.text("place")[:LONGEST_PLACE],
            self._when(),
            lesson.pk if lesson else None,
        )

    def codes(self) -> dict[int, str]:
        """The act of each pupil who took part and for whom one is chosen, by pupil."""
        items = policy_of(self.actor.school_id).pack.items
        return {
            pupil.pk: code
            for pupil in self.pupils
            if self.role(pupil) == ALLEGED and (code := self.text(f"act-{pupil.pk}")) in items
        }

    def _part(self, pupil: Pupil) -> Part:
        pack = policy_of(self.actor.school_id).pack
        role = self.role(pupil)
        code = self.codes().get(pupil.pk, "") if role == ALLEGED else ""
        details = details_of(self.sent, pack, pack.items[code].details) if code else {}
        return Part(
            pupil, role, self.text(f"words-{pupil.pk}"), code, details, answers_of(self.sent, pupil.pk)
        )

    def _lesson(self, parts: tuple[Part, ...]) -> LessonOccurrence | None:
        """The lesson, if all who took part are in its class; others make it something outside the lesson."""
        if self.lesson is None:
            return None
        here = {pupil.pk for pupil in selectors.members(self.lesson)}
        return self.lesson if all(part.pupil.pk in here for part in parts if part.role == ALLEGED) else None

    def _when(self) -> datetime | None:
        said = self.text("time")
        if not said:
            return None
        school = school_of(self.actor.school_id)
        at = typed.clock_time(said)
        if at is None:
            raise Refused((Problem(self.token, "time", "Write the time like 11:05."),))
        return to_instant(school, today(school), at)
