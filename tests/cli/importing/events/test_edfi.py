"""Ed-Fi discipline files: any order, both ways of reference, elements that may be absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.conduct.importing import Involved, Reading, ground_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.importing.events.edfi import read_edfi
from evenhand.cli.importing.events.mapping import Act, EventMapping
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast

INCIDENT = """<DisciplineIncident id="D9"><IncidentIdentifier>9</IncidentIdentifier>
<IncidentDate>2026-11-16</IncidentDate><IncidentTime>11:20:00</IncidentTime>
<IncidentLocation>uri://x/IncidentLocationDescriptor#Classroom</IncidentLocation>
<IncidentDescription> Threw a ruler. </IncidentDescription><ReporterName>Reed, Ann</ReporterName>
<Behavior><Behavior>uri://x/BehaviorDescriptor#Throwing</Behavior></Behavior>
<SchoolReference><SchoolIdentity><SchoolId>77</SchoolId></SchoolIdentity></SchoolReference>
</DisciplineIncident>"""
BY_REF = '<DisciplineIncidentReference ref="D9"/>'
BY_IDENTITY = """<DisciplineIncidentReference><DisciplineIncidentIdentity>
<SchoolReference><SchoolIdentity><SchoolId>77</SchoolId></SchoolIdentity></SchoolReference>
<IncidentIdentifier>9</IncidentIdentifier></DisciplineIncidentIdentity></DisciplineIncidentReference>"""
CODE = "<DisciplineIncidentParticipationCode>uri://x#{}</DisciplineIncidentParticipationCode>"


def part(noun: str, ident: str, reference: str = BY_REF, rest: str = "", person: str = "Student") -> str:
    who = f"<{person}UniqueId>{ident}</{person}UniqueId>"
    return f"<{noun}>{reference}<{person}Reference>{who}</{person}Reference>{rest}</{noun}>"


ACT = "StudentDisciplineIncidentBehaviorAssociation"
OTHER = "StudentDisciplineIncidentNonOffenderAssociation"
STAFF = "StaffDisciplineIncidentAssociation"


def read(
    school: SchoolCast, folder: Path, *records: str, mapping: EventMapping | None = None, root: str = "x:Any"
) -> Reading:
    path = folder / "d.xml"
    path.write_text(f'<{root} xmlns:x="urn:x">{"".join(records)}</{root}>', encoding="utf-8")
    with in_school(school.school):
        return read_edfi(path, ground_of(school.school), mapping or EventMapping())


def test_both_ways_of_reference_and_any_order(here: SchoolCast, tmp_path: Path) -> None:
    records = (part(ACT, "8-0"), INCIDENT, part(ACT, "8-1", BY_IDENTITY), part(OTHER, "8-2"))
    reading = read(here, tmp_path, *records)
    assert [one.pupil.value for one in reading.told] == ["8-0", "8-1"]
    one = reading.told[0]
    assert (one.school, one.source_id, one.label, one.kind) == (
        "77",
        "9/8-0/Throwing",
        "Throwing",
        EventKind.CONCERN,
    )
    assert (one.day.isoformat(), f"{one.clock:%H:%M}") == ("2026-11-16", "11:20")
    assert (one.where, one.place, one.reporter, one.text) == (
        Where.LESSON, "Classroom", "Reed, Ann", "Threw a ruler.",
    )  # fmt: skip
    assert one.involved == (Involved("witness", "8-2"),)
    assert reading.faults == []


def test_roles_say_who_was_what(here: SchoolCast, tmp_path: Path) -> None:
    records = (
        INCIDENT,
        part(ACT, "8-0", rest=CODE.format("Perpetrator")),
        part(ACT, "8-1", rest=CODE.format("Bystander")),
        part(OTHER, "8-2", rest=CODE.format("Victim")),
        part(STAFF, "teacher", rest=CODE.format("Reporter") + CODE.format("Witness"), person="Staff"),
        "<DisciplineAction/><DisciplineAction/>",
    )
    reading = read(here, tmp_path, *records, mapping=EventMapping(roles={"bystander": "witness"}))
    [told] = reading.told
    assert told.involved == (
        Involved("witness", "8-1"),
        Involved("harmed", "8-2"),
        Involved("reporter", "teacher", adult=True),
        Involved("witness", "teacher", adult=True),
    )
    assert [note.split(":")[1].strip() for note in reading.notes] == ["2 disciplinary actions"]


def test_each_behaviour_is_an_event_and_descriptors_are_mapped(here: SchoolCast, tmp_path: Path) -> None:
    both = "<Behavior>uri://x#One</Behavior><Behavior>uri://x#Two</Behavior>"
    mapping = EventMapping(
        source="district", codes={"two": Act("DIS-07")}, places={"classroom": Where.OUT_OF_CLASS}
    )
    told = read(here, tmp_path, INCIDENT, part(ACT, "8-0", rest=both), mapping=mapping).told
    assert [(one.code, one.label) for one in told] == [("One", "One"), ("DIS-07", "Two")]
    assert {(one.source, one.where) for one in told} == {("district", Where.OUT_OF_CLASS)}


def test_missing_optional_elements_are_no_fault(here: SchoolCast, tmp_path: Path) -> None:
    says = "<IncidentIdentifier>9</IncidentIdentifier><IncidentDate>2026-11-16</IncidentDate>"
    bare = f"<DisciplineIncident id='D9'>{says}</DisciplineIncident>"
    reading = read(here, tmp_path, bare, part(ACT, "8-0"))
    [told] = reading.told
    assert (told.clock, told.place, told.where, told.school, told.label) == (None, "", None, "", "")
    assert reading.faults == []


@pytest.mark.parametrize(
    ("records", "column"),
    [
        ((INCIDENT,), "StudentReference"),
        ((INCIDENT, part(ACT, "8-0"), part(ACT, "8-1", '<DisciplineIncidentReference ref="D8"/>')),
         "DisciplineIncidentReference"),
        ((INCIDENT, part(ACT, "8-0"), part(ACT, "8-1", BY_IDENTITY.replace(">9<", ">8<"))), "IncidentIdentifier"),
        ((INCIDENT, part(ACT, "8-0"), part(ACT, "")), "StudentReference"),
        ((INCIDENT, part(ACT, "8-0"), INCIDENT), "IncidentIdentifier"),
        ((INCIDENT.replace("2026-11-16", "16 November"), part(ACT, "8-0")), "IncidentDate"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(
    here: SchoolCast, tmp_path: Path, records: tuple[str, ...], column: str
) -> None:
    reading = read(here, tmp_path, *records)
    assert [(one.column, one.line > 0) for one in reading.faults] == [(column, True)]
    assert reading.refused == 1


def test_references_reach_other_files_of_a_folder(here: SchoolCast, tmp_path: Path) -> None:
    (tmp_path / "Student.xml").write_text(
        '<I><Student id="S1"><StudentUniqueId>8-0</StudentUniqueId></Student></I>', encoding="utf-8"
    )
    record = f'<{ACT}>{BY_REF}<StudentReference ref="S1"/></{ACT}>'
    (tmp_path / "Discipline.xml").write_text(f"<I>{INCIDENT}{record}</I>", encoding="utf-8")
    with in_school(here.school):
        reading = read_edfi(tmp_path, ground_of(here.school), EventMapping())
    assert [one.pupil.value for one in reading.told] == ["8-0"]


def test_a_hostile_file_of_a_folder_is_left_out_with_the_reason(here: SchoolCast, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', encoding="utf-8")
    reading = read(here, tmp_path, INCIDENT, part(ACT, "8-0"))
    assert len(reading.told) == 1
    with in_school(here.school):
        whole = read_edfi(tmp_path, ground_of(here.school), EventMapping())
    assert [(one.file, one.line) for one in whole.faults] == [("a.xml", 1)]
    assert len(whole.told) == 1


def test_another_kind_of_xml_is_named(here: SchoolCast, tmp_path: Path) -> None:
    reading = read(here, tmp_path, "<WellbeingEvent/>", root="SIF")
    assert [(one.value, one.expected) for one in reading.faults] == [
        ("SIF", "an Ed-Fi discipline interchange")
    ]


def test_the_pupils_key_may_be_the_upn(here: SchoolCast, tmp_path: Path) -> None:
    [told] = read(here, tmp_path, INCIDENT, part(ACT, "8-0"), mapping=EventMapping(key="upn")).told
    assert told.pupil.kind == "upn"


def test_files_may_use_one_document_id_for_different_things(here: SchoolCast, tmp_path: Path) -> None:
    other = INCIDENT.replace("<IncidentIdentifier>9<", "<IncidentIdentifier>10<").replace(
        "Throwing", "Shouting"
    )
    for name, records in (("a.xml", (INCIDENT, part(ACT, "8-0"))), ("b.XML", (other, part(ACT, "8-1")))):
        (tmp_path / name).write_text(f"<x>{''.join(records)}</x>", encoding="utf-8")
    (tmp_path / "c.xml").write_text(f"<x>{part(ACT, '8-2')}</x>", encoding="utf-8")
    with in_school(here.school):
        reading = read_edfi(tmp_path, ground_of(here.school), EventMapping())
    assert [(one.pupil.value, one.label) for one in reading.told] == [
        ("8-0", "Throwing"),
        ("8-1", "Shouting"),
    ]
    assert [(fault.file, fault.column) for fault in reading.faults] == [
        ("c.xml", "DisciplineIncidentReference")
    ]


def test_older_standards_name_the_reporter_in_the_incident(here: SchoolCast, tmp_path: Path) -> None:
    who = "<StaffReference><StaffIdentity><StaffUniqueId>teacher</StaffUniqueId></StaffIdentity></StaffReference>"
    incident = INCIDENT.replace("</DisciplineIncident>", f"{who}</DisciplineIncident>")
    [told] = read(here, tmp_path, incident, part(ACT, "8-0")).told
    assert told.involved == (Involved("reporter", "teacher", adult=True),)
