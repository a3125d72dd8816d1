"""What does not fit into a column, before a database refuses the whole import for it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from evenhand.apps.people.roster.model import Fault

NOUNS = {"Pupil": "pupils", "Staff": "staff", "Group": "groups", "Contact": "contacts"}
SHOWN = 60


def misfit(row: models.Model, source_id: str) -> Fault | None:
    """The first value of a row that is too long, or not an address; None where all fit."""
    noun = NOUNS[type(row).__name__]
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if not isinstance(value, str) or not value:
            continue
        if column.max_length is not None and len(value) > column.max_length:
            expected = f"at most {column.max_length} characters for {source_id[:SHOWN]}"
            return Fault(
                noun, 0, column.name, f"{value[:SHOWN]}…", expected, "Shorten it in the school's system."
            )
        if isinstance(column, models.EmailField):
            try:
                validate_email(value)
            except ValidationError:
                mend = "Correct it in the school's system."
                return Fault(
                    noun, 0, column.name, value[:SHOWN], f"an e-mail address for {source_id[:SHOWN]}", mend
                )
    return None
