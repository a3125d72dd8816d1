"""Addresses of conversations, sessions and booklets."""

from django.urls import path

from evenhand.apps.restorative import booklet_views, session_views, talk_views

app_name = "restorative"

urlpatterns = [
    path("talks/", talk_views.talks, name="talks"),
    path("talks/session/<uuid:event>/", session_views.start, name="session"),
    path("talks/<uuid:event>/<slug:kind>/", talk_views.talk, name="talk"),
    path("talks/<uuid:event>/<slug:kind>/agreement/", talk_views.agreement, name="agreement"),
    path("booklet/open/<uuid:stay>/", booklet_views.open_booklet, name="open_booklet"),
    path("booklet/answers/<uuid:stay>/", booklet_views.answers, name="answers"),
    path("booklet/<str:token>/", booklet_views.pupils_page, name="booklet"),
]
