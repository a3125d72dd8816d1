"""Addresses of recording."""

from django.urls import path

from evenhand.apps.conduct import views

urlpatterns = [path("record/", views.record_view, name="record")]
