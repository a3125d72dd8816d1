"""What one may do, and which role may do it. A pack maps its own titles to these roles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Capability(StrEnum):
    """Everything that a page or service asks of an actor."""

    RECORD = "record"  # recognise, note, record concerns and steps, in the actor's own lessons
    RECORD_ANYWHERE = "record_anywhere"  # social time and corridors: any pupil of the school
    COVER = "cover"  # act in any lesson as its teacher does
    SEE_PUPIL = "see_pupil"
    CALL_HELP = "call_help"
    ANSWER_HELP = "answer_help"
    SET_CONSEQUENCE = "set_consequence"  # minutes given back, the consequence of a step
    PLACE = "place"  # send to a placement by a step that the policy leaves to the adult
    CONFIRM_STEP = "confirm_step"  # confirm what was asked for out of class
    VOID_ANY = "void_any"  # take back or correct another's record
    SEE_BOARD = "see_board"
    RUN_REMOVAL = "run_removal"  # arrivals, stations, releases
    OVERRIDE_RELEASE = "override_release"
    RUN_DETENTION = "run_detention"
    DO_TASKS = "do_tasks"  # the inbox: one's own tasks and those of one's roles
    SEE_ALL_TASKS = "see_all_tasks"
    LEAD_CONVERSATION = "lead_conversation"
    LEAD_CONFERENCE = "lead_conference"  # a restorative meeting of several people
    TELL_FAMILY = "tell_family"
    SEE_OUTBOX = "see_outbox"  # messages home: what is held, waits, is to print or failed
    TELL_FAMILY_SENSITIVE = "tell_family_sensitive"
    CONFIRM_SENSITIVE = "confirm_sensitive"  # confirm a racist or homophobic comment
    AGREE_ADJUSTMENT = "agree_adjustment"
    EDIT_STRATEGIES = "edit_strategies"
    REVIEW_ENTRIES = "review_entries"  # look at every entry of the day
    PUT_ON_REPORT = "put_on_report"
    MARK_ATTENDANCE = "mark_attendance"  # present, late, absent, by the national codes
    NOMINATE = "nominate"  # for an award that the policy gives by nomination
    APPROVE_AWARD = "approve_award"  # what others nominated or the policy found
    CHANGE_LEVEL = "change_level"  # confirm or change a level on a register
    RECORD_SEARCH = "record_search"  # a search and what was taken away, where the school has switched that on
    WORK_CASE = "work_case"  # the steps of a case, such as one of bullying or of a racist comment
    PROPOSE_EXCLUSION = (
        "propose_exclusion"  # in no role of itself: the policy in force names who (`proposing`)
    )
    DECIDE_EXCLUSION = "decide_exclusion"
    REVIEW_EXCLUSION = "review_exclusion"
    SEE_SANCTIONS = "see_sanctions"  # the register of serious sanctions, with names
    READ_SAFEGUARDING = "read_safeguarding"
    SEE_FIGURES = "see_figures"  # aggregates without names
    SEE_REFERRALS = "see_referrals"  # counts of referrals by type, place, time, year and adult
    SEE_EQUALITY = "see_equality"
    SEE_TRUST = "see_trust"
    SEE_POLICY = "see_policy"
    WRITE_POLICY = "write_policy"  # propose changes of settings and packs
    APPROVE_POLICY = "approve_policy"
    IMPORT = "import"
    MANAGE_PEOPLE = "manage_people"  # invitations and roles
    MANAGE_SCHOOL = "manage_school"  # the school's details, year, bells and timetable
    SEE_SETUP = "see_setup"
    SEE_AUDIT = "see_audit"
    ERASE_WORDS = "erase_words"  # what was written about a pupil, for good


C = Capability

EVERY_ADULT: Final = frozenset(
    {
        C.RECORD,
        C.RECORD_ANYWHERE,
        C.SEE_PUPIL,
        C.CALL_HELP,
        C.DO_TASKS,
        C.SEE_POLICY,
        C.MARK_ATTENDANCE,
        C.NOMINATE,
    }
)
CLASSROOM: Final = EVERY_ADULT | {C.SET_CONSEQUENCE, C.PLACE, C.LEAD_CONVERSATION, C.TELL_FAMILY, C.SEE_BOARD}
PASTORAL: Final = CLASSROOM | {
    C.ANSWER_HELP,
    C.VOID_ANY,
    C.COVER,
    C.RUN_DETENTION,
    C.LEAD_CONFERENCE,
    C.SEE_OUTBOX,
    C.TELL_FAMILY_SENSITIVE,
    C.AGREE_ADJUSTMENT,
    C.EDIT_STRATEGIES,
    C.REVIEW_ENTRIES,
    C.PUT_ON_REPORT,
    C.APPROVE_AWARD,
    C.CHANGE_LEVEL,
    C.WORK_CASE,
    C.SEE_FIGURES,
    C.SEE_REFERRALS,
}
ROOM: Final = CLASSROOM | {C.RUN_REMOVAL, C.ANSWER_HELP}
LEADERSHIP: Final = PASTORAL | {
    C.CONFIRM_STEP,
    C.RUN_REMOVAL,
    C.OVERRIDE_RELEASE,
    C.CONFIRM_SENSITIVE,
    C.RECORD_SEARCH,
    C.SEE_SANCTIONS,
    C.SEE_ALL_TASKS,
}
OVERSIGHT: Final = frozenset({C.SEE_POLICY, C.SEE_FIGURES})

ROLE_CAPABILITIES: Final[Mapping[str, frozenset[Capability]]] = MappingProxyType(
    {
        "teacher": CLASSROOM,
        "teaching_assistant": CLASSROOM,
        "tutor": CLASSROOM,
        "head_of_year": PASTORAL,
        "pastoral_lead": PASTORAL | {C.RUN_REMOVAL, C.OVERRIDE_RELEASE, C.SEE_ALL_TASKS, C.SEE_EQUALITY},
        "subject_lead": CLASSROOM | {C.COVER, C.SEE_FIGURES, C.RUN_DETENTION},
        "removal_manager": ROOM | {C.SEE_OUTBOX, C.OVERRIDE_RELEASE, C.VOID_ANY, C.RUN_DETENTION},
        "removal_staff": ROOM,
        "pastoral_admin": EVERY_ADULT
        | {C.SEE_BOARD, C.RUN_REMOVAL, C.TELL_FAMILY, C.RUN_DETENTION, C.SEE_OUTBOX},
        "duty_staff": CLASSROOM | {C.ANSWER_HELP},
        "duty_leader": LEADERSHIP,
        "senior_leader": LEADERSHIP,
        "year_link": LEADERSHIP,
        "behaviour_lead": LEADERSHIP | {C.SEE_EQUALITY, C.SEE_SETUP},
        "inclusion_lead": LEADERSHIP | {C.SEE_EQUALITY},
        "principal": LEADERSHIP
        | {
            C.DECIDE_EXCLUSION,
            C.READ_SAFEGUARDING,
            C.APPROVE_POLICY,
            C.SEE_AUDIT,
            C.SEE_EQUALITY,
            C.SEE_SETUP,
            C.ERASE_WORDS,
        },
        "senco": CLASSROOM | {C.COVER, C.AGREE_ADJUSTMENT, C.EDIT_STRATEGIES, C.SEE_FIGURES},
        "safeguarding_lead": CLASSROOM | {C.COVER, C.READ_SAFEGUARDING, C.TELL_FAMILY_SENSITIVE, C.SEE_AUDIT},
        "family_liaison": EVERY_ADULT | {C.TELL_FAMILY, C.SEE_OUTBOX, C.EDIT_STRATEGIES},
        "office": EVERY_ADULT | {C.SEE_BOARD, C.TELL_FAMILY, C.SEE_OUTBOX},
        "governor": OVERSIGHT | {C.APPROVE_POLICY, C.REVIEW_EXCLUSION, C.SEE_EQUALITY},
        "clerk": OVERSIGHT | {C.REVIEW_EXCLUSION, C.SEE_SANCTIONS},
        "trust_leader": OVERSIGHT | {C.SEE_TRUST, C.SEE_EQUALITY},
        "policy_author": frozenset({C.SEE_POLICY, C.WRITE_POLICY, C.SEE_SETUP, C.SEE_FIGURES}),
        "administrator": frozenset(
            {C.SEE_POLICY, C.SEE_SETUP, C.IMPORT, C.MANAGE_PEOPLE, C.MANAGE_SCHOOL, C.ERASE_WORDS}
        ),
    }
)

# Whoever holds one of these signs in with a second factor.
SECOND_FACTOR: Final = frozenset(
    {C.READ_SAFEGUARDING, C.PROPOSE_EXCLUSION, C.DECIDE_EXCLUSION, C.REVIEW_EXCLUSION}
)


def capabilities_of(role: str, proposers: Collection[str] = ()) -> frozenset[Capability]:
    """What the role may do, with what it owes to being one of the policy's `proposers`; nothing for one that is not ours."""
    held = ROLE_CAPABILITIES.get(role, frozenset())
    return held | {C.PROPOSE_EXCLUSION} if held and role in proposers else held
