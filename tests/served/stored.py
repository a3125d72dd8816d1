"""What a school's database holds once its clients are through, and whether its parts agree. Needs Django and a scope."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Sum

from evenhand.apps.audit.verify import verify
from evenhand.apps.conduct.models import Event, LedgerEntry, PupilHead
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.conduct.writing import state_digest
from evenhand.apps.policy.models import StoredDecision
from evenhand.engine.wire import state_from_plain


def stored(school_id: int) -> dict[str, Any]:
    """Events, decisions, chain and replay, and what the pupils' heads and the ledgers say of the year's sums."""
    heads = {head.pupil_id: head.state for head in PupilHead.objects.all()}
    totals = {pupil: state_from_plain(state).totals for pupil, state in heads.items()}
    last = dict(StoredDecision.objects.order_by("seq").values_list("pupil_id", "state_after"))
    sums = LedgerEntry.objects.values("pupil_id", "ledger").annotate(total=Sum("value"))
    return {
        "events": dict(Counter(str(pk) for pk in Event.objects.values_list("pk", flat=True))),
        "decisions": [str(pk) for pk in StoredDecision.objects.values_list("pk", flat=True)],
        "seqs": list(Event.objects.order_by("seq").values_list("seq", flat=True)),
        "chain": verify(school_id).problem,
        "differing": [str(item) for item in replay(school_id).differing],
        "ledgers": [[row["pupil_id"], row["ledger"], row["total"]] for row in sums],
        "heads": [
            [pupil, key.partition("|")[0], value]
            for pupil, found in totals.items()
            for key, value in found.items()
            if "|y:" in key
        ],
        "behind": [pupil for pupil, digest in last.items() if state_digest(heads[pupil]) != digest],
    }


def disagreements(found: dict[str, Any]) -> list[str]:
    """Where what is stored does not agree with itself; nothing where it does."""
    numbers = list(range(1, len(found["seqs"]) + 1))
    checks = {
        "an event is there twice": set(found["events"].values()) <= {1},
        "an event has no decision, or a decision no event": sorted(found["decisions"])
        == sorted(found["events"]),
        "the numbers of the events have gaps": found["seqs"] == numbers,
        f"the chain is broken: {found['chain']}": found["chain"] == "",
        f"a replay differs: {found['differing'][:5]}": found["differing"] == [],
        "the ledgers are not those of the heads": sorted(found["ledgers"]) == sorted(found["heads"]),
        f"the state of a pupil is not that of the last decision: {found['behind'][:5]}": found["behind"]
        == [],
    }
    return [words for words, holds in checks.items() if not holds]
