"""Addresses of the figures of referrals."""

from django.urls import path

from evenhand.web.referrals import views

urlpatterns = [
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/minutes/", views.minutes, name="referral-minutes"),
]
