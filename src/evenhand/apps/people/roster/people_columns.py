"""The columns about a person that several formats share, vendors' own spellings among them."""

from __future__ import annotations

from evenhand.apps.people.languages import code_of
from evenhand.apps.people.roster.model import Identifiers, Status
from evenhand.apps.people.roster.tables import Row, Table

GIVEN = ("givenname", "firstname", "forename", "legalfirstname")
FAMILY = ("familyname", "lastname", "surname", "legalsurname")
PREFERRED = (
    "preferredgivenname",
    "preferredfirstname",
    "preferredname",
    "preferredforename",
    "knownas",
    "chosenname",
)
MIDDLE = ("middlename", "middlenames")
FORM = (
    "form",
    "tutorgroup",
    "registrationgroup",
    "reggroup",
    "registration",
    "homeroom",
    "formgroup",
    "metadataform",
    "metadatatutorgroup",
)
EMAIL = ("email", "secondaryemail")
SEX = ("sex", "gender")
UPN = ("upn", "uniquepupilnumber", "metadataupn")
LANGUAGE = (
    "language",
    "homelanguage",
    "firstlanguage",
    "preferredlanguage",
    "correspondencelanguage",
    "contactlanguage",
    "metadatalanguage",
    "metadatahomelanguage",
)
YEAR = ("grade", "grades", "yeargroup", "year", "ncyear")
UPN_LENGTH = 13
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
INACTIVE = frozenset({"inactive", "false", "no", "0", "disabled", "left", "leaver"})
REMOVED = frozenset({"tobedeleted", "deleted"})


def status_of(table: Table, row: Row) -> Status:
    """Return the record's status from `status`; blank means active.

    OneRoster's `enabledUser` says only whether the person may sign in somewhere: who may not is still there.
    """
    status = table.get(row, "status").casefold()
    if status in REMOVED:
        return "removed"
    if status in INACTIVE:
        return "inactive"
    return "active"


def sex_of(table: Table, row: Row) -> str:
    """Return "F", "M" or "" (not said); other words stay as written."""
    value = table.get(row, *SEX)
    return {"female": "F", "f": "F", "male": "M", "m": "M", "unspecified": "", "u": ""}.get(
        value.casefold(), value
    )


def upn_of(table: Table, row: Row, found: str = "") -> str:
    """Return the unique pupil number, or "" with a warning when its check letter or shape is wrong."""
    value = found or table.get(row, *UPN)
    plain = value.replace(" ", "").upper()
    if not plain or upn_is_sound(plain):
        return plain
    table.fault(
        row,
        UPN if table.get(row, *UPN) else ("userids",),
        "a UPN: a check letter, then 12 characters",
        "Correct the UPN, or leave it empty.",
        "warning",
    )
    return ""


def upn_is_sound(upn: str) -> bool:
    """Tell whether a UPN has 13 characters and the right check letter (weights 2 to 13, modulo 23)."""
    if len(upn) != UPN_LENGTH or not upn.isascii() or not upn[1:12].isdigit():
        return False
    last = upn[12]
    if not last.isdigit() and last not in UPN_LETTERS:
        return False
    digits = [*map(int, upn[1:12]), int(last) if last.isdigit() else UPN_LETTERS.index(last)]
    total = sum(weight * digit for weight, digit in enumerate(digits, start=2))
    return UPN_LETTERS[total % 23] == upn[0]


def language_of(table: Table, row: Row) -> str:
    """Return the code of the language at home, or "" with a warning when the words name none."""
    value = table.get(row, *LANGUAGE)
    code = code_of(value) if value else ""
    if code is not None:
        return code
    expected = "a language: its name in English (Polish), or its code (pl)"
    table.fault(row, LANGUAGE, expected, "Correct the language, or leave it empty.", "warning")
    return ""


def email_of(table: Table, row: Row) -> str:
    """Return the e-mail address, or "" with a warning when it is none; the value is not repeated."""
    value = table.get(row, *EMAIL)
    if not value or ("@" in value[1:-1] and " " not in value):
        return value
    table.fault(row, EMAIL, "an e-mail address", "Correct the address, or leave it empty.", "warning")
    return ""


def identifiers_of(table: Table, row: Row, columns: dict[str, str]) -> Identifiers:
    """Return the identifiers that the row has; `columns` maps a column's key to the kind."""
    return tuple(sorted((kind, value) for key, kind in columns.items() if (value := table.get(row, key))))


def names_of(table: Table, row: Row) -> tuple[str, str]:
    """Return (given, family); a row without either is known by its username, or else its id."""
    given, family = table.get(row, *GIVEN), table.get(row, *FAMILY)
    if given or family:
        return given, family
    return table.get(row, "username", "email", "sourcedid", "sisid", "id"), ""
