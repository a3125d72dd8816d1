"""Addresses of the shell's own pages, and of the gallery where the settings ask for it."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from evenhand.apps.access.decorators import open_to_all
from evenhand.web import pages
from evenhand.web.gallery import views as gallery

app_name = "web"

urlpatterns: list[URLPattern] = [
    path("sw.js", open_to_all(pages.service_worker), name="service_worker"),
    path("manifest.webmanifest", open_to_all(pages.manifest), name="manifest"),
    path("offline/", open_to_all(pages.offline), name="offline"),
    path("more/", open_to_all(pages.more), name="more"),
]
if settings.EVENHAND_GALLERY:
    urlpatterns.append(path("gallery/", open_to_all(gallery.gallery), name="gallery"))
    urlpatterns.append(path("gallery/<slug:page>/", open_to_all(gallery.one), name="gallery_page"))
