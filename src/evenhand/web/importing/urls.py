"""Addresses of importing."""

from __future__ import annotations

from django.urls import path

from evenhand.web.importing import views

app_name = "import"

urlpatterns = [
    path("", views.roster, name="roster"),
    path("timetable/", views.timetable, name="timetable"),
]
