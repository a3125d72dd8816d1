"""The command line finds its commands, refuses wrong usage with 2 and explains each with an example."""

import os
import subprocess
import sys

import pytest

from evenhand import __version__
from evenhand.cli import main as cli


def evenhand(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with only these variables of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "evenhand.cli.main", *arguments],
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_commands_are_found_in_order() -> None:
    names = list(cli.find_commands())
    assert names == sorted(names)
    assert {"migrate", "serve", "worker"} <= set(names)


@pytest.mark.parametrize("name", cli.find_commands())
def test_each_command_has_help_with_an_example_of_itself(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([name, "--help"])
    assert left.value.code == 0
    assert f"example:\n  evenhand {name}" in capsys.readouterr().out


def test_it_knows_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"evenhand {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["no-such-command"], ["serve", "--port", "0"]])
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2


def test_help_does_not_import_django() -> None:
    look = "import sys; from evenhand.cli import main; main.find_commands(); print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", look],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"


def test_a_bad_environment_is_2_and_one_line() -> None:
    done = evenhand("migrate")
    assert done.returncode == 2
    assert done.stderr == (
        "evenhand: Set either EVENHAND_SECRET_KEY or EVENHAND_SECRET_KEY_FILE, and not both.\n"
    )


def test_an_unknown_mode_is_2() -> None:
    done = evenhand("migrate", EVENHAND_MODE="staging")
    assert done.returncode == 2
    assert "write one of prod, demo, dev" in done.stderr
