"""Addresses of pupils, and of correcting what is on their page."""

from django.urls import path

from evenhand.web.pupils import photographs, views

urlpatterns = [
    path("pupils/", views.find, name="pupils"),
    path("pupils/<int:pk>/", views.pupil, name="pupil"),
    path("pupils/<int:pk>/photograph/<slug:mark>/", photographs.photograph, name="pupil-photograph"),
    path("pupils/<int:pk>/why/<uuid:event>/", views.why_page, name="pupil-why"),
    path("pupils/<int:pk>/correct/<uuid:event>/", views.correct_page, name="pupil-correct"),
]
