"""An entry in words, known to us or not."""

from __future__ import annotations

from evenhand.apps.audit.words import LONGEST, act_words, detail_words, subject_words


def test_acts_and_subjects_have_words_also_where_nobody_wrote_any() -> None:
    assert act_words("adopt_pack") == "Adopted a policy"
    assert act_words("task.done_late") == "Task: done late"
    assert act_words("new_thing") == "New thing"
    assert subject_words("setting:ladder.scope") == "open question ladder.scope"
    assert subject_words("other:4") == "other 4"


def test_details_leave_out_digests_and_nothings_and_cut_what_is_long() -> None:
    body = {"digest": "x", "reason": "", "value": False, "list": [1, "b"], "map": {"a": 1}, "long": "w" * 500}
    told = dict(detail_words(body))
    assert told["Value"] == "no"
    assert told["List"] == "1, b"
    assert told["Map"] == "a 1"
    assert len(told["Long"]) == LONGEST
    assert set(told) == {"Value", "List", "Map", "Long"}
