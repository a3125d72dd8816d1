"""Addresses of the walled record."""

from django.urls import path

from evenhand.apps.safeguarding import views

app_name = "safeguarding"

urlpatterns = [
    path("safeguarding/", views.inbox, name="inbox"),
    path("safeguarding/tell/<int:pupil>/", views.tell, name="tell"),
    path("safeguarding/<uuid:pk>/", views.one, name="one"),
]
