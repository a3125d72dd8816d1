"""Makes `import django` fail, to show that what follows does without it."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


class DjangoBarred:
    """A finder that comes first and refuses Django and all that stands on it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse the barred packages; leave every other import to the next finder."""
        if fullname.partition(".")[0] in {"django", "django_scopes", "django_tasks", "allauth", "psycopg"}:
            raise ModuleNotFoundError(f"{fullname} is barred here", name=fullname)
        return None


def bar_django() -> None:
    """Bar it for the rest of this process."""
    sys.meta_path.insert(0, DjangoBarred())
