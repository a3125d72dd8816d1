"""The locks of pupils' heads: every writer takes them in one order."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.apps.conduct import ink
from evenhand.apps.conduct.models import PupilHead


def lock_heads(school_id: int, pupil_ids: Iterable[int], *, made: bool = False) -> dict[int, int]:
    """The numbers of the pupils' heads, locked in the order of their ids, made first where a pupil has none yet.

    Heads are made before any is locked: whoever waits for a head that another makes then holds no lock that the
    other may want, so that two writers never wait for each other. `made` says that all were seen before.
    """
    wanted = sorted(pupil_ids)
    if not made:
        known = ink.numbers_of(school_id, wanted)
        missing = [PupilHead(school_id=school_id, pupil_id=one) for one in wanted if one not in known]
        PupilHead.objects.bulk_create(missing, ignore_conflicts=True)
    return ink.locked(school_id, wanted)
