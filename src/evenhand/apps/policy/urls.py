"""Addresses of the policy pages. The fixed ones stand first: any other word is a paragraph's number."""

from __future__ import annotations

from django.urls import path

from evenhand.apps.policy import views

app_name = "policy"

urlpatterns = [
    path("policy/", views.policy, name="policy"),
    path("policy/principles/", views.principles, name="principles"),
    path("policy/catalogue/", views.catalogue, name="catalogue"),
    path("policy/settings/", views.settings, name="settings"),
    path("policy/settings/<str:key>/", views.setting, name="setting"),
    path("policy/settings/<str:key>/propose/", views.propose, name="propose"),
    path("policy/settings/<str:key>/decide/", views.decide, name="decide"),
    path("policy/<str:clause>/", views.clause, name="clause"),
]
