"""The `evenhand` command: finds the sub-commands, reads the arguments and runs one of them."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from evenhand import __version__
from evenhand.cli import commands

MODES = ("prod", "demo", "dev")

EXIT_FINE = 0
EXIT_PROBLEM = 1
EXIT_USAGE = 2


class Command(Protocol):
    """What a module in `evenhand.cli.commands` offers.

    It may also set `NEEDS_DJANGO = True` (Django is then set up before `run`) and `MODE` (the settings it
    starts with where the environment names none).
    """

    NAME: str
    HELP: str
    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; returns 0, or 1 where a problem was found, or 2 for wrong usage."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `evenhand` with these arguments (the process's own by default) and return its exit code."""
    found = find_commands()
    args = build_parser(found).parse_args(argv)
    command = found[args.command]
    if getattr(command, "NEEDS_DJANGO", False):
        problem = set_up_django(getattr(command, "MODE", "prod"))
        if problem:
            print(f"evenhand: {problem}", file=sys.stderr)
            return EXIT_USAGE
    return command.run(args)


def find_commands() -> dict[str, Command]:
    """Every sub-command by its name, in alphabetical order."""
    names = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    modules = [cast("Command", importlib.import_module(f"{commands.__name__}.{name}")) for name in names]
    return {module.NAME: module for module in sorted(modules, key=lambda module: module.NAME)}


def build_parser(found: dict[str, Command]) -> argparse.ArgumentParser:
    """The parser with one sub-parser per command, each with its example."""
    parser = argparse.ArgumentParser(prog="evenhand", description="A school's behaviour policy that runs.")
    parser.add_argument("--version", action="version", version=f"evenhand {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in found.items():
        subparser = subparsers.add_parser(
            name,
            help=command.HELP,
            description=command.HELP,
            epilog=f"example:\n  {command.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
    return parser


def set_up_django(mode: str) -> str:
    """Set Django up under EVENHAND_MODE, else under `mode`; returns what is wrong with the environment."""
    chosen = os.environ.get("EVENHAND_MODE") or mode
    if chosen not in MODES:
        return f"EVENHAND_MODE is {chosen!r}: write one of {', '.join(MODES)}."
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"evenhand.web.settings.{chosen}")

    # Django costs a third of a second to import: commands that do not need it must not pay that.
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.exit(main())
