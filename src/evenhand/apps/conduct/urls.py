"""Addresses of the start, the class, the corridor, help, requests and praise."""

from django.urls import path

from evenhand.apps.conduct import (
    display_views,
    duty_views,
    incident_views,
    lesson_card_views,
    praise_views,
    seat_views,
    start_views,
    views,
)

urlpatterns = [
    path("record/", views.record_view, name="record"),
    path("", start_views.start, name="start"),
    path("now/", start_views.now_view, name="now"),
    path("find/", start_views.find, name="find"),
    path("find/<int:pupil>/", start_views.corridor, name="corridor"),
    path("find/<int:pupil>/state/", start_views.corridor_state, name="corridor-state"),
    path("projected/", start_views.projected, name="projected"),
    path("class/", views.class_now, name="class-now"),
    path("class/<int:lesson>/", views.class_view, name="class"),
    path("class/<int:lesson>/state/", views.class_state, name="class-state"),
    path("class/<int:lesson>/cards/", lesson_card_views.cards, name="lesson-cards"),
    path("class/<int:group>/seats/", seat_views.seats, name="seats"),
    path("seats/", seat_views.without_plan, name="seats-missing"),
    path("incident/new/", incident_views.new, name="incident-new"),
    path("incident/<uuid:incident>/", incident_views.incident_view, name="incident"),
    path("incident/<uuid:incident>/copy/<int:pupil>/", incident_views.copy, name="incident-copy"),
    path("help/", duty_views.help_view, name="help"),
    path("help/<int:call>/answer/", duty_views.answer_view, name="help-answer"),
    path("requests/", duty_views.requests_view, name="requests"),
    path("requests/<uuid:event>/", duty_views.answer_request_view, name="request-answer"),
    path("display/", display_views.display_view, name="display"),
    path("me/", praise_views.own, name="own"),
    path("praise/<int:pupil>/", praise_views.praise_pupil, name="praise"),
    path("praise/close/<int:prompt>/", praise_views.close, name="praise-close"),
]
