"""Work that the room keeps ready for a subject: it stands at once for whoever misses a lesson of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.overtaking import demand_current, last_kept, version_of
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.people.models import Group
from evenhand.apps.removal.models import SubjectWork

KEPT: Final = "room.work_ready"
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Ready:
    """What is kept for one subject; no words where nothing is."""

    subject: str
    words: str = ""
    link: str = ""
    key: int = 0

    @property
    def seen(self) -> str:
        """The version of it, for the form that changes it."""
        return version_of({"words": self.words, "link": self.link})


def ready_work() -> dict[str, SubjectWork]:
    """What the room keeps ready, by subject."""
    return {row.subject: row for row in SubjectWork.objects.exclude(words="")}


def shelf() -> tuple[tuple[Ready, ...], tuple[str, ...]]:
    """What is kept, by subject, and the subjects of the school for which nothing is."""
    kept = [
        Ready(row.subject, row.words, row.link, row.pk)
        for row in SubjectWork.objects.order_by("subject")
        if row.words
    ]
    taught = set(Group.objects.exclude(subject="").values_list("subject", flat=True).distinct())
    return tuple(kept), tuple(sorted(taught - {one.subject for one in kept}))


@transaction.atomic
def keep_ready(
    *, actor: Actor, subject: str, words: str, link: str = "", seen: str | None = None
) -> SubjectWork:
    """Keep work ready for a subject, for every pupil who misses a lesson of it. Without words nothing is kept any more.

    Args:
        seen: the version with which the form was opened; None where no form was.

    Raises:
        Refused: no subject, or a place to find nothing.
        Overtaken: somebody else has kept other work for it since.
    """
    if not subject.strip():
        raise Refused((Problem("", "subject", "Choose a subject."),))
    given = {"words": words.strip()[:LONGEST], "link": link.strip()[:LONGEST]}
    if given["link"] and not given["words"]:
        raise Refused((Problem("", "words", "Say what the work is; a line is enough."),))
    made, _ = SubjectWork.objects.get_or_create(school_id=actor.school_id, subject=subject.strip())
    row = SubjectWork.objects.select_for_update(no_key=True).get(pk=made.pk)
    about = f"subject:{row.pk}"
    standing = last_kept({"words": row.words, "link": row.link}, action=KEPT, subject=about)
    demand_current(actor, seen, standing, given)
    row.words, row.link = given["words"], given["link"]
    row.save(update_fields=["words", "link"])
    append(actor, action=KEPT, subject=about, body={"subject": row.subject})
    return row
