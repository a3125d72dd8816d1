"""After all migrations every append-only table has its triggers."""

import pytest

from evenhand.apps.audit import triggers


@pytest.mark.django_db
def test_no_trigger_is_missing_after_all_migrations() -> None:
    assert triggers.missing() == []


@pytest.mark.django_db
def test_the_list_names_what_has_been_taken_down() -> None:
    triggers.take_down()
    gone = triggers.missing()
    triggers.install()
    assert {name.split(".")[0] for name in gone} == {
        "conduct_event",
        "conduct_historicevent",
        "conduct_ledgerentry",
        "conduct_closedperiod",
        "policy_storeddecision",
        "policy_settingchange",
        "audit_auditentry",
        "tenancy_calendarversion",
        "attendance_mark",
        "letters_delivery",
        "letters_contactentry",
        "support_devicemark",
    }
    assert triggers.missing() == []
