"""The map of addresses: each app that has pages brings its own `urls`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from evenhand.web.quick.addresses import ByFirstPart
from evenhand.web.settings.base import OUR_APPS

urlpatterns: list[URLPattern | URLResolver] = [
    ByFirstPart(
        [
            path("", include("evenhand.web.pupils.urls")),
            path("", include("evenhand.web.shell_urls")),
            path("", include("evenhand.web.device.urls")),
            path("", include("evenhand.web.steps.urls")),
            path("setup/", include("evenhand.web.setup.urls")),
            path("import/", include("evenhand.web.importing.urls")),
            path("", include("evenhand.web.heads.urls")),
            path("", include("evenhand.web.referrals.urls")),
            path("", include("evenhand.web.sanctions.urls")),
            *(path("", include(f"{app}.urls")) for app in OUR_APPS if find_spec(f"{app}.urls")),
        ]
    )
]

handler500 = "evenhand.web.pages.server_error"
