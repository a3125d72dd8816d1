"""Address of the assembly's builder."""

from django.urls import path

from evenhand.apps.rewards import assembly_views

urlpatterns = [path("assembly/", assembly_views.assembly, name="assembly")]
