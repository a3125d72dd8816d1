"""`evenhand migrate`: bring the database to the shape that this version needs."""

import argparse

NAME = "migrate"
HELP = "bring the database to the shape that this version needs"
EXAMPLE = "evenhand migrate --check"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--check` only looks; `--owner` runs as the role that owns the tables."""
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if something would change"
    )
    parser.add_argument(
        "--owner",
        metavar="URL",
        help="PostgreSQL: run as this role, which owns the tables, and grant the application's role its rights",
    )


def run(args: argparse.Namespace) -> int:
    """Apply the migrations that are missing, or say whether any is."""
    from evenhand.cli.migrating import migrate

    if args.check:
        return _missing()
    if args.owner:
        return _as_owner(args.owner)
    migrate(verbosity=1)
    return 0


def _missing() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _backwards in plan:
        print(f"missing: {migration.app_label}.{migration.name}")
    return 1 if plan else 0


def _as_owner(url: str) -> int:
    """Migrate as the owner; afterwards the application's role can read and add history, and no more."""
    from django.db import connection

    from evenhand.apps.audit.grants import grant_application
    from evenhand.cli.migrating import migrate
    from evenhand.web.settings.environment import database_settings

    if connection.vendor != "postgresql":
        print("evenhand migrate: --owner is for PostgreSQL; on SQLite the file has one owner.")
        return 2
    application = connection.settings_dict["USER"]
    owner = database_settings(url)
    if not application or owner["USER"] == application:
        print("evenhand migrate: the owner's role and the application's must be two, each with a name.")
        return 2
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")})
    migrate(verbosity=1)
    grant_application(application)
    return 0
