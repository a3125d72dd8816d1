"""A way not to answer, as words for the person who recorded: what is missing and how to give it."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.apps.conduct.checking import Ground
from evenhand.apps.conduct.commands import Command, Problem
from evenhand.engine.decisions import Conflict, Decision, Missing, OutsideCalendar, Unanswered

WORDS = {
    "code": "Choose an act from the policy's list.",
    "scope": "Say in which lesson or at which time of day this happened.",
    "stay": "This pupil has no such stay now. Open the board again.",
    "expected_stay": "This pupil has arrived already.",
    "open_station": "This step of the stay is done already, or the policy has no such step.",
    "request": "This request has been answered already.",
    "owed": "This time owed has been settled already.",
    "outcome": "Say what came of it.",
    "minutes": "Say how many minutes, as a whole number of at least one.",
    "break_left_today": "No break is left today, so give-back cannot be set. Choose another consequence.",
    "slot_to_come": "That time has passed or has begun. Choose a later one.",
    "lead_time": "That is too soon: the school asks for more notice. Choose a later time.",
    "move": "This school does not move these detentions to another day.",
    "room_in_break": "That is more than may be given back in one break. Choose fewer minutes or another consequence.",
    "step": "Choose one of the policy's steps.",
    "step_taken": "This step is not in this lesson any more.",
    "reason": "Give a short reason.",
    "voided_entry": "There is no such entry to take back.",
    "ladder": "The policy has no steps for this place.",
    "change": "Say what needs to change, in the words the pupil was told.",
    "destination": "Say where the pupil goes.",
    "receiving": "Say which adult receives the pupil.",
    "consequence": "Choose the consequence that is set, from the policy's list.",
    "escort": "Say which adult goes along.",
    "stage": "Say whether the call was made, answered, or the adult is there.",
    "order": "Another step comes first, or was taken meanwhile. Look at the page again.",
    "contact": "Say who of the family was reached, and how.",
    "note": "Say in words what it was.",
    "need_check": "Say what the check for an underlying reason found.",
    "no_need_behind_it": "There is a reason behind the work, so the stay is not made longer. Help comes first.",
    "later_release": "Choose a time after the release as it stands.",
    "end_of_a_period": "Choose the end of a lesson or of the day.",
    "extension_cap": "That is longer than a stay may be extended.",
    "stay_to_extend": "This stay cannot be made longer.",
    "adjustment": "Say whether the agreed adjustment was made.",
    "conversation": "This conversation is not owed any more, or never was. Open the list again.",
    "prompts": "These are not the questions that the policy asks for: answer each that was chosen, no more and no fewer.",
    "purposes": "Tick at least one thing that the conversation served.",
    "replacement": "Write down at least one thing that the pupil can do instead.",
    "at": "Choose a time that is still to come.",
    "within_stay": "This has to be while the pupil is in the stay: after the arrival and before the release.",
    "owner": "Only the adult who owes this conversation, or somebody who may lead it, can record it.",
    "parties": "Choose at least two people.",
    "harmed": "Say who was harmed.",
    "consent": "Nobody who was harmed takes part without having agreed, and one of them has not.",
    "safeguarding_held": "Say whether the safeguarding team holds this matter.",
    "safeguarding_agreed": "The safeguarding lead has to agree first.",
    "joint": "Say whether they meet together.",
    "affected": "Say who was affected, and how.",
    "support_owner": "Say who sees to the support.",
    "support_by": "Say by when the support is there: a day from today on.",
    "repair_by": "Say by when it is put right: a day from today on.",
    "delay_reason": "It was not the same day: say why it had to wait.",
    "viewing": "Footage was used: say which viewing in the register it was.",
    "text_to_safeguarding_only": "Nothing of what was said stands here. Leave the boxes empty.",
    "session_of_its_own": "There is a session about this already.",
}
SLOT_WORDS = {
    "detail:detention_day": "Choose a school day to come on which that time exists",
    "detail:detention_slot": "Choose one of the times that the policy names",
}
DETAIL_WORDS = {
    "detail": "{label}: say this first{where}.",
    "condition": "{label}: with what you gave, the policy does not name this act{where}.",
}


def explain(ground: Ground, command: Command, decision: Decision) -> Iterator[Problem]:
    """The refusals of a decision in words, one problem for each missing fact."""
    for item in decision.unanswered:
        for field, message in _words(ground, item):
            yield Problem(str(command.event_id), field, message)


def _words(ground: Ground, item: Unanswered) -> Iterator[tuple[str, str]]:
    match item:
        case Missing(facts, cites):
            for fact in facts:
                yield fact, _missing(ground, fact, cites)
        case Conflict(clauses):
            where = ", ".join(map(ground.pack.titled, clauses))
            yield "policy", f"The policy contradicts itself here ({where}). Ask a leader to decide."
        case OutsideCalendar(day):
            yield "happened_at", f"{day:%d %b %Y} is outside the school's calendar or on a closed day."
        case _:
            yield "policy", f"The policy does not say: {item.question}. Ask a leader to decide."


def _missing(ground: Ground, fact: str, cites: tuple[str, ...]) -> str:
    kind, _, name = fact.partition(":")
    where = "".join(f" ({ground.pack.cited(cite)})" for cite in cites[:1])
    station = next((s.label for p in ground.pack.placements.values() for s in p.stations if s.id == fact), "")
    if fact in SLOT_WORDS:
        return SLOT_WORDS[fact] + where + "."
    if kind in ("detail", "condition"):
        return DETAIL_WORDS[kind].format(label=_label(ground, name), where=where)
    if kind == "role":
        return f"Only a {name.replace('_', ' ')} may do this{where}."
    if station:
        return f"{station} comes first, or an override with a reason{where}."
    return WORDS.get(kind, f"{fact.replace('_', ' ').capitalize()} is missing{where}.")


def _label(ground: Ground, name: str) -> str:
    """What the policy calls a detail; what a programme or a sanction asks for may have no words of its own."""
    declared = ground.pack.details.get(name) or ground.pack.sanction_facts.get(name)
    return declared.label if declared else name.replace("_", " ").capitalize()
