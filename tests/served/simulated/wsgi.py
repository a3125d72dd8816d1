"""The application that a simulated day is served by: the product's own, which looks at the moved clock more often."""

from evenhand.web.wsgi import application
from tests.served.simulated.haste import look_often

__all__ = ["application"]

look_often()
