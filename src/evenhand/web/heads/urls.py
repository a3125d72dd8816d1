"""Address of the head of year's day."""

from django.urls import path

from evenhand.web.heads import views

app_name = "heads"
urlpatterns = [path("detentions/day/", views.day, name="day")]
