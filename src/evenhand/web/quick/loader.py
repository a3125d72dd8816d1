"""The loader of the pages' templates: each is read, compiled and quickened once per process."""

from __future__ import annotations

from django.template import Origin, Template
from django.template.loaders.cached import Loader as CachedLoader

from evenhand.web.quick.nodes import quicken


class Loader(CachedLoader):
    """Django's cached loader, whose templates render with less work; with debugging on they stay as they are."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template of that name. Raises TemplateDoesNotExist."""
        known = self.get_template_cache.get(self.cache_key(template_name, skip))
        template = super().get_template(template_name, skip)
        if template is not known and not self.engine.debug:
            template.nodelist = quicken(template.nodelist)
        return template
