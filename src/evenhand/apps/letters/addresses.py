"""The school's address book of authorities: by whom letters to them are named, and where they go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.overtaking import demand_current, last_kept
from evenhand.apps.audit.services import append
from evenhand.apps.letters.models import Authority, Message
from evenhand.apps.tenancy.models import School

# Whom a policy may have told outside the family, and the police for calls. Others differ from pupil to pupil.
KNOWN: Final[Mapping[str, str]] = {
    "school_authority": "Local authority of the school",
    "home_authority": "Local authority where most pupils live",
    "virtual_school_head": "Virtual school head",
    "governors": "Governors",
    "trust": "Trust",
    "police": "Police contact",
}
FIELDS: Final = ("name", "lines", "email", "phone")
LONGEST_LINES: Final = 400
SAVED: Final = "save_address"


def book() -> dict[str, Authority]:
    """What is known of each authority of the school whose scope is open, by its key."""
    return {row.key: row for row in Authority.objects.all()}


def words_of(known: Mapping[str, Authority]) -> dict[str, str]:
    """What the book holds, as its form has it: by key and field."""
    return {
        f"{key}-{field}": getattr(known[key], field, "") if key in known else ""
        for key in KNOWN
        for field in FIELDS
    }


@transaction.atomic
def save_all(actor: Actor, given: Mapping[str, Mapping[str, str]], *, seen: str | None = None) -> None:
    """Keep the whole book as its form has it.

    Args:
        given: the fields of each authority, by its key.
        seen: the version of the book with which the form was opened; None where no form was.

    Raises:
        Overtaken: somebody else has changed what this would write over.
    """
    School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    known = book()
    stands = words_of(known)
    wanted = {
        f"{key}-{field}": _tidy(words) for key, fields in given.items() for field, words in fields.items()
    }
    other = sorted({name.partition("-")[0] for name, words in wanted.items() if stands[name] != words})
    standings = [last_kept(stands, action=SAVED, subject=f"authority:{key}") for key in other]
    for standing in sorted(standings, key=lambda one: one.by == actor.user_id)[:1]:
        demand_current(actor, seen, standing, wanted)
    for key, fields in given.items():
        if key in known or any(fields.values()):
            save(actor, key=key, **fields)


@transaction.atomic
def save(
    actor: Actor, *, key: str, name: str, lines: str = "", email: str = "", phone: str = ""
) -> Authority:
    """Keep how an authority is named and reached; the log has what was changed, not the values.

    Raises ValueError for a key that no policy can name.
    """
    if key not in KNOWN:
        raise ValueError(f"{key} is not in the address book")
    row = Authority.objects.filter(key=key).first() or Authority(school_id=actor.school_id, key=key)
    given = {"name": name.strip(), "lines": _tidy(lines), "email": email.strip(), "phone": phone.strip()}
    changed = [field for field in FIELDS if getattr(row, field) != given[field]]
    if changed:
        for field in changed:
            setattr(row, field, given[field])
        row.save()
        append(actor, action=SAVED, subject=f"authority:{key}", body={"changed": changed})
    return row


def named(message: Message, known: Mapping[str, Authority]) -> str:
    """Whom a message is for: the person at home, the authority by its name, else the kind of reader in words."""
    if message.contact is not None:
        return message.contact.name
    row = known.get(message.audience)
    return row.name if row and row.name else message.audience.replace("_", " ").capitalize()


def postal(message: Message, known: Mapping[str, Authority]) -> str:
    """What stands in the address window of a letter to an authority, "" where the book does not say."""
    row = known.get(message.audience) if message.contact_id is None else None
    return "\n".join(part for part in (row.name, row.lines) if part) if row else ""


def needed_for(messages: Iterable[Message]) -> dict[str, Authority]:
    """The book, looked into only where one of these messages goes to somebody who is no contact."""
    return book() if any(message.contact_id is None for message in messages) else {}


def _tidy(lines: str) -> str:
    return "\n".join(line.strip() for line in lines.splitlines() if line.strip())
