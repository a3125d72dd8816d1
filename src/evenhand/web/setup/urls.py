"""Addresses of setting a school up."""

from __future__ import annotations

from django.urls import path

from evenhand.web.setup import addresses, bells, classes, messages, people, views, words, year

app_name = "setup"

urlpatterns = [
    path("", views.checklist, name="checklist"),
    path("first/", views.first_account, name="first"),
    path("school/", views.school, name="school"),
    path("policy/", views.policy, name="policy"),
    path("year/", year.year, name="year"),
    path("bells/", bells.bells, name="bells"),
    path("messages/", messages.ways, name="messages"),
    path("messages/try/", messages.try_way, name="try_way"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("words/", words.words, name="words"),
    path("people/", people.people, name="people"),
    path("people/grant/", people.grant, name="grant"),
    path("people/end/", people.end, name="end"),
    path("forms/", people.forms, name="forms"),
    path("forms/tutor/", people.name_tutor, name="name_tutor"),
    path("classes/", classes.classes, name="classes"),
]
