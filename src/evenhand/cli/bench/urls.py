"""The addresses of the product, and the bare insert to compare a record with."""

from django.urls import path

from evenhand.cli.bench.bare import insert
from evenhand.web.urls import handler500
from evenhand.web.urls import urlpatterns as pages

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [path("bench/insert/", insert), *pages]
