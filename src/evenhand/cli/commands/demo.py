"""`evenhand demo`: two made-up schools on this machine, at a stated moment of a school morning."""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from evenhand.cli.commands import serve

NAME = "demo"
HELP = "build two made-up schools if there are none, and serve them"
EXAMPLE = "evenhand demo --port 8080"
NEEDS_DJANGO = True
MODE = "demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port, and whether to begin again or only to build."""
    parser.add_argument(
        "--port", type=serve.port_number, default=8000, help="port to listen on (default 8000)"
    )
    parser.add_argument(
        "--reset", action="store_true", help="throw the made-up schools away and build them again"
    )
    parser.add_argument("--no-serve", action="store_true", help="only build")
    parser.add_argument("--database", action="store_true", help="only make the tables and the schools")


def run(args: argparse.Namespace) -> int:
    """Migrate, build what is missing, say where and how to sign in, then serve until Ctrl-C."""
    from django.conf import settings

    if not settings.EVENHAND_DEMO:
        print("evenhand demo: EVENHAND_MODE must be demo, or unset.", file=sys.stderr)
        return 2
    if args.database:
        prepare_database(reset=args.reset)
        return 0
    prepare(reset=args.reset, to_serve=not args.no_serve)
    if args.no_serve:
        return 0
    print(
        f"\nhttp://127.0.0.1:{args.port}/  Sign in by a tap: choose anyone of the cast. Ctrl-C stops.\n",
        flush=True,
    )
    with worker():
        serve.serve(
            argparse.Namespace(
                host="127.0.0.1",
                port=args.port,
                certificate=None,
                key=None,
                workers=serve.processes(),
                threads=serve.THREADS,
            )
        )
    return 0


def prepare(*, reset: bool, to_serve: bool) -> None:
    """Tables, static files and the made-up schools, each only where it is missing; `to_serve` loads the pages too."""
    from evenhand.web import warming

    started = time.monotonic()
    with database_beside(reset=reset):
        build_static()
        if to_serve:
            warming.load()
    print(f"ready after {time.monotonic() - started:.1f} s")


def prepare_database(*, reset: bool = False) -> None:
    """Tables and the made-up schools, each only where it is missing."""
    from evenhand.cli import migrating
    from evenhand.cli.demo import build

    if reset:
        empty_database()
    if unmigrated():
        migrating.migrate(verbosity=0)
    if not build.is_built():
        build.build(say=_say)


def _say(line: str) -> None:
    print(line, flush=True)


def empty_database() -> None:
    """Drop every table of the demonstration's own database, with its triggers."""
    from django.db import connection

    names = connection.introspection.table_names()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        for name in names:
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TABLE IF EXISTS {quote(name)}{cascade}")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = ON")


def unmigrated() -> bool:
    """Whether the database lacks a migration."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def build_static() -> None:
    """Fonts and stylesheet where they are missing, then the files under their digests."""
    from evenhand.web.assets import BUILD, build_assets

    if not any(BUILD.glob("fonts/*")):
        build_assets()
    serve.collect_static()


@contextmanager
def database_beside(*, reset: bool) -> Iterator[None]:
    """The database in a process of its own while the block runs. Raises CalledProcessError where that fails."""
    anew = ["--reset"] if reset else []
    command = [sys.executable, "-m", "evenhand.cli.main", "demo", "--database", *anew]
    process = subprocess.Popen(command)  # noqa: S603  our own words only
    try:
        yield
    except BaseException:
        process.terminate()
        raise
    finally:
        code = process.wait()
    if code:
        raise subprocess.CalledProcessError(code, process.args)


@contextmanager
def worker() -> Iterator[None]:
    """The worker in a process of its own, told to stop when the server has."""
    # In a session of its own, so that Ctrl-C reaches the server alone, which then stops this.
    process = subprocess.Popen(
        [sys.executable, "-m", "evenhand.cli.main", "worker", "--with-parent"], start_new_session=True
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)
