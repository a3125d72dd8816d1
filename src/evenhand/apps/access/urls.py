"""Addresses of signing in. Some keep the package's names, since the package looks them up."""

from __future__ import annotations

from django.urls import path

from evenhand.apps.access import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/as/<int:pk>/", views.sign_in_as, name="sign-in-as"),
    path("sign-in/code/", views.enter_code, name="mfa_authenticate"),
    path("sign-in/closed/", views.closed_account, name="account_inactive"),
    path("sign-in/confirm/", views.confirm_password, name="account_reauthenticate"),
    path("sign-in/confirm/code/", views.confirm_code, name="mfa_reauthenticate"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("choose-school/", views.choose_school, name="choose-school"),
    path("second-factor/", views.second_factor, name="second-factor"),
    path("second-factor/set-up/", views.set_up_factor, name="mfa_activate_totp"),
    path("second-factor/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/done/", views.second_factor, name="mfa_index"),
    path("join/<str:secret>/", views.join, name="join"),
]
