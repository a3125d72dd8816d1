"""Registers the app with Django."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Attendance: who was where at registration and in lessons, by the national codes."""

    name = "evenhand.apps.attendance"
    label = "attendance"
