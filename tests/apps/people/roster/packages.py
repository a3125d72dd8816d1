"""Makes whole rosters in each format, as files on disk, of any size and with one thing changed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

Files = dict[str, str]

FIRST = ("Amina", "Callum", "Zoë", "Oisín", "Wei", "Farah", "Łukasz", "Grace")
LAST = ("Okafor", "O'Neill", "Brontë", "Smith-Jones", "Chen", "Rahman", "Nowak", "de Souza")


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files into a new folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files into a zip and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def lines(*rows: str) -> str:
    """Join rows as a CSV file."""
    return "\r\n".join((*rows, ""))


def _birth(number: int) -> str:
    return f"20{10 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}"


def _places(pupils: int, groups: int) -> list[tuple[int, int]]:
    """Each pupil is in one group in six, as a school with six lessons a day has it."""
    return [
        (pupil, (pupil * 7 + step * 11) % groups)
        for pupil in range(pupils)
        for step in range(min(10, groups))
    ]


def sds_v1(pupils: int = 3, groups: int = 2, *, british: bool = True) -> Files:
    """Return a School Data Sync version 1 set with either spelling of the headers."""
    own, school, section = (
        ("ID", "School DfE Number", "Section ID")
        if british
        else ("SIS ID", "School SIS ID", "Section SIS ID")
    )
    return {
        "School.csv": lines(f"{'DfE Number' if british else 'SIS ID'},Name", "S1,Hill School"),
        "Section.csv": lines(
            f"{own},{school},Section Name,Course Subject",
            *(f"G{n},S1,Group {n},Maths" for n in range(groups)),
        ),
        "Student.csv": lines(
            f"{own},{school},First Name,Last Name,Username,Password,Grade,Birthdate",
            *(
                f"P{n},S1,{FIRST[n % 8]},{LAST[n // 8 % 8]},u{n},hunter{n},{7 + n % 5},{_birth(n)}"
                for n in range(pupils)
            ),
        ),
        "Teacher.csv": lines(
            f"{own},{school},First Name,Last Name,Username,Password",
            *(f"T{n},S1,{FIRST[n % 8]},{LAST[n % 8]},t{n},hunter" for n in range(groups)),
        ),
        "StudentEnrollment.csv": lines(
            f"{section},{own}", *(f"G{g},P{p}" for p, g in dict.fromkeys(_places(pupils, groups)))
        ),
        "TeacherRoster.csv": lines(f"{section},{own}", *(f"G{n},T{n}" for n in range(groups))),
    }


def sds_v2(pupils: int = 3, groups: int = 2) -> Files:
    """Return a School Data Sync version 2 set: role and school stand on the user."""
    return {
        "orgs.csv": lines(
            "sourcedId,name,type,parentSourcedId", "D,Trust,district,", "S1,Hill School,school,D"
        ),
        "users.csv": lines(
            "sourcedId,orgSourcedIds,givenName,familyName,username,password,role,grade",
            *(
                f"P{n},S1,{FIRST[n % 8]},{LAST[n // 8 % 8]},u{n},hunter{n},Student,{7 + n % 5}"
                for n in range(pupils)
            ),
            *(f"T{n},S1,{FIRST[n % 8]},{LAST[n % 8]},t{n},hunter,teacher," for n in range(groups)),
        ),
        "classes.csv": lines("sourcedId,orgSourcedId,title", *(f"G{n},S1,Group {n}" for n in range(groups))),
        "enrollments.csv": _sourced_enrolments(pupils, groups),
    }


def _sourced_enrolments(pupils: int, groups: int) -> str:
    return lines(
        "classSourcedId,userSourcedId,role",
        *(f"G{g},P{p},student" for p, g in dict.fromkeys(_places(pupils, groups))),
        *(f"G{n},T{n},teacher" for n in range(groups)),
    )


def sds_v21(pupils: int = 3, groups: int = 2) -> Files:
    """Return a School Data Sync version 2.1 set, one guardian for the first pupil."""
    return {
        "orgs.csv": lines("sourcedId,name,type,parentSourcedId", "S1,Hill School,school,"),
        "users.csv": lines(
            "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms",
            *(f"P{n},u{n}@x.org,{FIRST[n % 8]},{LAST[n // 8 % 8]},hunter{n},,,," for n in range(pupils)),
            *(f"T{n},t{n}@x.org,{FIRST[n % 8]},{LAST[n % 8]},hunter,,,," for n in range(groups)),
            "C1,c1@x.org,Ada,Okafor,hunter,,ada@x.org,01632 960001,",
        ),
        "roles.csv": lines(
            "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate",
            *(f"P{n},S1,student,Y,{7 + n % 5},TRUE,," for n in range(pupils)),
            *(f"T{n},S1,teacher,Y,,TRUE,," for n in range(groups)),
        ),
        "classes.csv": lines(
            "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId,code",
            *(f"G{n},S1,Group {n},Y,K1,g{n}" for n in range(groups)),
        ),
        "courses.csv": lines("sourcedId,orgSourcedId,title,code,subject", "K1,S1,Key stage 3 maths,M3,Maths"),
        "enrollments.csv": _sourced_enrolments(pupils, groups),
        "academicSessions.csv": lines(
            "sourcedId,title,type,schoolYear,startDate,endDate",
            "Y,Year 2026,schoolYear,2026,2026-09-01,2027-08-31",
        ),
        "demographics.csv": lines(
            "userSourcedId,sex,birthDate", *(f"P{n},female,{_birth(n)}" for n in range(pupils))
        ),
        "relationships.csv": lines(
            "userSourcedId,relationshipUserSourcedId,relationshipRole", "P0,C1,guardian"
        ),
        "userFlags.csv": lines("userSourcedId,flag", "P0,iep"),
    }


BASE = "sourcedId,status,dateLastModified"
HEAD = "active,2026-09-01T00:00:00.000Z"


def _oneroster_shared(pupils: int, groups: int, version: str) -> Files:
    names = ["academicSessions", "classes", "courses", "enrollments", "orgs", "users", "demographics"]
    names += ["roles"] if version == "1.2" else []
    return {
        "manifest.csv": lines(
            "propertyName,value",
            "manifest.version,1.0",
            f"oneroster.version,{version}",
            *(f"file.{name},bulk" for name in names),
            "source.systemName,Example",
        ),
        "orgs.csv": lines(
            f"{BASE},name,type,identifier,parentSourcedId", f"S1,{HEAD},Hill School,school,9990001,"
        ),
        "academicSessions.csv": lines(
            f"{BASE},title,type,startDate,endDate,parentSourcedId,schoolYear",
            f"Y,{HEAD},2026-27,schoolYear,2026-09-01,2027-08-31,,2027",
        ),
        "courses.csv": lines(
            f"{BASE},schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
            f"K1,{HEAD},Y,Key stage 3 maths,M3,,S1,Maths,",
        ),
        "classes.csv": lines(
            f"{BASE},title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
            "termSourcedIds,subjects,subjectCodes,periods",
            *(
                f"G{n},{HEAD},Group {n},,K1,g{n},{'homeroom' if n == 0 else 'scheduled'},,S1,Y,,,"
                for n in range(groups)
            ),
        ),
        "enrollments.csv": lines(
            f"{BASE},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
            *(
                f"E{p}-{g},{HEAD},G{g},S1,P{p},student,false,2026-09-01,"
                for p, g in dict.fromkeys(_places(pupils, groups))
            ),
            *(f"ET{n},{HEAD},G{n},S1,T{n},teacher,true,," for n in range(groups)),
        ),
        "demographics.csv": lines(
            f"{BASE},birthDate,sex", *(f"P{n},{HEAD},{_birth(n)},male" for n in range(pupils))
        ),
    }


def oneroster_11(pupils: int = 3, groups: int = 2) -> Files:
    """Return a OneRoster 1.1 bulk set; the first pupil has one parent, joined both ways."""
    users = (
        f"{BASE},enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,"
    )
    users += "email,sms,phone,agentSourcedIds,grades,password"
    return _oneroster_shared(pupils, groups, "1.1") | {
        "users.csv": lines(
            users,
            *(
                f"P{n},{HEAD},true,S1,student,u{n},,{FIRST[n % 8]},{LAST[n // 8 % 8]},,,,,,"
                f"{'C1' if n == 0 else ''},{7 + n % 5:02},hunter{n}"
                for n in range(pupils)
            ),
            *(
                f"T{n},{HEAD},true,S1,teacher,t{n},,{FIRST[n % 8]},{LAST[n % 8]},,,,,,,,hunter"
                for n in range(groups)
            ),
            f"C1,{HEAD},true,S1,parent,c1,,Ada,Okafor,,,ada@x.org,,01632 960001,P0,,hunter",
        ),
    }


def oneroster_12(pupils: int = 3, groups: int = 2) -> Files:
    """Return a OneRoster 1.2 bulk set; role and school stand in roles.csv."""
    users = f"{BASE},enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
    users += "agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,primaryOrgSourcedId"
    roles = f"{BASE},userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId"
    return _oneroster_shared(pupils, groups, "1.2") | {
        "users.csv": lines(
            users,
            *(
                f"P{n},{HEAD},true,u{n},{{MIS:{n}}},{FIRST[n % 8]},{LAST[n // 8 % 8]},,,,,,"
                f"{'C1' if n == 0 else ''},{7 + n % 5:02},hunter{n},,,S1"
                for n in range(pupils)
            ),
            *(
                f"T{n},{HEAD},true,t{n},,{FIRST[n % 8]},{LAST[n % 8]},,,,,,,,hunter,,,S1"
                for n in range(groups)
            ),
            f"C1,{HEAD},true,c1,,Ada,Okafor,,,ada@x.org,,01632 960001,,,hunter,,,",
        ),
        "roles.csv": lines(
            roles,
            *(f"R{n},{HEAD},P{n},primary,student,,,S1," for n in range(pupils)),
            *(f"RT{n},{HEAD},T{n},primary,teacher,,,S1," for n in range(groups)),
            f"RC,{HEAD},C1,primary,guardian,,,S1,",
        ),
    }


FORMATS = {
    "sds-v1-uk": sds_v1,
    "sds-v1-us": lambda pupils=3, groups=2: sds_v1(pupils, groups, british=False),
    "sds-v2": sds_v2,
    "sds-v2.1": sds_v21,
    "oneroster-1.1": oneroster_11,
    "oneroster-1.2": oneroster_12,
}
"""Each format's name to its generator of (pupils, groups)."""
