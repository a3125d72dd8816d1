"""The set-up checklist: needed first, what can wait, and what is done, each by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evenhand.web.setup.facts import Facts
from evenhand.web.setup.staffing import Gap

NAMED = 5


@dataclass(frozen=True, slots=True)
class Action:
    """A way to get it done."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing of the list. `state` is done, next or nothing; `needed` before a first lesson."""

    key: str
    title: str
    words: str
    actions: tuple[Action, ...]
    is_done: bool
    needed: bool = True
    cite: str = ""
    number: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """The page."""

    school: str
    summary: str
    needed: tuple[Check, ...]
    can_wait: tuple[Check, ...]
    done: tuple[Check, ...]

    @property
    def total(self) -> int:
        """How many things there are."""
        return len(self.needed) + len(self.can_wait) + len(self.done)


def build_checklist(facts: Facts) -> Checklist:
    """The checklist of these facts."""
    checks = list(_checks(facts))
    done = tuple(replace(check, state="done") for check in checks if check.is_done)
    todo = [check for check in checks if not check.is_done]
    ordered = [check for check in todo if check.needed] + [check for check in todo if not check.needed]
    numbered = [
        replace(check, number=len(done) + place, state="next" if place == 1 else "")
        for place, check in enumerate(ordered, 1)
    ]
    needed = tuple(check for check in numbered if check.needed)
    return Checklist(
        facts.school.name,
        _summary(len(done), len(checks), len(needed)),
        needed,
        tuple(check for check in numbered if not check.needed),
        done,
    )


def _summary(done: int, total: int, needed: int) -> str:
    if needed == 0:
        return f"{done} of {total} done. Lessons can be taught."
    more = "One more thing" if needed == 1 else f"{needed} more things"
    return f"{done} of {total} done. {more} before the first lesson."


def _checks(facts: Facts) -> Iterator[Check]:
    yield Check(
        "school",
        "School",
        facts.school.trust.name,
        (
            Action("Change details", "/setup/school/"),
            Action("Addresses of authorities", "/setup/addresses/"),
            Action("Erase words about a pupil", "/setup/words/"),
        ),
        True,
    )
    yield _policy(facts)
    yield _year(facts)
    yield _bells(facts)
    yield _pupils(facts)
    yield _classes(facts)
    yield _timetable(facts)
    yield _accounts(facts)
    yield from (_gap(gap) for gap in facts.gaps)
    yield _contacts(facts)
    yield _photographs(facts)
    yield _ways(facts)
    if facts.pack is not None:
        yield _questions(facts)


def _policy(facts: Facts) -> Check:
    if facts.pack is None:
        words, action = "None is in force, so nothing can be decided.", "Choose a policy"
    else:
        words, action = f"{facts.pack.title}, from {day_words(facts.adopted_from)}", "Look at it"
    return Check("policy", "Policy", words, (Action(action, "/setup/policy/"),), facts.pack is not None)


def _year(facts: Facts) -> Check:
    actions = (Action("Set the year", "/setup/year/"),)
    if facts.year is None:
        return Check("year", "Year, terms and closures", "No school year yet.", actions, False)
    training = sum(1 for closure in facts.year.closures if closure.kind == "inset")
    words = f"{facts.year.id}: {len(facts.year.school_days())} days, {training} for training"
    return Check("year", "Year, terms and closures", words, (Action("Change", "/setup/year/"),), True)


def _bells(facts: Facts) -> Check:
    actions = (Action("Set the bells", "/setup/bells/"),)
    if facts.year is None:
        return Check("bells", "Bells and cycle", "The year comes first.", (), False)
    if facts.bells_are_examples:
        return Check("bells", "Bells and cycle", "An example stands in. Type your own.", actions, False)
    weeks = len({label for _, label in facts.year.cycle}) // 5
    cycle = "two-week cycle" if weeks == 2 else f"{weeks or 'no'}-week cycle".replace("1-", "one-")
    kinds = len(facts.year.bell_sets)
    words = f"{kinds} kinds of day, {cycle}" if kinds > 1 else f"One kind of day, {cycle}"
    return Check("bells", "Bells and cycle", words, (Action("Change", "/setup/bells/"),), True)


def _pupils(facts: Facts) -> Check:
    actions = (Action("Import a roster", "/import/"),)
    if not facts.pupils:
        return Check("pupils", "Pupils", "Nobody yet.", actions, False)
    years = f" in years {facts.years[0]} to {facts.years[-1]}" if len(facts.years) > 1 else ""
    return Check("pupils", "Pupils", f"{facts.pupils:,}{years}", actions, True)


def _classes(facts: Facts) -> Check:
    title = "Put teachers in front of their classes"
    if not facts.groups:
        actions = (Action("Import a roster", "/import/"),)
        return Check("classes", "Classes", "No classes yet; they come with the roster.", actions, False)
    if facts.untaught:
        words = f"{len(facts.untaught)} of {facts.groups} groups have no teacher: {listed(facts.untaught)}."
        ways = (Action("Choose teachers", "/setup/classes/"), Action("Import a roster", "/import/"))
        return Check("classes", title, words, ways, False)
    return Check(
        "classes",
        "Classes",
        f"{facts.groups} groups, each with a teacher",
        (Action("Look", "/setup/classes/"),),
        True,
    )


def _timetable(facts: Facts) -> Check:
    words = (
        f"{facts.lessons:,} lessons in the cycle"
        if facts.lessons
        else "No lesson has a place in the week yet."
    )
    actions = (Action("Upload a timetable", "/import/timetable/"),)
    return Check("timetable", "Timetable", words, actions, bool(facts.lessons))


def _accounts(facts: Facts) -> Check:
    words = f"{facts.staff} staff. Signed in so far: {facts.signed_in}; invited: {facts.invited}."
    done = facts.signed_in > 1 or facts.invited > 0
    actions = (Action("Invite people", "/setup/people/"),)
    return Check("accounts", "Staff and their accounts" if done else "Invite the staff", words, actions, done)


def _gap(gap: Gap) -> Check:
    words = f"Nobody for {listed(gap.missing)}." if gap.missing else "Nobody holds this role."
    url = "/setup/forms/" if gap.per == "form" else f"/setup/people/?role={gap.role}"
    actions = (Action("Choose", url),)
    return Check(f"role-{gap.role}", gap.title, words, actions, False, gap.needed, gap.cite)


def _photographs(facts: Facts) -> Check:
    title, url = "Photographs of pupils", "/import/photographs/"
    if not facts.photographs:
        words, upload = "None yet, so tiles show initials.", (Action("Upload photographs", url),)
        return Check("photographs", title, words, upload, False, False)
    words = f"{facts.photographs:,} of {facts.pupils:,} pupils"
    return Check("photographs", title, words, (Action("Change", url),), True, False)


def _contacts(facts: Facts) -> Check:
    actions = (Action("Import a roster", "/import/"),)
    if not facts.contacts:
        return Check(
            "contacts", "Contacts at home", "None yet, so no family can be told.", actions, False, False
        )
    missing = f"; {facts.without_contact} pupils have none" if facts.without_contact else ""
    return Check("contacts", "Contacts at home", f"{facts.contacts:,}{missing}", actions, True, False)


def _ways(facts: Facts) -> Check:
    title, actions = "Ways of sending messages", (Action("Look", "/setup/messages/"),)
    if not facts.ways:
        words = "Letters are printed and calls are made; nothing is sent by itself."
        return Check("ways", title, words, actions, False, False)
    return Check("ways", title, f"Set up: {listed(facts.ways)}", actions, True, False)


def _questions(facts: Facts) -> Check:
    words = "A default is in force for each, and is named wherever it decides."
    count = facts.open_questions
    title = f"Answer the policy’s open questions ({count})" if count else "The policy’s open questions"
    actions = (Action("Read them", "/policy/"),)
    return Check(
        "questions", title, words if count else "All are answered.", actions, count == 0, needed=False
    )


def listed(names: tuple[str, ...]) -> str:
    """The first few names, and how many more."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def day_words(day: object) -> str:
    """A date in words: 1 September 2026."""
    return f"{day:%-d %B %Y}" if day else ""
