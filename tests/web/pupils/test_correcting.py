"""The form of a correction: what is chosen must be named, from the pupils of the lesson and acts of the same kind."""

from __future__ import annotations

from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.pupils.correcting import correct_form
from tests.cast import SchoolCast
from tests.incidents import concern


def test_only_those_of_the_lesson_and_acts_of_its_kind_are_offered(here: SchoolCast) -> None:
    with in_school(here.school):
        event = Event.objects.select_related("incident__lesson").get(pk=concern(here).event.pk)
        form = correct_form(event, {"how": "code", "reason": "Wrong act"})
        assert not form.is_valid()
        assert set(form.errors) == {"code"}
        page = str(form)
        pack = policy_of(here.school.pk).pack
    praise = [item for item in pack.items.values() if pack.groups[item.group].kind == "achievement"]
    assert "Ben Year8" in page
    assert "Amara Year8" not in page
    assert "Ben Year9" not in page
    assert not any(f'value="{item.code}"' in page for item in praise)
