"""Addresses of what a device keeps, and of its lock."""

from __future__ import annotations

from django.urls import URLPattern, path

from evenhand.web.device import views

app_name = "device"

urlpatterns: list[URLPattern] = [
    path("offline/pages/", views.pages, name="pages"),
    path("lock/", views.lock, name="lock"),
    path("lock/open/", views.open_lock, name="open"),
]
