"""What a rule must be told: one event with its surroundings, and the pupil's state before it.

Everything here is frozen and complete. Local date, local time, fold and instant are worked out at the edge of the
application and handed in; the engine has neither a clock nor a time-zone database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType
from typing import NamedTuple

from evenhand.engine.values import EventKind, Where

Fact = int | str | bool | tuple[str, ...]
NOTHING: Mapping[str, Fact] = MappingProxyType({})


class Moment(NamedTuple):
    """A point in time: the school's local date, wall-clock time and fold, and the instant in whole seconds UTC."""

    day: date
    time: time
    fold: int
    instant: int


class Spot(NamedTuple):
    """Where it happened. `scope` is the key of the lesson occurrence or of the social slot; `period` a bell key."""

    where: Where
    scope: str
    period: str = ""
    place: str = ""


class Adjustment(NamedTuple):
    """An agreed adjustment in force for this pupil at the time of the event. `value` is a number for overlays."""

    id: str
    kind: str
    value: int = 0


class Answer(NamedTuple):
    """What the adult said of one adjustment: applied, adjusted, waived (the consequence) or not_applied, and why."""

    adjustment: str
    outcome: str
    reason: str = ""


class Voided(NamedTuple):
    """What an earlier event had posted, handed in with the event that voids it. `code` is that event's own."""

    event: str
    kind: EventKind
    posts: tuple[tuple[str, int], ...]
    day: date
    stay: str = ""
    owed: str = ""
    code: str = ""


class Event(NamedTuple):
    """One thing that happened to one pupil. `about` is the id of an earlier event, stay or owed item it refers to.

    `by` is the actor's id, `roles` the roles held then; `witness` the adult who saw it if another recorded it.
    `details` are the details that the catalogue asks for and the choices made on the screen.
    """

    id: str
    kind: EventKind
    code: str
    at: Moment
    spot: Spot
    by: str
    roles: tuple[str, ...] = ()
    witness: str = ""
    year_group: int | None = None
    about: str = ""
    details: Mapping[str, Fact] = NOTHING
    adjustments: tuple[Adjustment, ...] = ()
    answers: tuple[Answer, ...] = ()
    voids: Voided | None = None


class Mark(NamedTuple):
    """One act on a ladder in one scope: the position reached, what it posted, and what came of it.

    `outcome` is what the adult recorded afterwards (complied, repeat, continued), or "entry" for an act that went
    straight to its step and so used no warning.
    """

    event: str
    position: int
    code: str
    outcome: str = ""
    posts: tuple[tuple[str, int], ...] = ()


class Window(NamedTuple):
    """The open scope of one ladder."""

    ladder: str
    scope: str
    marks: tuple[Mark, ...]


class Move(NamedTuple):
    """What moved the release of a stay.

    `kind` is absence (the pupil was away all of `day`), absence_am or absence_pm (one session of it), or extension
    (`days` school days more, ending at `time`).
    """

    event: str
    kind: str
    day: date
    days: int = 0
    time: time | None = None


class Claim(NamedTuple):
    """One referral's part in a stay: its own release point. A void takes it away and leaves the others.

    `since` is the day from which its school days count, None where an earlier version stored it; `period` the bell key
    of the referral; `first` the release as it was before anything moved it.
    """

    event: str
    release_day: date | None
    release_time: time | None
    since: date | None = None
    period: str = ""
    first: tuple[date, time] | None = None
    moves: tuple[Move, ...] = ()


class Stay(NamedTuple):
    """A pupil expected in, or staying in, a placement. `stage` is expected or here."""

    id: str
    placement: str
    stage: str
    opened: Moment
    period: str
    scope: str
    owner: str
    claims: tuple[Claim, ...]
    arrived: int = 0
    done: tuple[str, ...] = ()
    destination: str = ""
    released_early: tuple[date, time] | None = None


class Request(NamedTuple):
    """A step that waits for a leader's confirmation."""

    event: str
    ladder: str
    step: str
    code: str
    witness: str
    at: Moment
    spot: Spot


class Owed(NamedTuple):
    """Time owed and not yet served or missed. `minutes` for give-back; `day` and `slot` say when.

    A slot that nobody has chosen yet is "", and `set_by` the event that chose it later than the item was owed.
    """

    id: str
    kind: str
    day: date
    slot: str
    minutes: int
    code: str = ""
    set_by: str = ""


class Counted(NamedTuple):
    """One time that something was counted. What has the same `key` (one stay) counts once, on its earliest day.

    `name` is the counter's id, `event` what was counted, `value` how much (points).
    """

    name: str
    key: str
    event: str
    day: date
    value: int = 1


class Cause(NamedTuple):
    """What led to a case: an event, its day and its code; one cause for each of the case's reasons."""

    event: str
    day: date
    code: str = ""


class Opened(NamedTuple):
    """A case of the pupil: an assessment, a staged path, a formal procedure.

    `kind` is the id under which the pack declares it, `stage` where it stands ("closed" once it is over, which only the
    last of its kind is kept as), `about` the event that opened it, `reasons` every reason that has led to it so far with
    its cause in `causes`, `done` what was recorded about it as (act, event).
    """

    id: str
    kind: str
    stage: str
    opened: date
    about: str = ""
    reasons: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    done: tuple[tuple[str, str], ...] = ()


class Held(NamedTuple):
    """A level held on a register. `points` and `category` are the two parts it was combined from, each as a level.

    `how` says what made it: snapshot (the close of a half-term), changed, judged or confirmed (a person's act between
    two), or acted (a rise whose effects were performed). `live` is what the counts alone said at that time, `event` the
    act, so that its void takes it away.
    """

    register: str
    level: int
    since: date
    period: str
    points: int = 0
    category: int = 0
    by: str = ""
    how: str = "snapshot"
    live: int = 0
    event: str = ""


class Done(NamedTuple):
    """One act about a formal sanction: what it put on record, and what it added to the counts by their full key."""

    event: str
    act: str
    day: date
    known: tuple[tuple[str, int | str | bool], ...] = ()
    counted: tuple[tuple[str, int], ...] = ()


class Sanction(NamedTuple):
    """A formal sanction. `stage` is considered, proposed, issued, ended or withdrawn; `units` counts half-days.

    `done` names the acts so far, and who has been told of what ("notified:decision:family"); `acts` holds them. All but
    `id`, `kind` and `about` follows from `acts`.
    """

    id: str
    kind: str
    stage: str
    about: str
    start: date | None = None
    last: date | None = None
    units: int = 0
    done: tuple[str, ...] = ()
    acts: tuple[Done, ...] = ()


class Report(NamedTuple):
    """A report card in force, by its kind; `until` is the day of its review.

    `targets` are the aims on the card, `plan` the support plan they come from; `marked` the newest marks as
    "date/period/event". `set_by` is each event that set the day of its review, in order, with that day, once a later
    one has set it anew; `ended_by` the event that ended it: the last few that are over are kept, so that a void of
    their end takes them up again.
    """

    id: str
    kind: str
    started: date
    until: date | None = None
    targets: tuple[str, ...] = ()
    plan: str = ""
    marked: tuple[str, ...] = ()
    set_by: tuple[tuple[str, date | None], ...] = ()
    ended_by: str = ""


class PupilState(NamedTuple):
    """Running counts and open windows of one pupil, never the raw history.

    `totals` maps "ledger|period" to a sum, where period is `y:<year>`, `b:<block>`, `w:<ISO Monday>` or `d:<date>`;
    `counts` maps "name|period" to how many (referrals, entries); of years, half-terms and terms those of two years.
    `windows` holds recent scopes only. `recent` maps a name to the days on which it was counted, one for each time, no
    further back than the longest window that some rule of the pack looks at; `counted` holds what the pack's counters
    counted, for as long as a trigger may look at it. `fired` maps what happens once (a trigger, a recognition) to the
    period in which it did.
    """

    totals: Mapping[str, int] = MappingProxyType({})
    counts: Mapping[str, int] = MappingProxyType({})
    windows: tuple[Window, ...] = ()
    stays: tuple[Stay, ...] = ()
    requests: tuple[Request, ...] = ()
    owed: tuple[Owed, ...] = ()
    recent: Mapping[str, tuple[date, ...]] = MappingProxyType({})
    fired: Mapping[str, str] = MappingProxyType({})
    cases: tuple[Opened, ...] = ()
    levels: tuple[Held, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    reports: tuple[Report, ...] = ()
    counted: tuple[Counted, ...] = ()


EMPTY_STATE = PupilState()
