"""The WSGI application that `evenhand serve` runs."""

from django.core.wsgi import get_wsgi_application

from evenhand.web.errands import lighten

application = get_wsgi_application()
lighten()
