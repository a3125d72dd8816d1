"""Events files go in once, with the reason for each row that does not."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.apps.audit.verify import verify
from evenhand.apps.conduct.models import (
    Event,
    EventPayload,
    HistoricEvent,
    HistoricPayload,
    Involvement,
    LedgerEntry,
)
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school
from evenhand.cli.main import main
from tests.cast import SchoolCast

HEADER = ("id", "at", "pupil", "kind", "code", "lesson", "by", "details")
ROW = {
    "id": "e1", "at": "2026-11-16T11:20:00+00:00", "pupil": "8-0", "kind": "achievement", "code": "ACH-A1",
    "lesson": "", "by": "Ms Reed", "details": "",
}  # fmt: skip


def table(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(capsys: pytest.CaptureFixture[str], path: Path, *more: str, school: str = "marlow") -> dict[str, Any]:
    main(["import", "events", str(path), "--school", school, "--json", *more])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def nonzero(report: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in report["events"].items() if count}


def test_a_dry_run_says_what_would_be_and_changes_nothing(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "e.csv", ROW, {**ROW, "id": "e2", "at": "2025-11-17T11:20:00+00:00"})
    report = run(capsys, path)
    assert nonzero(report) == {"added": 2, "decided": 1, "kept_undecided": 1}
    assert report["applied"] is False
    with in_school(here.school):
        assert not Event.objects.exists()
        assert not HistoricEvent.objects.exists()


def test_what_is_new_is_decided_and_a_second_import_changes_nothing(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "e.csv", ROW, {**ROW, "id": "e2", "pupil": "8-1"}, ROW)
    assert nonzero(run(capsys, path, "--apply")) == {"added": 2, "decided": 2, "unchanged": 1}
    with in_school(here.school):
        event = Event.objects.get(pupil=here.pupil)
        assert event.happened_at.isoformat() == "2026-11-16T11:20:00+00:00"
        assert event.recorded_at.isoformat() == "2026-11-17T11:32:00+00:00"
        assert event.recorded_by_id is None
        assert EventPayload.objects.get(event=event).text == "Reported by Ms Reed."
        assert LedgerEntry.objects.filter(event=event).exists()
        entries = LedgerEntry.objects.count()
    again = run(capsys, path, "--apply")
    assert (nonzero(again), again["applied"]) == ({"unchanged": 3}, True)
    with in_school(here.school):
        assert (Event.objects.count(), LedgerEntry.objects.count()) == (2, entries)
        assert verify(here.school.pk).problem == ""


@pytest.mark.covers("STAR-REC")
def test_a_row_with_an_unknown_code_is_refused_with_the_reason_and_counted(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(
        tmp_path / "e.csv", ROW, {**ROW, "id": "e2", "code": "ACH-A9"}, {**ROW, "id": "e3", "pupil": "zoe"}
    )
    assert main(["import", "events", str(path), "--school", "marlow", "--apply"]) == 1
    assert "e.csv:3 code 'ACH-A9'" in capsys.readouterr().out
    report = run(capsys, path, "--apply")
    assert nonzero(report) == {"refused": 2, "unchanged": 1}
    assert [(one["line"], one["column"], one["value"]) for one in report["faults"]] == [
        (3, "code", "ACH-A9"),
        (4, "pupil", "zoe"),
    ]
    assert "not in the catalogue" in report["faults"][0]["how_to_mend"]
    with in_school(here.school):
        assert Event.objects.count() == 1


def test_what_the_policy_cannot_decide_is_refused_and_the_others_go_in(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undo = {**ROW, "id": "e2", "kind": "void", "code": "", "details": '{"about": "nothing", "reason": "x"}'}
    report = run(capsys, table(tmp_path / "e.csv", undo, ROW), "--apply")
    assert nonzero(report) == {"added": 1, "decided": 1, "refused": 1}
    assert report["faults"][0]["expected"] == "There is no such entry to take back"


def test_a_detail_that_the_policy_needs_is_named_and_a_long_list_is_summed_up(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = {**ROW, "kind": "concern", "code": "DIS-02", "lesson": "8R"}
    rows = [{**late, "id": f"l{number}"} for number in range(21)]
    report = run(capsys, table(tmp_path / "e.csv", *rows))
    assert nonzero(report) == {"refused": 21}
    assert {(one["column"], one["value"]) for one in report["faults"]} == {("minutes_late", "DIS-02")}
    assert [note.partition(",")[0] for note in report["notes"]] == ["21 times error: minutes_late"]


def test_an_entry_of_the_file_is_taken_back_once(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undo = {**ROW, "kind": "void", "code": "", "details": '{"about": "e1", "reason": "entered twice"}'}
    path = table(tmp_path / "e.csv", ROW, {**undo, "id": "e2"}, {**undo, "id": "e3"})
    assert nonzero(run(capsys, path, "--apply")) == {"added": 2, "decided": 2, "refused": 1}
    with in_school(here.school):
        ledger = LedgerEntry.objects.filter(pupil=here.pupil).values_list("value", flat=True)
        assert sum(ledger) == 0


def test_history_is_kept_undecided_and_the_odd_times_are_flagged(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    times = ("2025-11-17T11:20:00+00:00", "2025-11-17T19:20:00+00:00", "2025-11-16T11:20:00+00:00")
    rows = [{**ROW, "id": f"h{number}", "at": at} for number, at in enumerate(times)]
    path = table(tmp_path / "e.csv", *rows)
    report = run(capsys, path, "--apply")
    assert nonzero(report) == {"added": 3, "kept_undecided": 3, "flagged": 2}
    assert [one["severity"] for one in report["faults"]] == ["warning", "warning"]
    with in_school(here.school):
        found = {one.source_id: one for one in HistoricEvent.objects.all()}
        assert [(found[name].period, found[name].flag) for name in ("h0", "h1", "h2")] == [
            ("P3", ""), ("", "outside_periods"), ("", "closed_day"),
        ]  # fmt: skip
        assert [found[f"h{n}"].happened_at.isoformat() for n in range(3)] == list(times)
        assert HistoricPayload.objects.count() == 3
        assert not Event.objects.exists()
    assert nonzero(run(capsys, path, "--apply")) == {"unchanged": 3}


def test_the_same_id_with_other_content_is_a_fault(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, table(tmp_path / "e.csv", ROW), "--apply")
    report = run(capsys, table(tmp_path / "e.csv", {**ROW, "pupil": "8-2"}), "--apply")
    assert nonzero(report) == {"refused": 1}
    assert report["faults"][0]["column"] == "id"


def test_rows_of_other_schools_are_left_out(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ({**ROW, "school": "1"}, {**ROW, "school": "2", "id": "e2"})
    report = run(capsys, table(tmp_path / "e.csv", *rows), "--map", "1=marlow", school="")
    assert nonzero(report) == {"added": 1, "decided": 1}
    assert report["notes"] == ["left out: 1 events of the school 2"]


def test_a_school_without_a_year_or_policy_is_wrong_usage(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_school(trust="", name="New School", slug="new")
    assert main(["import", "events", str(table(tmp_path / "e.csv", ROW)), "--school", "new"]) == 2
    assert "run evenhand setup first" in capsys.readouterr().err


def test_what_is_still_to_come_is_refused(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = run(capsys, table(tmp_path / "e.csv", {**ROW, "at": "2026-11-18T11:20:00+00:00"}))
    assert nonzero(report) == {"refused": 1}


@pytest.mark.parametrize("more", [("--school", "nowhere"), ("--map", "1"), ("--mapping", "absent.toml")])
def test_wrong_usage_is_2(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    path = table(tmp_path / "e.csv", ROW)
    assert main(["import", "events", str(path), "--school", "marlow", *more]) == 2
    assert main(["import", "events", str(tmp_path / "absent.csv"), "--school", "marlow"]) == 2
    assert "evenhand import: " in capsys.readouterr().err


INCIDENT = """<InterchangeStudentDiscipline xmlns="http://ed-fi.org/4.0.0">
<DisciplineIncident><IncidentIdentifier>9</IncidentIdentifier><IncidentDate>{day}</IncidentDate>
<IncidentTime>{time}</IncidentTime><IncidentLocation>uri://x#Canteen</IncidentLocation>
<ReporterName>Reed, Ann</ReporterName><SchoolReference><SchoolIdentity><SchoolId>1</SchoolId></SchoolIdentity>
</SchoolReference></DisciplineIncident>
{parts}
</InterchangeStudentDiscipline>"""
PART = """<{noun}><{person}Reference><{person}Identity><{person}UniqueId>{id}</{person}UniqueId></{person}Identity>
</{person}Reference><DisciplineIncidentReference><DisciplineIncidentIdentity><IncidentIdentifier>9</IncidentIdentifier>
<SchoolReference><SchoolIdentity><SchoolId>1</SchoolId></SchoolIdentity></SchoolReference>
</DisciplineIncidentIdentity></DisciplineIncidentReference><Behavior>uri://x#{act}</Behavior>
<DisciplineIncidentParticipationCode>uri://x#{role}</DisciplineIncidentParticipationCode></{noun}>"""
BEHAVED = "StudentDisciplineIncidentBehaviorAssociation"


def incident(path: Path, day: str = "2026-11-16", time: str = "12:30:00") -> Path:
    parts = (
        PART.format(noun=BEHAVED, person="Student", id="8-0", act="Rough play", role="Perpetrator"),
        PART.format(noun=BEHAVED, person="Student", id="8-1", act="Rough play", role="Perpetrator"),
        PART.format(
            noun="StudentDisciplineIncidentNonOffenderAssociation",
            person="Student",
            id="8-2",
            act="",
            role="Victim",
        ),
        PART.format(
            noun="StaffDisciplineIncidentAssociation", person="Staff", id="teacher", act="", role="Reporter"
        ),
    )
    path.write_text(INCIDENT.format(day=day, time=time, parts="\n".join(parts)), encoding="utf-8")
    return path


def codes(folder: Path, code: str) -> str:
    path = folder / "codes.toml"
    path.write_text(f"[codes]\n'Rough play' = '{code}'\n", encoding="utf-8")
    return str(path)


def test_an_incident_of_this_year_is_decided_with_all_who_were_in_it(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = incident(tmp_path / "d.xml")
    refused = run(capsys, path, "--apply")
    assert (nonzero(refused), refused["faults"][0]["value"]) == ({"refused": 2}, "Rough play")
    report = run(capsys, path, "--apply", "--mapping", codes(tmp_path, "DIS-11"))
    assert nonzero(report) == {"added": 2, "decided": 2}
    with in_school(here.school):
        [where] = Event.objects.values_list("incident_id", flat=True).distinct()
        found = sorted(Involvement.objects.filter(incident=where).values_list("role", "pupil__source_id"))
        assert [row for row in found if row[1]] == [("alleged", "8-0"), ("alleged", "8-1"), ("harmed", "8-2")]
        assert (
            Involvement.objects.get(incident=where, role="reporter").staff_id
            == here.actor("teacher").staff_id
        )
        assert {one.place for one in Event.objects.all()} == {"Canteen"}


def test_an_incident_on_a_closed_day_stays_on_it(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = incident(tmp_path / "d.xml", day="2026-10-28")
    report = run(capsys, path, "--apply", "--mapping", codes(tmp_path, "DIS-11"))
    assert (report["events"]["added"], report["events"]["flagged"]) == (2, 2)
    with in_school(here.school):
        days = [
            *Event.objects.values_list("day", flat=True),
            *HistoricEvent.objects.values_list("day", flat=True),
        ]
        assert {day.isoformat() for day in days} == {"2026-10-28"}


def test_history_keeps_the_words_of_the_source_and_who_was_there(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = run(capsys, incident(tmp_path / "d.xml", day="2022-02-09"), "--apply")
    assert nonzero(report) == {"added": 2, "kept_undecided": 2}
    with in_school(here.school):
        kept = HistoricEvent.objects.get(pupil=here.pupil)
        assert (kept.code, kept.label, kept.day.isoformat()) == ("", "Rough play", "2022-02-09")
        assert kept.involved == [
            {"role": "harmed", "pupil": here.pupils[2].pk},
            {"role": "reporter", "staff": here.actor("teacher").staff_id},
        ]


def test_a_hostile_file_is_refused_whole(
    here: SchoolCast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = incident(tmp_path / "d.xml")
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]>' + path.read_text(encoding="utf-8"), encoding="utf-8")
    report = run(capsys, path, "--apply")
    assert (nonzero(report), report["applied"]) == ({}, False)
    assert [one["severity"] for one in report["faults"]] == ["error"]
