"""The school that is measured: the demonstration's secondary, with as many events as asked for, ten months into a year.

Each day is an ordinary day of the demonstration, and then recognitions until the day has its share; for fewer events
than such a year brings, everything happens less often. Told day by day, so that memory stays flat.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

OPENS = datetime(2027, 6, 22, 11, 32)  # noqa: DTZ001  local time of the plan
REPORTED = 20  # days


def main(events: int, guide: Path) -> None:
    """Build the school into the database of this process and write its guide."""
    import django

    django.setup()
    from evenhand.cli.commands.demo import build_static
    from evenhand.cli.migrating import migrate

    migrate(verbosity=0)
    build_static()
    guide.write_text(json.dumps(build(events)), encoding="utf-8")


def build(events: int) -> dict[str, Any]:
    """Build people, timetable and history; returns the guide for the client. The clock stands at the opening."""
    from django.db import connection, transaction

    from evenhand.apps.tenancy.scoping import in_school
    from evenhand.apps.tenancy.services import move_clock
    from evenhand.cli.bench.guide import guide
    from evenhand.cli.demo.build import make_people
    from evenhand.cli.demo.plan import FULL, read_plan
    from evenhand.cli.demo.schools import make_school, make_trust

    plan = replace(read_plan(), opens=OPENS)
    with transaction.atomic():
        site = make_school(make_trust(plan), plan, plan.schools[0], FULL)
        move_clock(to=site.opens)
    with in_school(site.school):
        people = make_people(site, plan)
        _tell(people, events)
        move_clock(to=site.opens)
        found = guide(people)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the copy that is measured on is of the one file
    return found


def _tell(people: Any, events: int) -> None:
    from evenhand.apps.conduct.bulk import BulkWriter
    from evenhand.cli.demo.history import closing
    from evenhand.cli.demo.history.catalogue import shelve
    from evenhand.cli.demo.history.diary import Diary
    from evenhand.cli.demo.history.strict import make_story
    from evenhand.cli.demo.history.telling import lessons_held

    site = people.site
    writer = BulkWriter.of(site.school)
    diary = Diary(site, people.team, writer.policy, people.taught, people.adjustments, lessons_held())
    pupils = [pupil for form in people.forms for pupil in form.pupils]
    story = make_story(diary, shelve(writer.policy, site.demo.first_day), pupils)
    today = site.demo.opens.date()
    days = [*site.calendar.school_days_between(site.demo.first_day, today), today]
    for number, day in enumerate(days, 1):
        share = events * number // len(days) - writer.written
        writer.write(_day(story, day, share, last=number == len(days)))
        if number % REPORTED == 0 or number == len(days):
            print(f"{writer.written:,} of {events:,} events", file=sys.stderr, flush=True)
    closing.close_tasks(diary)


def _day(story: Any, day: date, share: int, *, last: bool) -> Iterator[Any]:
    """The tellings of a day; what follows on a later day stays in the diary."""
    from evenhand.cli.demo.history import strict
    from evenhand.cli.demo.history.telling import by_pupil

    diary = story.diary
    ordinary = sum((strict.AWARDS, strict.WARNINGS, 5 * strict.REFERRALS, 2 * strict.LATE, strict.HOMEWORK))
    story.scale = min(1.0, max(share, 0) / (ordinary * len(story.pupils)))
    strict.tell_day(story, day, by_pupil(diary, day))
    told = sum(1 for at, *_ in diary.entries if at.date() <= day)
    story.scale = 1.0
    strict.tell_awards(story, day, max(0, share - told))
    due = [entry for entry in diary.entries if last or entry[0].date() <= day]
    diary.entries = [] if last else [entry for entry in diary.entries if entry[0].date() > day]
    yield from (entry[2] for entry in sorted(due, key=lambda entry: entry[:2]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.cli.bench.settings")
    main(int(sys.argv[1]), Path(sys.argv[2]))
