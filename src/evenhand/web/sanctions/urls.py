"""Address of the register of serious sanctions."""

from django.urls import path

from evenhand.web.sanctions import views

urlpatterns = [path("sanctions/", views.register, name="sanctions")]
