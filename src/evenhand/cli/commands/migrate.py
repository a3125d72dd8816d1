"""`evenhand migrate`: bring the database to the shape that this version needs."""

import argparse

NAME = "migrate"
HELP = "bring the database to the shape that this version needs"
EXAMPLE = "evenhand migrate --check"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--check` only looks."""
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if something would change"
    )


def run(args: argparse.Namespace) -> int:
    """Apply the migrations that are missing, or say whether any is."""
    from django.core.management import call_command

    if args.check:
        return _missing()
    call_command("migrate", interactive=False, verbosity=1)
    return 0


def _missing() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _backwards in plan:
        print(f"missing: {migration.app_label}.{migration.name}")
    return 1 if plan else 0
