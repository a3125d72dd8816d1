"""Photographs of pupils: found by the names of their files, drawn small and square, kept with the pupil."""

from evenhand.apps.people.photographs.keeping import keep_photographs, remove_photograph
from evenhand.apps.people.photographs.matching import PhotographPlan, plan_photographs

__all__ = ["PhotographPlan", "keep_photographs", "plan_photographs", "remove_photograph"]
