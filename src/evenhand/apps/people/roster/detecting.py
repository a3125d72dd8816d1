"""Which file is which, by its columns; its name only settles what the columns leave open."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.apps.people.roster.tables import Table

MEND_UNKNOWN = (
    "Check that the first line holds the names of the columns; "
    "for another system's file, describe it with a mapping."
)
IGNORED_STEMS = frozenset(
    {
        "categories",
        "lineitems",
        "results",
        "scorescales",
        "lineitemscorescales",
        "resultscorescales",
        "userresources",
        "lineitemlearningobjectiveids",
        "resultlearningobjectiveids",
        "resources",
        "classresources",
        "courseresources",
    }
)
STEMS_V1 = {
    "school": "school",
    "schools": "school",
    "section": "section",
    "sections": "section",
    "student": "student",
    "students": "student",
    "pupils": "student",
    "teacher": "teacher",
    "teachers": "teacher",
    "staff": "teacher",
    "studentenrollment": "studentenrollment",
    "teacherroster": "teacherroster",
    "user": "guardian",
    "guardianrelationship": "guardianrelationship",
}
STEMS_SOURCED = {
    "orgs": "orgs",
    "users": "users",
    "roles": "roles",
    "classes": "classes",
    "courses": "courses",
    "enrollments": "enrollments",
    "academicsessions": "academicsessions",
    "demographics": "demographics",
    "relationships": "relationships",
}
EXPECTED = {
    "school": "SIS ID or DfE Number, and Name",
    "section": "ID or SIS ID, School SIS ID or School DfE Number, and Section Name",
    "student": "ID or SIS ID, and School SIS ID or School DfE Number",
    "teacher": "ID or SIS ID, and School SIS ID or School DfE Number",
    "studentenrollment": "Section ID or Section SIS ID, and ID or SIS ID",
    "teacherroster": "Section ID or Section SIS ID, and ID or SIS ID",
    "guardian": "Email, First Name and Last Name",
    "guardianrelationship": "SIS ID and Email",
    "orgs": "sourcedId, name and type",
    "users": "sourcedId, and a name or username",
    "roles": "userSourcedId, orgSourcedId and role",
    "classes": "sourcedId, title, and schoolSourcedId or orgSourcedId",
    "courses": "sourcedId and title",
    "enrollments": "classSourcedId, userSourcedId and role",
    "academicsessions": "sourcedId, title, startDate and endDate",
    "demographics": "sourcedId, or userSourcedId, and birthDate or sex",
    "relationships": "userSourcedId and relationshipUserSourcedId",
}


@dataclass(slots=True)
class Sorted:
    """The tables of one import by kind; `family` is sds-v1, sourced (SDS v2, OneRoster), timetable or ""."""

    family: str = ""
    tables: dict[str, list[Table]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Table]:
        """Return the tables of a kind, in the order found."""
        return self.tables.get(kind, [])


def sort_tables(tables: list[Table]) -> Sorted:
    """Tell what each table is; one that cannot be told gets a fault, the gradebook's files a note."""
    found = Sorted()
    families: dict[str, int] = {}
    for table in tables:
        if not table.header:
            continue
        family, kind = _kind(table)
        if family in {"sds-v1", "sourced", "timetable"}:
            families[family] = families.get(family, 0) + 1
        if kind == "ignored":
            found.notes.append(f"{table.file}: not part of a roster, not read.")
        elif kind:
            found.tables.setdefault(kind, []).append(table)
        else:
            _unknown(table)
    rosters = {name: count for name, count in families.items() if name != "timetable"} or families
    found.family = max(rosters, key=lambda name: rosters[name]) if rosters else ""
    if len(families) > 1:
        _refuse_mixture(found)
    return found


def _refuse_mixture(found: Sorted) -> None:
    """Leave out the tables of the rarer family, with a fault on each."""
    own = STEMS_V1.values() if found.family == "sds-v1" else {*STEMS_SOURCED.values(), "manifest"}
    for kind in [kind for kind in found.tables if kind not in set(own)]:
        for table in found.tables.pop(kind):
            table.fault(None, (), "files of one format", "Import the files of each format on their own.")


def _unknown(table: Table) -> None:
    kind = STEMS_V1.get(table.stem) or STEMS_SOURCED.get(table.stem)
    if kind:
        table.fault(
            None, (), f"the columns {EXPECTED[kind]}", "Add the columns that are missing to the header line."
        )
    elif table.has("sisid", "id") and table.has("schoolsisid", "schooldfenumber"):
        mend = "Name the file Student.csv or Teacher.csv."
        table.fault(None, (), "to be told whether these are pupils or teachers", mend)
    else:
        table.fault(None, (), "the columns of School Data Sync, OneRoster or a timetable", MEND_UNKNOWN)


def _kind(table: Table) -> tuple[str, str]:
    """Return (family, kind); kind "" when the columns fit nothing, "ignored" for a gradebook's files."""
    if table.stem in IGNORED_STEMS:
        return "sourced", "ignored"
    if table.has("propertyname") and table.has("value"):
        return "sourced", "manifest"
    if table.has("group") and table.has("period") and table.has("cycleday"):
        return "timetable", "timetable"
    sourced = _sourced_kind(table)
    if sourced:
        return "sourced", sourced
    first = _v1_kind(table)
    return ("sds-v1", first) if first else ("", "")


def _sourced_kind(table: Table) -> str:
    if table.has("usersourcedid"):
        return _user_linked_kind(table)
    if not table.has("sourcedid"):
        return ""
    if table.has("startdate") and table.has("enddate"):
        return "academicsessions"
    if table.has("givenname", "familyname", "username", "enableduser"):
        return "users"
    if table.has("title"):
        return _class_or_course(table)
    kinds = (
        ("orgs", table.has("name") and table.has("type")),
        ("demographics", table.has("birthdate", "sex")),
    )
    return next((kind for kind, fits in kinds if fits), "")


def _user_linked_kind(table: Table) -> str:
    if table.has("classsourcedid"):
        return "enrollments" if table.has("role") else ""
    if table.has("relationshipusersourcedid"):
        return "relationships"
    if table.has("orgsourcedid") and table.has("role"):
        return "roles"
    if table.has("birthdate", "sex"):
        return "demographics"
    return "ignored" if table.has("flag", "profiletype") else ""


def _class_or_course(table: Table) -> str:
    if table.has(
        "schoolsourcedid", "termsourcedids", "sessionsourcedids", "coursesourcedid", "classtype", "classcode"
    ):
        return "classes" if table.has("schoolsourcedid", "orgsourcedid") else ""
    if table.stem == "courses" or table.has(
        "coursecode", "schoolyearsourcedid", "schoolyearsessionsourcedid"
    ):
        return "courses"
    return "classes" if table.has("orgsourcedid") else ""


def _v1_kind(table: Table) -> str:
    own_id = table.has("sisid", "id")
    school = table.has("schoolsisid", "schooldfenumber")
    if table.has("sectionname"):
        return "section" if own_id and school else ""
    if table.has("sectionsisid", "sectionid"):
        return _v1_enrolment_kind(table) if own_id else ""
    if school:
        return _v1_person_kind(table) if own_id else ""
    if table.has("name") and table.has("sisid", "dfenumber", "id"):
        return "school"
    if table.has("email") and table.has("firstname", "lastname"):
        return "guardian"
    return "guardianrelationship" if table.has("email") and own_id else ""


def _v1_person_kind(table: Table) -> str:
    if table.has("grade", "birthdate", "studentnumber", "graduationyear", "yeargroup", "upn"):
        return "student"
    if table.has("teachernumber", "qualification"):
        return "teacher"
    if "student" in table.stem or "pupil" in table.stem:
        return "student"
    return "teacher" if "teacher" in table.stem or "staff" in table.stem else ""


def _v1_enrolment_kind(table: Table) -> str:
    """Pupils' and teachers' places have the same columns, so only the name can tell; by default pupils'."""
    return "teacherroster" if "teacher" in table.stem or "staff" in table.stem else "studentenrollment"
