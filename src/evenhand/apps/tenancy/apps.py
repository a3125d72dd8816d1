"""Registers the app with Django."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Trusts, schools, the scope of a school, its clock, calendar, timetable and lessons."""

    name = "evenhand.apps.tenancy"
    label = "tenancy"
