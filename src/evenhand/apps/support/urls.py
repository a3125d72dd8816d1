"""Addresses of reports."""

from django.urls import path

from evenhand.apps.support import (
    adjusting_views,
    agreed_views,
    assisting_views,
    centre_views,
    greeting_views,
    joining_views,
    profile_views,
    search_views,
)
from evenhand.apps.support import report_views as views
from evenhand.apps.support.devices import views as devices

app_name = "support"

urlpatterns = [
    path("agreed/", agreed_views.agreed, name="agreed"),
    path("agreed/pupil/<int:pupil>/", agreed_views.agreed_for, name="agreed-for"),
    path("agreed/<int:entry>/end/", agreed_views.end, name="agreed-end"),
    path("assigned/", assisting_views.mine, name="assigned"),
    path("assigned/who/", assisting_views.everybody, name="assistants"),
    path("assigned/who/<int:pupil>/", assisting_views.named, name="assistants-of"),
    path("centre/", centre_views.sessions, name="centre"),
    path("centre/of/<int:pupil>/", centre_views.sessions_of, name="centre-of"),
    path("greet/", greeting_views.start, name="greet-start"),
    path("greet/<int:lesson>/", greeting_views.greet, name="greet"),
    path("arrivals/", devices.arrivals, name="arrivals"),
    path("arrivals/in/<int:pupil>/", devices.mark_in, name="mark-in"),
    path("arrivals/leaving/", devices.leaving, name="leaving"),
    path("arrivals/leaving/<int:pupil>/", devices.give_back, name="give-back"),
    path("arrivals/found/<int:pupil>/", devices.found, name="found"),
    path("arrivals/agreed/<int:pupil>/", devices.agree, name="agree-device"),
    path("profile/<int:pupil>/joining/", joining_views.join, name="join"),
    path("profile/<int:pupil>/agreed/", adjusting_views.adjustments, name="adjustments"),
    path("profile/<int:pupil>/", profile_views.profile, name="profile"),
    path("profile/tried/<int:strategy>/", profile_views.tried, name="tried"),
    path("searches/<int:pupil>/", search_views.searches, name="searches"),
    path("reports/", views.reports, name="reports"),
    path("reports/lesson/<int:lesson>/", views.lesson_reports, name="lesson"),
    path("reports/lesson/<int:lesson>/<uuid:report>/", views.mark, name="mark"),
    path("reports/start/<int:pupil>/", views.start, name="start"),
    path("reports/<uuid:report>/", views.report, name="report"),
]
