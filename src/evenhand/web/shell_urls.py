"""Addresses of the shell's own pages, and of the gallery where the settings ask for it."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from evenhand.web import pages
from evenhand.web.gallery import views as gallery

app_name = "web"

urlpatterns: list[URLPattern] = [
    path("sw.js", pages.service_worker, name="service_worker"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("offline/", pages.offline, name="offline"),
    path("more/", pages.more, name="more"),
]
if settings.EVENHAND_GALLERY:
    urlpatterns.append(path("gallery/", gallery.gallery, name="gallery"))
    urlpatterns.append(path("gallery/<slug:page>/", gallery.one, name="gallery_page"))
