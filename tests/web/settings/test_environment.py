"""The readers take what is right and refuse the rest in words that say what to write."""

from collections.abc import Callable
from pathlib import Path
from stat import S_IMODE

import pytest
from django.core.exceptions import ImproperlyConfigured

from evenhand.web.settings import environment

NAME = "EVENHAND_EXAMPLE"
LONG = "s" * environment.MINIMUM_SECRET_LENGTH


@pytest.mark.parametrize(
    ("text", "value"),
    [("", True), ("  ", True), ("1", True), ("YES", True), ("off", False), (" false ", False)],
)
def test_a_yes_or_no_has_the_usual_spellings(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv(NAME, text)
    assert environment.read_bool(NAME, default=True) is value


@pytest.mark.parametrize(("text", "value"), [("", 10), ("1", 1), ("20", 20)])
def test_a_number_may_be_either_end_of_its_range(
    monkeypatch: pytest.MonkeyPatch, text: str, value: int
) -> None:
    monkeypatch.setenv(NAME, text)
    assert environment.read_int(NAME, 10, low=1, high=20) == value


@pytest.mark.parametrize(
    ("read", "text", "advice"),
    [
        (lambda: environment.read_bool(NAME, default=False), "maybe", "write true or false"),
        (lambda: environment.read_int(NAME, 10, low=1, high=20), "ten", "write a whole number"),
        (lambda: environment.read_int(NAME, 10, low=1, high=20), "0", "from 1 to 20"),
        (lambda: environment.read_int(NAME, 10, low=1, high=20), "21", "from 1 to 20"),
        (lambda: environment.read_required(NAME), "", "must be set"),
        (lambda: environment.read_secret(NAME), LONG[1:], "at least 50 characters"),
    ],
)
def test_a_bad_value_is_refused_with_advice(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], text: str, advice: str
) -> None:
    monkeypatch.setenv(NAME, text)
    with pytest.raises(ImproperlyConfigured, match=advice):
        read()


def test_a_list_drops_what_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "a, ,b,")
    assert environment.read_list(NAME) == ["a", "b"]


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{LONG}\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    assert environment.read_secret(NAME) == LONG


def test_two_secrets_an_absent_one_and_an_unreadable_one_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(ImproperlyConfigured, match="either"):
        environment.read_secret(NAME)
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        environment.read_secret(NAME)
    monkeypatch.setenv(NAME, LONG)
    with pytest.raises(ImproperlyConfigured, match="not both"):
        environment.read_secret(NAME)


def test_what_is_hidden_may_stand_in_a_file_or_nowhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert environment.read_hidden(NAME) == ""
    (tmp_path / "key").write_text("short\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "key"))
    assert environment.read_hidden(NAME) == "short"
    monkeypatch.setenv(NAME, "other")
    with pytest.raises(ImproperlyConfigured, match="not both"):
        environment.read_hidden(NAME)
    monkeypatch.delenv(f"{NAME}_FILE")
    assert environment.read_hidden(NAME) == "other"


def test_a_kept_secret_is_made_once_and_is_its_owners_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("EVENHAND_SECRET_KEY", raising=False)
    folder = tmp_path / "data"
    first = environment.kept_secret(folder)
    assert len(first) >= environment.MINIMUM_SECRET_LENGTH
    assert environment.kept_secret(folder) == first
    assert S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    monkeypatch.setenv("EVENHAND_SECRET_KEY", LONG)
    assert environment.kept_secret(folder) == LONG


def test_sqlite_is_durable_serialised_and_persistent(tmp_path: Path) -> None:
    settings = environment.database_settings(f"sqlite:///{tmp_path}/a%20school.sqlite3")
    assert settings["NAME"] == str(tmp_path / "a school.sqlite3")
    assert settings["CONN_MAX_AGE"] is None
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["OPTIONS"]["timeout"] == 20
    for pragma in (
        "page_size=2048",
        "journal_mode=WAL",
        "synchronous=FULL",
        "recursive_triggers=ON",
        "foreign_keys=ON",
    ):
        assert f"PRAGMA {pragma};" in settings["OPTIONS"]["init_command"]


def test_a_relative_sqlite_path_counts_from_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert environment.database_settings("sqlite:///var/x.db")["NAME"] == str(tmp_path / "var" / "x.db")


def test_a_postgres_url_gives_every_part() -> None:
    settings = environment.database_settings(
        "postgres://ann:p%40ss@db.example:6432/evenhand?sslmode=verify-full"
    )
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    parts = {key: settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")}
    assert parts == {
        "USER": "ann",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "NAME": "evenhand",
        "OPTIONS": {"sslmode": "verify-full"},
    }
    assert settings["CONN_MAX_AGE"] is None
    assert settings["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("mysql://host/name", "write sqlite:/// or postgres://"),
        ("sqlite://name.db", "three slashes"),
        ("sqlite:///", "three slashes"),
        ("postgres://host", "needs a database name"),
        ("postgres://host/name?sslmode", "write sslmode=value"),
    ],
)
def test_a_wrong_database_url_is_refused_with_advice(url: str, advice: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=advice):
        environment.database_settings(url)
