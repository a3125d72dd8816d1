"""Addresses of the outbox and of a family's contact log."""

from django.urls import path

from evenhand.apps.letters import meeting_views, morning_views, views

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/print/", views.printing, name="outbox-printing"),
    path("outbox/print/given/", views.all_given, name="outbox-all-given"),
    path("outbox/<int:message>/", views.message, name="message"),
    path("outbox/<int:message>/release/", views.release, name="message-release"),
    path("outbox/<int:message>/cancel/", views.cancel, name="message-cancel"),
    path("outbox/<int:message>/retry/", views.retry, name="message-retry"),
    path("outbox/<int:message>/reroute/", views.reroute, name="message-reroute"),
    path("outbox/<int:message>/given/", views.given, name="message-given"),
    path("inbox/by-mail/", morning_views.by_mail, name="inbox-by-mail"),
    path("pupils/<int:pupil>/contact/", views.contact, name="contact-log"),
    path("pupils/<int:pupil>/meetings/", meeting_views.family_meetings, name="family-meetings"),
    path("meetings/<int:meeting>/", meeting_views.family_meeting, name="family-meeting"),
    path("pupils/<int:pupil>/contact/write/", views.write, name="contact-write"),
]
