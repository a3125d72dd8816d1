"""What was written in tasks, log entries, decisions and injuries, erased with the pupil's other words; the acts stay."""

from __future__ import annotations

from typing import Final

from evenhand.apps.casework.alerting import TOLD
from evenhand.apps.casework.daily import ACTION, ESCALATED
from evenhand.apps.casework.reviewing import KIND as REVIEW
from evenhand.apps.tenancy.erasable import Words

WORDS: Final = (
    Words("tasks", "casework.Task", "pupil_id", ("note",)),
    # Of these alone somebody wrote what is to be done; of others the policy or the program did.
    Words("tasks_by_hand", "casework.Task", "pupil_id", ("label",), {"kind": ACTION}),
    Words("tasks_by_hand", "casework.Task", "pupil_id", ("why",), {"kind__in": (ACTION, ESCALATED)}),
    # Who was told that its time is past was told the label as well.
    Words(
        "tasks_by_hand",
        "casework.Alert",
        "body__pupil",
        ("body",),
        {"kind__in": TOLD},
        inside=frozenset({"label"}),
    ),
    Words("reviews", "casework.Task", "pupil_id", ("why",), {"kind": REVIEW}, inside=frozenset({"reason"})),
    Words("task_changes", "casework.TaskChange", "task__pupil_id", ("reason",)),
    Words("drafts", "casework.EntryDraft", "task__pupil_id", ("answers",)),
    Words("decisions", "casework.Proposal", "pupil_id", ("reasons",)),
    Words("injuries", "casework.Injury", "pupil_id", ("place", "words", "treatment", "told")),
)
