"""Typed readers for the environment: a bad value stops the program at start and says what to write."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MINIMUM_SECRET_LENGTH = 50

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})

# journal_mode, synchronous and recursive_triggers are what make an acknowledged record durable and an
# append-only table append-only: without recursive triggers INSERT OR REPLACE deletes a row unseen.
# A record changes some thirty pages, each with a few rows: pages of half SQLite's usual size write half as much to the
# disk before a record is acknowledged. Only a new database takes the size.
# A thread copies them into the database (web/sqlite/checkpoints.py); SQLite itself, which holds everybody up, only where
# there are very many.
SQLITE_PRAGMAS = (
    "PRAGMA page_size=2048;"
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous={synchronous};"
    "PRAGMA recursive_triggers=ON;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA wal_autocheckpoint=8000;"
)
SQLITE_BUSY_SECONDS = 20


def read_text(name: str, default: str = "") -> str:
    """The variable's text without surrounding space, or the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def read_required(name: str) -> str:
    """The variable's text; refuses to start without it."""
    value = read_text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set; see docs/operations.md.")
    return value


def read_bool(name: str, default: bool) -> bool:
    """A yes or no, spelt in one of the usual ways."""
    word = read_text(name).lower()
    if not word:
        return default
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {word!r}: write true or false.")


def read_int(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    text = read_text(name)
    if not text:
        return default
    try:
        number = int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}: write a whole number.") from None
    if not low <= number <= high:
        raise ImproperlyConfigured(f"{name} is {number}: write a number from {low} to {high}.")
    return number


def read_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Values separated by commas; empty ones are dropped."""
    return [part.strip() for part in read_text(name).split(",") if part.strip()] or list(default)


def read_path(name: str, default: Path) -> Path:
    """An absolute path; a relative one counts from the working directory."""
    return Path(read_text(name, str(default))).expanduser().resolve()


def read_secret(name: str) -> str:
    """A secret from NAME or from the file that NAME_FILE points to; refuses both, neither and a short one."""
    direct, file_name = read_text(name), read_text(f"{name}_FILE")
    if bool(direct) == bool(file_name):
        raise ImproperlyConfigured(f"Set either {name} or {name}_FILE, and not both.")
    secret = direct or _read_secret_file(name, Path(file_name))
    if len(secret) < MINIMUM_SECRET_LENGTH:
        raise ImproperlyConfigured(f"{name} needs at least {MINIMUM_SECRET_LENGTH} characters.")
    return secret


def read_hidden(name: str) -> str:
    """What should not be shown, from NAME or from the file that NAME_FILE points to; "" where neither is set."""
    direct, file_name = read_text(name), read_text(f"{name}_FILE")
    if direct and file_name:
        raise ImproperlyConfigured(f"Set either {name} or {name}_FILE, and not both.")
    return _read_secret_file(name, Path(file_name)) if file_name else direct


def _read_secret_file(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error


def database_settings(url: str, *, synchronous: str = "FULL") -> dict[str, Any]:
    """Django's settings for `sqlite:///path/to/file` or `postgres://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite_settings(url, parts.path, synchronous)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres_settings(url)
    raise ImproperlyConfigured(f"Database URL starts with {parts.scheme!r}: write sqlite:/// or postgres://.")


def _sqlite_settings(url: str, path: str, synchronous: str) -> dict[str, Any]:
    # sqlite:///relative.db and sqlite:////absolute.db: the third slash only ends the empty host.
    name = unquote(path.removeprefix("/"))
    if not url.startswith("sqlite:///") or not name:
        raise ImproperlyConfigured(
            "A SQLite URL needs three slashes and a path: sqlite:///var/evenhand.sqlite3"
        )
    return {
        "ENGINE": "evenhand.web.sqlite",
        "NAME": str(Path(name).resolve()),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_BUSY_SECONDS,
            "init_command": SQLITE_PRAGMAS.format(synchronous=synchronous),
        },
    }


def _postgres_settings(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("A PostgreSQL URL needs a database name: postgres://user@host/evenhand")
    options = _query_options(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket folder cannot stand before the path of a URL, so it comes as ?host=.
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(options),
    }


def _query_options(query: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for pair in filter(None, query.split("&")):
        key, separator, value = pair.partition("=")
        if not separator:
            raise ImproperlyConfigured(f"Database option {key!r} has no value: write {key}=value.")
        options[unquote(key)] = unquote(value)
    return options


def kept_secret(folder: Path) -> str:
    """The secret of a demo or development machine: from the environment, else made once, kept in `folder`."""
    if read_text("EVENHAND_SECRET_KEY") or read_text("EVENHAND_SECRET_KEY_FILE"):
        return read_secret("EVENHAND_SECRET_KEY")
    path = folder / "secret_key"
    if not path.exists():
        _write_new_secret(path)
    return path.read_text(encoding="utf-8").strip()


def _write_new_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(MINIMUM_SECRET_LENGTH))
