"""OneRoster 1.1 and 1.2 CSV: the manifest, and contacts joined by agentSourcedIds.

1.1 has role and orgSourcedIds on the user, 1.2 has roles.csv. A manifest that calls a file "delta" makes
the roster partial: what it does not name has not gone.
"""

from __future__ import annotations

import re

from evenhand.apps.people.roster.assembling import Draft, Where
from evenhand.apps.people.roster.detecting import Sorted
from evenhand.apps.people.roster.model import DateOrder, Fault, YearSystem
from evenhand.apps.people.roster.sourced import link_contact, read_sourced
from evenhand.apps.people.roster.sourced_users import Users

AGENTS = ("agentsourcedids",)
ID = ("sourcedid",)
READ = ("orgs", "users", "classes", "enrollments", "academicSessions", "courses", "roles", "demographics")


def is_oneroster(found: Sorted) -> bool:
    """Tell OneRoster from School Data Sync v2 by its manifest, or by columns that only OneRoster has."""
    if found.of("manifest"):
        return True
    marks = ("datelastmodified", "enableduser", "schoolsourcedid", "termsourcedids", "classtype")
    return any(table.has(*marks) for tables in found.tables.values() for table in tables)


def read_oneroster(found: Sorted, order: DateOrder | None, years: YearSystem) -> Draft:
    """Read the tables of a OneRoster set into a draft."""
    properties = _manifest(found)
    guessed = "1.2" if found.of("roles") else "1.1"
    draft = Draft("oneroster", properties.get("oneroster.version", guessed), years)
    _check_manifest(draft, found, properties)
    users = read_sourced(draft, found, order)
    _contacts(draft, users)
    return draft


def _manifest(found: Sorted) -> dict[str, str]:
    return {
        table.get(row, "propertyname"): table.get(row, "value")
        for table in found.of("manifest")
        for row in table.rows
    }


def _check_manifest(draft: Draft, found: Sorted, properties: dict[str, str]) -> None:
    if draft.version not in {"1.1", "1.2", "1.2.1"}:
        taken = "1.2" if found.of("roles") else "1.1"
        draft.note(f"The manifest says OneRoster {draft.version}; it was read as {taken}.")
    for name in READ:
        promised = properties.get(f"file.{name}", "absent").casefold()
        draft.partial = draft.partial or promised == "delta"
        if promised in {"bulk", "delta"} and not found.of(name.casefold()):
            draft.faults.append(
                Fault(
                    "manifest.csv",
                    0,
                    "value",
                    promised,
                    f"the file {name}.csv, which it promises",
                    f"Add {name}.csv, or say absent in manifest.csv.",
                )
            )


def _contacts(draft: Draft, users: Users) -> None:
    """Join contacts either way: a pupil's line may name its agents, or a parent's line its children."""
    for source_id, user in users.people.items():
        agents = user.where.table.get(user.where.row, *AGENTS)
        role = users.role_of(source_id)
        if not agents or role is None:
            continue
        where = Where(user.where.table, user.where.row, AGENTS, AGENTS)
        for agent in re.split(r"\s*,\s*", agents):
            other = users.role_of(agent)
            if role.kind == "pupil" and (other is None or other.kind != "pupil"):
                link_contact(draft, users, source_id, agent, other.word if other else "", where)
            elif role.kind == "contact" and other is not None and other.kind == "pupil":
                link_contact(draft, users, agent, source_id, role.word, where)
