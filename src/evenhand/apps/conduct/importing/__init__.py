"""Events of another system brought in: matched to people, put to the policy, or kept as history."""

from evenhand.apps.conduct.importing.carrying import Carried, import_events
from evenhand.apps.conduct.importing.ground import Ground, ground_of
from evenhand.apps.conduct.importing.told import Fault, Involved, PupilKey, Reading, Told

__all__ = [
    "Carried",
    "Fault",
    "Ground",
    "Involved",
    "PupilKey",
    "Reading",
    "Told",
    "ground_of",
    "import_events",
]
