"""A device is still kept when its time is up: those who lead hear of it, once."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.casework.alerting import tell
from evenhand.apps.casework.models import Deadline
from evenhand.apps.support.devices.services import KEPT
from evenhand.apps.support.devices.standing import REFUSED, standings_on, terms_of
from evenhand.apps.support.models import DeviceMark
from evenhand.apps.tenancy.models import School


def still_kept(school: School, deadline: Deadline, moment: datetime) -> bool:
    """Tell those who lead that a pupil still waits; nothing where the wait has ended."""
    mark = DeviceMark.objects.select_related("pupil").get(pk=deadline.body["mark"])
    now_stands, terms = standings_on(mark.day, [mark.pupil_id])[mark.pupil_id], terms_of(school.pk)
    if terms is None or now_stands.answer != REFUSED or now_stands.refused != mark.at:
        return False
    tell(
        school,
        kind=KEPT,
        subject=f"pupil:{mark.pupil_id}/{mark.day.isoformat()}",
        role=str(terms.declared.tells),
        moment=moment,
        body={
            "words": f"{terms.label(mark.device)} still kept, pupil waiting",
            "name": mark.pupil.display_name,
            "url": f"/arrivals/#pupil-{mark.pupil_id}",
        },
    )
    return True
