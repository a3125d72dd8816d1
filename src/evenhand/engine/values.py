"""Small shared vocabularies of the engine: where a rule comes from, what a figure counts, who may act.

Every value that can appear in a pack is an enum here, so that a misspelling is an error when the pack loads.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Word(StrEnum):
    """A word of a fixed list. It hashes as its text: by its name, as enums do, is slow and not equal to the text's."""

    __hash__ = str.__hash__


class Origin(StrEnum):
    """Where a figure or rule comes from."""

    POLICY = "policy"
    DEFAULT = "default"
    LAW = "law"


class Force(StrEnum):
    """How strongly a clause binds."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    ETHOS = "ethos"


class Fate(StrEnum):
    """What became of a clause in the running policy."""

    RULE = "rule"
    PARAMETER = "parameter"
    SCREEN = "screen"
    LETTER = "letter"
    REFERENCE = "reference"
    GAP = "gap"


class Unit(StrEnum):
    """What a figure counts."""

    POINTS = "points"
    COUNT = "count"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    SESSIONS = "sessions"
    SCHOOL_DAYS = "school_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    MONTHS = "months"
    PERCENT = "percent"
    PERCENTAGE_POINTS = "percentage_points"
    PUPILS = "pupils"
    RATIO = "ratio"
    TIME = "time"


class Role(Word):
    """Roles that packs map their own titles to. `AUTHOR` and `WITNESS` are people of one event, not posts."""

    TEACHER = "teacher"
    TEACHING_ASSISTANT = "teaching_assistant"
    TUTOR = "tutor"
    HEAD_OF_YEAR = "head_of_year"
    PASTORAL_LEAD = "pastoral_lead"
    SUBJECT_LEAD = "subject_lead"
    REMOVAL_MANAGER = "removal_manager"
    REMOVAL_STAFF = "removal_staff"
    PASTORAL_ADMIN = "pastoral_admin"
    DUTY_STAFF = "duty_staff"
    DUTY_LEADER = "duty_leader"
    SENIOR_LEADER = "senior_leader"
    YEAR_LINK = "year_link"
    BEHAVIOUR_LEAD = "behaviour_lead"
    INCLUSION_LEAD = "inclusion_lead"
    PRINCIPAL = "principal"
    SENCO = "senco"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    FAMILY_LIAISON = "family_liaison"
    OFFICE = "office"
    GOVERNOR = "governor"
    CLERK = "clerk"
    TRUST_LEADER = "trust_leader"
    POLICY_AUTHOR = "policy_author"
    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    WITNESS = "witness"


class EventKind(Word):
    """Everything that can happen to one pupil and be handed to `step`; `CLOSE` is the end of a period, for `close`."""

    ACHIEVEMENT = "achievement"
    CONCERN = "concern"
    LADDER_STEP = "ladder_step"
    CONFIRM = "confirm"
    DECLINE = "decline"
    ARRIVAL = "arrival"
    STATION = "station"
    RELEASE = "release"
    LATE = "late"
    HOMEWORK_MISSED = "homework_missed"
    OWED_OUTCOME = "owed_outcome"
    CALL = "call"
    VOID = "void"
    ATTENDANCE = "attendance"
    ABSENCE = "absence"
    CONDUCT = "conduct"
    CONVERSATION = "conversation"
    NOMINATION = "nomination"
    APPROVAL = "approval"
    LEVEL = "level"
    REPORT = "report"
    CASE = "case"
    SANCTION = "sanction"
    CLOSE = "close"


class Where(Word):
    """The kind of place an event happened in; it chooses the ladder and the scope."""

    LESSON = "lesson"
    OUT_OF_CLASS = "out_of_class"
    PLACEMENT = "placement"
    OFF_SITE = "off_site"


class LadderMode(StrEnum):
    """Strict: the engine names the step. Advisory: the adult names it, the engine suggests."""

    STRICT = "strict"
    ADVISORY = "advisory"


class ReleaseRule(StrEnum):
    """How a placement ends."""

    MATCHING_POINT = "matching_point"
    WHOLE_DAY = "whole_day"
    MANUAL = "manual"


class DueRule(StrEnum):
    """How the date and time of a duty follow from an event; each is computed in `rules.due`."""

    MINUTES = "minutes"
    SAME_DAY = "same_day"
    BEFORE_BELL = "before_bell"
    AT_TIME = "at_time"
    SCHOOL_DAYS = "school_days"
    WEEKS = "weeks"
    RELEASE = "release"
    START = "start"
    NOW = "now"
    HALF_TERM_END = "half_term_end"
    WEEK_END = "week_end"
    NEXT_HALF_DAY = "next_half_day"
    TOLD = "told"
    ON_DAY = "on_day"
    SCHOOL_DAYS_BEFORE = "school_days_before"
    NTH_SCHOOL_DAY = "nth_school_day"
    HOURS_BEFORE = "hours_before"
    END_OF_TERM = "end_of_term"
    IMMEDIATE = "immediate"


class ProgrammeForm(StrEnum):
    """How a programme of recognition finds whom to recognise; each is a module of `rules.programmes`."""

    THRESHOLD = "threshold"
    RANK = "rank"
    NOMINATION = "nomination"
    ATTENDANCE = "attendance"
    IMPROVEMENT = "improvement"
    SPOTLESS = "spotless"
    REMINDER = "reminder"
    LEVELS = "levels"
    AIM = "aim"
    SPREAD = "spread"


class SanctionForm(StrEnum):
    """What a formal sanction is. Only `PERIOD` and `LUNCHTIME` count half-days; a `RECORD` is no exclusion at all."""

    PERIOD = "period"
    LUNCHTIME = "lunchtime"
    PERMANENT = "permanent"
    RECORD = "record"


class Act(StrEnum):
    """What people do about a formal sanction, each an event of its own."""

    CONSIDER = "consider"
    RAISE = "raise"
    PROPOSE = "propose"
    ADVISE = "advise"
    APPROVE = "approve"
    RELAY = "relay"
    ISSUE = "issue"
    EXTEND = "extend"
    CONVERT = "convert"
    WITHDRAW = "withdraw"
    CALL = "call"
    LETTER = "letter"
    NOTIFIED = "notified"
    RECEIVED = "received"
    REPRESENTATION = "representation"
    PROVISION = "provision"
    WORK = "work"
    MEETING = "meeting"
    DECISION = "decision"
    APPLICATION = "application"
    HEARING = "hearing"
    OUTCOME = "outcome"
    RECONSIDERED = "reconsidered"
    CLOSE = "close"
    RETURNED = "returned"
    CLASSIFY = "classify"
    POLICE = "police"


WORKED_OUT: Final = (
    "form",
    "about",
    "first",
    "last",
    "returns",
    "returns_session",
    "whole_day_back",
    "day_after",
    "units",
    "days",
    "number",
    "numbered",
    "band",
    "long",
    "provision",
    "sixth_day",
    "exam",
    "exam_on",
    "term_half_days",
    "year_half_days",
    "public_dates",
    "work_dates",
    "in_term",
    "flagged",
)
"""Facts about a formal sanction that the engine works out, for filters, dates and letters."""


class GateForm(StrEnum):
    """How a gate is passed; each is checked in `rules.formal_sanction.gates`."""

    TICKS = "ticks"
    REASONS = "reasons"
    GIVEN = "given"
    EXCUSED = "excused"
    REQUIRED = "required"
    RECORDED = "recorded"
    BARRED = "barred"
    ONE_OF = "one_of"
    NOTIFIED = "notified"
    PANEL = "panel"
    BY = "by"
    CODES = "codes"


class LetterForm(StrEnum):
    """Where a part of a letter comes from: written by somebody, a list of the school's, worked out, or always the same."""

    GIVEN = "given"
    LIST = "list"
    WORKED_OUT = "worked_out"
    FIXED = "fixed"


class LawFigure(StrEnum):
    """The figures that the law of a country may lay down."""

    SUSPENSION_YEAR_DAYS = "suspension_year_days"
    BOARD_REVIEW_ABOVE_DAYS = "board_review_above_days"
    BOARD_REPRESENTATION_ABOVE_DAYS = "board_representation_above_days"
    BOARD_REVIEW_DAYS = "board_review_days"
    BOARD_REPRESENTATION_DAYS = "board_representation_days"
    PAPERS_DAYS = "papers_days"
    PANEL_APPLICATION_DAYS = "panel_application_days"
    PANEL_HEARING_DAYS = "panel_hearing_days"
    RECONSIDERATION_DAYS = "reconsideration_days"
    PROVISION_ABOVE_DAYS = "provision_above_days"
    PROVISION_DAY = "provision_day"
    PROVISION_NOTICE_HOURS = "provision_notice_hours"
    PUBLIC_PLACE_DAYS = "public_place_days"
    WORK_DAYS = "work_days"
    OFF_SITE_NOTICE_DAYS = "off_site_notice_days"
    OFF_SITE_REVIEW_WEEKS = "off_site_review_weeks"


class Basis(StrEnum):
    """How strongly a figure of the law binds: by law, or by guidance that is followed unless there is good reason."""

    LAW = "law"
    GUIDANCE = "guidance"


class CardKind(StrEnum):
    """When a card is looked up: at the start, during or at the end of a lesson, at a moment of it, or for one pupil."""

    START = "start"
    DURING = "during"
    END = "end"
    PROMPT = "prompt"
    TECHNIQUE = "technique"
    CORRECTION = "correction"
    SUPPORT = "support"
