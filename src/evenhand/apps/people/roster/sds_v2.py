"""School Data Sync, versions 2 (role and school on the user) and 2.1 (roles.csv, relationships.csv)."""

from __future__ import annotations

from evenhand.apps.people.roster.assembling import Draft, Where
from evenhand.apps.people.roster.detecting import Sorted
from evenhand.apps.people.roster.model import DateOrder, YearSystem
from evenhand.apps.people.roster.sourced import link_contact, read_sourced

ADULT = ("relationshipusersourcedid",)
PUPIL = ("usersourcedid",)


def read_sds_v2(found: Sorted, order: DateOrder | None, years: YearSystem) -> Draft:
    """Read the tables of an SDS v2 or v2.1 set into a draft."""
    later = bool(found.of("roles") or found.of("relationships"))
    draft = Draft("sds-v2.1" if later else "sds-v2", "2.1" if later else "2", years)
    users = read_sourced(draft, found, order)
    for table in found.of("relationships"):
        for row in table.rows:
            relation = table.get(row, "relationshiprole").casefold()
            link_contact(
                draft,
                users,
                table.get(row, *PUPIL),
                table.get(row, *ADULT),
                relation,
                Where(table, row, ADULT, PUPIL),
            )
    return draft
