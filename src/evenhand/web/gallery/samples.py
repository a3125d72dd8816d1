"""Made-up people and acts for the gallery."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from evenhand.apps.conduct.pages import FITS
from evenhand.web.context import DemoBanner, Shell, Who
from evenhand.web.gallery.shapes import (
    Cast,
    CastSchool,
    Check,
    Choice,
    Clause,
    Entry,
    Expected,
    Follow,
    Line,
    Link,
    Person,
    Quote,
    Row,
    Station,
    Stay,
    StepMark,
    Task,
    Tile,
    Why,
)
from evenhand.web.nav import navigation

LONG = "Bartholomew-Alexander Oluwaseyi Montgomery-Papadopoulou Khan"
CAPABILITIES = {"record", "see_board", "do_tasks", "see_pupil", "see_policy", "see_setup"}
CURRENT_STEP = 3
AWAY, QUEUED = 22, 3

WHY = Why(
    "Why this step",
    (Quote("80", "One warning to put it right; the second time in a lesson is a referral."),),
    (
        Row("Warning", "10:52, talking over the teacher"),
        Row("Second", "11:02, calling out"),
        Row("School’s choice", "A lesson starts clean, since 1 Sep 2026"),
        Row("Would change it", "With the warning withdrawn, this becomes the warning"),
    ),
    (Link("Read ¶ 80", "#read"), Link("Correct this", "#correct")),
)
ROOM = (
    "Aaliyah Rahman,Idris Bello,Maisie Hargreaves,Zofia Kowalczyk,Hamza Sheikh,Chloe Nguyen,"
    "Oluwadamilola Adeyemi,"
    "Callum Mackenzie,Priya Raghunathan,يوسف الخطيب,Niamh O’Donnell,Tomasz Wójcik,Amara Okonkwo,Jacob Levy,"
    "Gurpreet Dhaliwal,Ffion Llewellyn,Kwame Asante,Maximiliana Featherstonehaugh-Bartholomew,Leo Baptiste,"
    "Sienna Marsh,Ayaan Hussain,Eliška Nováková,Reuben Cole,Shanelle Grant,Dylan Pryce-Jones,Mei-Ling Chan,"
    "Ibrahim Diallo,Rosa Ferreira,Jayden Thompson,Anaïs Lefèvre,Otis Ward,Freya Lund,Marcus Bell,Hana Sato"
)
STATIONS = ("Register", "Reading", "Reflect", "Family", "Repair")


def samples(now: datetime) -> dict[str, Any]:
    """Everything that the gallery's templates name, as of `now` (aware)."""
    demo = DemoBanner("It is Tuesday 17 November 2026, 11:06, period 3.", "#clock", "Move the clock")
    nav = navigation(CAPABILITIES, "/class/", {"inbox": 6})
    who = Who("Ms N. Okonjo", "Science", "NO")
    return {"shell": Shell(nav, who, now, person="gallery", demo=demo), "now": now, **contents(now)}


def contents(now: datetime) -> dict[str, Any]:
    """Tiles, board, inbox, timeline and the rest, as of `now`."""
    return {
        "tiles": [_tile(n, name) for n, name in enumerate(ROOM.split(","))],
        "recognitions": [
            ("Helping others", 2),
            ("Excellent participation", 2),
            ("Kindness", 3),
            ("Significant improvement", 3),
        ],
        "concerns": [
            "Calling out",
            "Talking over the teacher",
            "Lack of effort",
            "Chewing or eating",
            "Answering back",
        ],
        "follow": _follow(),
        "why": WHY,
        "expected": _expected(now),
        "stays": _stays(),
        "tasks": _tasks(),
        "entries": _entries(),
        "clauses": _clauses(),
        "checks": _checks(),
        "choices": [Choice("All", current=True), Choice("Recognised"), Choice("Concerns", count=3)],
        "links": [Choice("Act", url="#act", current=True, count=6), Choice("Know", url="#know", count=9)],
        "steps": [
            StepMark(n, words, "done" if n < CURRENT_STEP else "now" if n == CURRENT_STEP else "")
            for n, words in enumerate(
                ("Redirect", "Caution", "Reminder", "Consequence", "Time out", "Repair"), 1
            )
        ],
        "cast": _cast(),
    }


def _tile(n: int, name: str) -> Tile:
    first, _, last = name.partition(" ")
    arabic = first > "\u0600"
    return Tile(
        n,
        first,
        last,
        f"{first[0]}{' ' if arabic else ''}{last[0]}",
        seat=n % 6 + 1,
        recognised=(n * 7) % 4,
        adjusts=n % 9 == 1,
        warnings="one warning this lesson" if n in {1, 11} else "",
        away="with the nurse" if n == AWAY else "",
        queued=n == QUEUED,
        lang="ar" if arabic else "",
        dir="rtl" if arabic else "",
        is_long=len(first) > FITS,
    )


def _follow() -> Follow:
    words = "ten seconds to process, then the instruction again, one to one."
    return Follow(
        "Calling out: what will follow",
        (
            Line("1", "Idris", "second in this lesson", "referral to the removal room", "80", WHY, words),
            Line("2", "Maisie", "first in this lesson, a warning", "", "80", WHY),
        ),
        "as of 11:01",
    )


def _expected(now: datetime) -> list[Expected]:
    return [
        Expected(
            "1",
            "Milo Achterberg",
            "10C",
            "Sent 11:01 by Mrs Dubois, Room 7",
            now - timedelta(seconds=72),
            "Room 7",
            late="Not here after 5 minutes",
            told="Mrs Iqbal was told at 11:06",
        ),
        Expected("2", LONG, "9K", "Sent 11:05 by Mr Ashworth", now + timedelta(seconds=168), "Room 12"),
    ]


def _stations(done: int) -> tuple[Station, ...]:
    return tuple(
        Station(w, "done" if n < done else "now" if n == done else "") for n, w in enumerate(STATIONS)
    )


def _stays() -> list[Stay]:
    tell = "Tell the family by 15:00"
    return [
        Stay(
            "1",
            "Idris Bello",
            "8R",
            "IB",
            "Here since 11:04",
            _stations(1),
            "Wed 11:50",
            WHY,
            tell=tell,
            open=True,
        ),
        Stay(
            "2",
            "Siobhan Ó Ceallaigh",
            "10T",
            "SO",
            "Here since 09:32",
            _stations(4),
            "Wed 10:00",
            WHY,
            told="Family told 09:50",
        ),
        Stay(
            "3",
            "نور الهاشمي",
            "9M",
            "ن ه",
            "Here since 10:15",
            _stations(2),
            "Wed 10:50",
            WHY,
            told="Family told 10:31",
            lang="ar",
            dir="rtl",
        ),
    ]


def _tasks() -> list[Task]:
    return [
        Task(
            "1",
            "Finish the record of Monday’s call with Mrs Wójcik",
            "You spoke at 15:35. The summary is empty, so the next person cannot see what was agreed.",
            "Was due yesterday, 17:00",
            "Write summary",
            "#write",
            cite="97",
            late=True,
            why=WHY,
        ),
        Task(
            "2",
            f"Tell the family of {LONG}",
            "First language at home: Greek. An interpreter is on the contact card.",
            "By 15:00, in 3 h 53 min",
            "Call or text",
            "#call",
            cite="100",
            why=WHY,
        ),
    ]


def _entries() -> list[Entry]:
    return [
        Entry(
            "1",
            "concern",
            "flag",
            "Calling out, then a referral",
            "11:02",
            ("8R Science, Lab 4", "Ms Okonjo"),
            why=WHY,
            open=True,
        ),
        Entry(
            "2",
            "praise",
            "star",
            "Working well with other pupils",
            "09:20",
            ("Art", "Mr Fairbairn", "+2"),
            why=WHY,
        ),
        Entry(
            "3",
            "act",
            "phone",
            "Call home: good start to the week",
            "15:20",
            ("Mr Rees spoke with Mrs Bello",),
            note="She asked us to send praise by text.",
        ),
        Entry(
            "4",
            "concern",
            "flag",
            "Talking over the teacher, a warning",
            "10:40",
            ("8R Science",),
            struck="Withdrawn by Ms Okonjo: wrong pupil.",
        ),
    ]


def _clauses() -> list[Clause]:
    return [
        Clause(
            "79",
            "Every act that cannot be negotiated is of one kind or the other, never both.",
            "must",
            ("Rule",),
        ),
        Clause(
            "80",
            "One warning to put it right; the second time is a referral.",
            "must",
            ("Rule", "Figure"),
            "Open question, default in force",
        ),
    ]


def _checks() -> list[Check]:
    teach = (Link("Choose teachers", "#t"), Link("Upload a timetable", "#u"))
    return [
        Check(8, "Classes", "60 groups", "done"),
        Check(
            9,
            "Put teachers in front of their classes",
            "4 of 60 groups have no teacher.",
            "next",
            actions=teach,
        ),
        Check(
            10, "Name who owns the removal room", "The policy asks for exactly one senior leader", cite="91"
        ),
    ]


def _cast() -> Cast:
    people = (
        Person("a", "Ngozi Okonjo", "Teaches science, tutor of 8R", "NO"),
        Person("b", "Darren Whitlock", "Runs the removal room", "DW"),
        Person("c", "Gethin Rees", "Head of year 8", "GR"),
        Person("d", "Huda Siddiqui", "Principal", "HS"),
    )
    return Cast(
        "#demo",
        (
            CastSchool("A secondary school", "1,200 pupils", people),
            CastSchool("A special school", "80 pupils", people[:2]),
        ),
    )
