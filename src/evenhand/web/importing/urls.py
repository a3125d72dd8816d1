"""Addresses of importing."""

from __future__ import annotations

from django.urls import path

from evenhand.web.importing import photographs, views

app_name = "import"

urlpatterns = [
    path("", views.roster, name="roster"),
    path("timetable/", views.timetable, name="timetable"),
    path("photographs/", photographs.photographs, name="photographs"),
]
