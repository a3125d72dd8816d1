"""Addresses of the card flow and of the log entry that it leads to."""

from django.urls import path

from evenhand.web.steps import entry, views

urlpatterns = [
    path("steps/<int:lesson>/<int:pupil>/", views.steps, name="steps"),
    path("entries/<int:task>/", entry.entry, name="entry"),
]
