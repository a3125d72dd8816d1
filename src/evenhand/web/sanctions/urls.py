"""Addresses of the register of serious sanctions, and of one pupil's formal sanctions."""

from django.urls import path

from evenhand.web.sanctions import views

urlpatterns = [
    path("sanctions/", views.register, name="sanctions"),
    path("pupils/<int:pk>/sanctions/", views.of_pupil, name="pupil-sanctions"),
    path("pupils/<int:pk>/sanctions/<slug:kind>/<slug:act>/", views.act_page, name="sanction-act"),
]
