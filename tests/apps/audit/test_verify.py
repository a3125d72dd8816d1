"""The first link that does not hold is found, whatever was done to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit import triggers
from evenhand.apps.audit.models import AuditEntry, ChainHead
from evenhand.apps.audit.services import Act, append_many
from evenhand.apps.audit.verify import verify
from evenhand.apps.tenancy.models import School, Trust
from evenhand.apps.tenancy.scoping import in_school


@pytest.fixture
def school(db: object) -> School:
    trust = Trust.objects.create(name="Trust")
    school = School.objects.create(trust=trust, name="A", short_name="A", slug="a")
    with in_school(school):
        acts = [Act("do", f"x:{n}", {"n": n}) for n in range(1, 6)]
        append_many(system_actor(school.pk, "worker"), acts)
    # Somebody who can take the triggers down is who the chain is for.
    triggers.take_down()
    return school


TAMPERINGS: dict[str, tuple[int, str, Callable[[], object]]] = {
    "words": (3, "changed", lambda: AuditEntry.objects.filter(seq=3).update(actor_name="Another")),
    "body": (2, "changed", lambda: AuditEntry.objects.filter(seq=2).update(body={"n": 3})),
    "digest": (4, "changed", lambda: AuditEntry.objects.filter(seq=4).update(digest="0" * 64)),
    "link": (4, "follow", lambda: AuditEntry.objects.filter(seq=4).update(previous="0" * 64)),
    "gap": (2, "missing", lambda: AuditEntry.objects.filter(seq=2).delete()),
    "tail": (5, "head", lambda: AuditEntry.objects.filter(seq=5).delete()),
    "head": (6, "head", lambda: ChainHead.objects.update(seq=4)),
}


def test_an_untouched_chain_holds(school: School) -> None:
    with in_school(school):
        assert verify(school.pk) == (school.pk, 5, None, "")


@pytest.mark.parametrize("how", TAMPERINGS)
def test_the_first_broken_link_is_found(school: School, how: str) -> None:
    broken_at, words, tamper = TAMPERINGS[how]
    with in_school(school):
        tamper()
        found = verify(school.pk)
    assert found.broken_at == broken_at
    assert words in found.problem


def test_a_school_without_entries_holds(db: object) -> None:
    trust = Trust.objects.create(name="Trust")
    bare = School.objects.create(trust=trust, name="B", short_name="B", slug="b")
    with in_school(bare):
        assert verify(bare.pk).entries == 0
