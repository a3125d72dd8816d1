"""Ed-Fi discipline interchanges: incidents, and who was in them as whose act it was, as harmed, witness or reporter.

Read by the names of elements, in any order and of any version of the data standard: incidents and associations name each
other by identity or by the id that an element has in its document. Each act of a pupil is one event. What the other
system made of it (disciplinary actions) is passed over: what follows is for this school's policy to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from evenhand.apps.conduct.importing import Fault, Ground, Involved, PupilKey, Reading
from evenhand.apps.conduct.importing.told import Told
from evenhand.cli.importing.events.edfi_values import code_of, codes_of, date_of, text_of, time_of
from evenhand.cli.importing.events.mapping import Act, EventMapping
from evenhand.cli.importing.events.xml_tree import Node, Refused, read_file
from evenhand.cli.importing.mapping_file import folded
from evenhand.engine.values import EventKind, Where

FORMAT: Final = "Ed-Fi discipline"
INCIDENT: Final = "DisciplineIncident"
OF_PUPILS: Final = (
    "StudentDisciplineIncidentBehaviorAssociation",
    "StudentDisciplineIncidentNonOffenderAssociation",
    "StudentDisciplineIncidentAssociation",
)
OF_STAFF: Final = ("StaffDisciplineIncidentAssociation",)
PARTICIPATION: Final = (
    "DisciplineIncidentParticipationCode",
    "StudentParticipationCode",
    "DisciplineIncidentParticipationCodeType",
)
ROLES: Final = {"perpetrator": "alleged", "victim": "harmed", "witness": "witness", "reporter": "reporter"}
ALLEGED: Final = "alleged"
CLASSROOM: Final = "classroom"
NEEDS_ACT: Final = "The incident names nobody here whose act it was."
FIELDS: Final = {
    "pupil": "StudentUniqueId", "at": "IncidentDate", "code": "Behavior", "kind": "Behavior",
    "id": "IncidentIdentifier",
}  # fmt: skip


class Key(NamedTuple):
    """An incident's identity: ids of incidents are a school's own."""

    school: str
    incident: str


class Part(NamedTuple):
    """One association of a pupil or an adult with an incident."""

    person: str
    roles: tuple[str, ...]
    behaviours: tuple[str, ...]
    node: Node
    file: str


@dataclass(slots=True)
class Document:
    """The records of all files, with the elements that others refer to by document id.

    `own` are those of the file that is being read: two files may give one id to different elements.
    """

    incidents: dict[Key, tuple[str, Node]] = field(default_factory=dict)
    pupils: dict[Key, list[Part]] = field(default_factory=dict)
    staff: dict[Key, list[Part]] = field(default_factory=dict)
    names: dict[str, list[Node]] = field(default_factory=dict)
    own: dict[str, Node] = field(default_factory=dict)
    passed_over: Counter[str] = field(default_factory=Counter)


def read_edfi(path: Path, ground: Ground, mapping: EventMapping) -> Reading:
    """Read a file, or every XML file of a folder; what is wrong is in the reading."""
    reading = Reading(FORMAT)
    roots = list(_roots(path, reading))
    document = Document()
    named = [
        {one.attributes["id"]: one for one in root.walk() if "id" in one.attributes} for _, root in roots
    ]
    for ident, node in (pair for own in named for pair in own.items()):
        document.names.setdefault(ident, []).append(node)
    for (file, root), own in zip(roots, named, strict=True):
        document.own = own
        _sort(document, file, root, reading, mapping)
    if roots and not (document.incidents or document.pupils or document.staff or reading.faults):
        mend = f"None of the files has a {INCIDENT}: choose the discipline file of the export."
        reading.faults.append(
            Fault(path.name, 0, "", roots[0][1].name, "an Ed-Fi discipline interchange", mend)
        )
    for key, (file, incident) in document.incidents.items():
        for told in _events(document, key, file, incident, reading, mapping):
            reading.told.append(told)
    _strangers(document, reading)
    reading.notes += [f"passed over: {count} {name}" for name, count in sorted(document.passed_over.items())]
    return reading


def _roots(path: Path, reading: Reading) -> Iterator[tuple[str, Node]]:
    files = (
        sorted(one for one in path.rglob("*") if one.suffix.lower() == ".xml") if path.is_dir() else [path]
    )
    if not files:
        reading.faults.append(
            Fault(path.name, 0, "", "", "a file that ends in .xml", "Name the file itself.")
        )
    for one in files:
        try:
            yield one.name, read_file(one)
        except Refused as no:
            mend = "Nothing of this file was read: export it again as plain XML."
            reading.faults.append(Fault(one.name, no.line, "", "", no.expected, mend))
        except OSError as error:
            mend = error.strerror or str(error)
            reading.faults.append(Fault(one.name, 0, "", "", "a file that can be read", mend))


def _sort(document: Document, file: str, root: Node, reading: Reading, mapping: EventMapping) -> None:
    """Put each record of a file where it belongs."""
    for node in root.children:
        if node.name == INCIDENT:
            key = _identity(node)
            if not key.incident:
                _refuse(reading, file, node, "IncidentIdentifier", "", "an identifier of the incident")
            elif key in document.incidents:
                mend = "an identifier once in the school"
                _refuse(reading, file, node, "IncidentIdentifier", key.incident, mend)
            else:
                document.incidents[key] = (file, node)
                _reported(document, key, file, node)
        elif node.name in (*OF_PUPILS, *OF_STAFF):
            _associate(document, file, node, reading, mapping)
        elif node.name == "DisciplineAction":
            document.passed_over["disciplinary actions: what follows is the policy's to say"] += 1


def _reported(document: Document, key: Key, file: str, incident: Node) -> None:
    """Who reported it, where the incident itself refers to a member of staff, as in older data standards."""
    person = _person_of(document, incident, "Staff")
    if person:
        document.staff.setdefault(key, []).append(Part(person, ("reporter",), (), incident, file))


def _associate(document: Document, file: str, node: Node, reading: Reading, mapping: EventMapping) -> None:
    key = _incident_of(document, node)
    adult = node.name in OF_STAFF
    person = _person_of(document, node, "Staff" if adult else "Student")
    if key is None or not person:
        name = (
            "DisciplineIncidentReference"
            if key is None
            else "StaffReference"
            if adult
            else "StudentReference"
        )
        _refuse(reading, file, node, name, "", "a reference by identity, or by an id of these files")
        return
    words = [code_of(one) for one in node.all(*PARTICIPATION)]
    roles = tuple(mapping.roles.get(folded(word), ROLES.get(folded(word), word)) for word in words if word)
    if not roles:
        roles = ("witness",) if adult or "NonOffender" in node.name else (ALLEGED,)
    behaviours = tuple(
        dict.fromkeys(code for one in node.all("Behavior", "Behaviors") for code in codes_of(one))
    )
    (document.staff if adult else document.pupils).setdefault(key, []).append(
        Part(person, roles, behaviours, node, file)
    )


def _events(
    document: Document, key: Key, file: str, incident: Node, reading: Reading, mapping: EventMapping
) -> Iterator[Told]:
    """One event for each act of each pupil whose act it was."""
    parts = document.pupils.get(key, [])
    acting = [part for part in parts if ALLEGED in part.roles]
    if not acting:
        _refuse(
            reading, file, incident, "StudentReference", key.incident, "a pupil whose act it was", NEEDS_ACT
        )
    day = date_of(incident.value("IncidentDate"))
    clock = time_of(incident.value("IncidentTime"))
    if day is None:
        value = incident.value("IncidentDate")
        _refuse(reading, file, incident, "IncidentDate", value, "a date such as 2026-09-15")
        return
    _outsiders(document, incident)
    own = [code for one in incident.all("Behavior", "Behaviors") for code in codes_of(one)]
    others = tuple(_involved(parts, document.staff.get(key, ())))
    for part in acting:
        for behaviour in part.behaviours or tuple(dict.fromkeys(own)) or ("",):
            act = mapping.act(behaviour) or Act(behaviour)
            key_kind = "id" if mapping.key == "name_and_form" else mapping.key
            place = _located(incident)
            where = mapping.places.get(folded(place)) or (
                Where.LESSON if folded(place) == CLASSROOM else None
            )
            yield Told(
                part.file, part.node.line, mapping.source if mapping.source != "import" else "ed-fi",
                f"{key.incident}/{part.person}/{behaviour}", PupilKey(key_kind, part.person), day, clock,
                school=key.school, kind=act.kind or EventKind.CONCERN, code=act.code, label=behaviour,
                keep_label=True, where=where, place=place, reporter=incident.value("ReporterName"),
                text=incident.value("IncidentDescription"), details=act.details,
                involved=tuple(one for one in others if (one.id, one.role) != (part.person, ALLEGED)),
                columns=FIELDS,
            )  # fmt: skip


def _involved(pupils: Iterable[Part], staff: Iterable[Part]) -> Iterator[Involved]:
    for parts, adult in ((pupils, False), (staff, True)):
        for part in parts:
            yield from (Involved(role, part.person, adult) for role in part.roles if role != ALLEGED or adult)


def _strangers(document: Document, reading: Reading) -> None:
    """Associations with incidents that no file holds."""
    for parts in (document.pupils, document.staff):
        for key in set(parts) - set(document.incidents):
            for part in parts[key]:
                expected = "an incident of these files"
                _refuse(reading, part.file, part.node, "IncidentIdentifier", key.incident, expected)


def _outsiders(document: Document, incident: Node) -> None:
    count = sum(1 for one in incident.children if one.name.endswith("ExternalParticipant"))
    if count:
        document.passed_over["people from outside the school: their names are not kept"] += count


def _refuse(
    reading: Reading, file: str, node: Node, column: str, value: str, expected: str, mend: str = ""
) -> None:
    reading.refuse(Fault(file, node.line, column, value[:80], expected, mend or "Correct it at the source."))


def _identity(node: Node) -> Key:
    """The identity of an incident, or of a reference to one, wherever its elements stand."""
    school = node.find("SchoolId")
    return Key(school.text if school else "", text_of(node.find("IncidentIdentifier")))


def _incident_of(document: Document, node: Node) -> Key | None:
    reference = node.child("DisciplineIncidentReference")
    if reference is None:
        return None
    named = _named(document, reference)
    if reference.attributes.get("ref") and named is None:
        return None
    key = _identity(named or reference)
    if not key.incident:
        return None
    return key


def _named(document: Document, reference: Node) -> Node | None:
    """The element that is referred to by its document id: of the same file, else the only one of the others."""
    ident = reference.attributes.get("ref", "")
    others = document.names.get(ident, [])
    return document.own.get(ident) or (others[0] if len(others) == 1 else None)


def _person_of(document: Document, node: Node, noun: str) -> str:
    reference = node.child(f"{noun}Reference")
    if reference is None:
        return ""
    found = reference.find(f"{noun}UniqueId")
    named = _named(document, reference)
    if found is None and named is not None:
        found = named.find(f"{noun}UniqueId")
    return text_of(found)


def _located(incident: Node) -> str:
    place = incident.child("IncidentLocation")
    return code_of(place) if place else ""
