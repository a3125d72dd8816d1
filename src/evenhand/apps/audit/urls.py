"""Addresses of the log."""

from __future__ import annotations

from django.urls import path

from evenhand.apps.audit import views

app_name = "audit"

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/verify/", views.verify, name="verify"),
]
