"""`evenhand audit`: which chain is broken, which trigger is missing, which decision does not come out the same."""

from __future__ import annotations

import argparse
import json

import pytest

from evenhand.apps.audit import triggers
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.commands import audit
from tests.cast import SchoolCast
from tests.incidents import referred


def run(*words: str, act: str = "verify") -> int:
    parser = argparse.ArgumentParser()
    audit.add_arguments(parser)
    return audit.run(parser.parse_args([act, *words]))


def test_untouched_chains_hold(here: SchoolCast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert "marlow: 2 entries hold" in capsys.readouterr().out


def test_a_changed_entry_is_found(here: SchoolCast, capsys: pytest.CaptureFixture[str]) -> None:
    triggers.take_down()
    with in_school(here.school):
        AuditEntry.objects.filter(seq=1).update(actor_name="Another")
    triggers.install()
    assert run("--school", "marlow") == 1
    assert capsys.readouterr().out == "marlow: entry 1 has been changed\n"
    assert run("--school", "alder") == 0


def test_a_missing_trigger_is_a_problem(here: SchoolCast, capsys: pytest.CaptureFixture[str]) -> None:
    triggers.take_down()
    assert run("--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["missing_triggers"] == triggers.missing() != []
    assert said["schools"]["marlow"] == {"entries": 2, "problem": ""}


def test_an_unknown_school_is_wrong_usage(here: SchoolCast) -> None:
    assert run("--school", "nowhere") == 2


def test_decisions_come_out_the_same(here: SchoolCast, capsys: pytest.CaptureFixture[str]) -> None:
    with in_school(here.school):
        referred(here)
    assert run("--school", "marlow", act="replay") == 0
    assert capsys.readouterr().out == "marlow: 2 decisions come out the same\n"


def test_a_decision_that_differs_is_listed(here: SchoolCast, capsys: pytest.CaptureFixture[str]) -> None:
    with in_school(here.school):
        event = referred(here)
        triggers.take_down()
        StoredDecision.objects.filter(pk=event.pk).update(state_after="another")
        triggers.install()
    assert run("--json", act="replay") == 1
    said = json.loads(capsys.readouterr().out)["schools"]["marlow"]
    assert said["decisions"] == 2
    assert [(row["event"], row["problem"]) for row in said["differing"]] == [
        (str(event.pk), "the state after differs")
    ]
