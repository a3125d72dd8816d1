"""Addresses of the register and the gate."""

from django.urls import path

from evenhand.apps.attendance import views

app_name = "attendance"
urlpatterns = [
    path("register/<int:lesson>/", views.register, name="register"),
    path("gate/", views.gate, name="gate"),
    path("gate/late/", views.gate_late, name="late"),
    path("gate/on-time/<int:pupil>/", views.gate_on_time, name="on_time"),
    path("gate/praise/<int:pupil>/", views.gate_praise, name="praise"),
]
