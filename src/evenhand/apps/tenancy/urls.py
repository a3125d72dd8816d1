"""Addresses of the ground floor."""

from __future__ import annotations

from django.urls import path

from evenhand.apps.tenancy import views

urlpatterns = [path("demo-clock/", views.demo_clock, name="demo-clock")]
