"""Make what browsers are sent: the fonts, the one stylesheet, and the folder that the server serves from."""

from __future__ import annotations

import argparse

NAME = "assets"
HELP = "make fonts and stylesheet, and gather static files"
EXAMPLE = "evenhand assets"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(options: argparse.Namespace) -> int:
    """Build, then gather; 0 when both are done."""
    from django.core.management import call_command

    from evenhand.web.assets import build_assets

    made = build_assets()
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"{len(made)} files made, static files gathered.")
    return 0
