"""Addresses of the analysis of a term."""

from django.urls import path

from evenhand.apps.insight import views

app_name = "insight"
urlpatterns = [
    path("insight/", views.figures, name="figures"),
    path("insight/entries/", views.entries, name="entries"),
    path("insight/outcomes/", views.outcomes_view, name="outcomes"),
    path("insight/equality/", views.equality_view, name="equality"),
    path("insight/groups/", views.groups, name="groups"),
]
